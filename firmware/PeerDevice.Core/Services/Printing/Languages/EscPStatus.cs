using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// ESC/P2 printers that have Epson's remote mode: <c>ST</c>, answered as text, <c>@BDC ST</c> and fields like <c>ER:06;</c> up to a form feed, or as
/// octets, <c>@BDC ST2</c>, a length and fields of a type, a length and data. Others print the enquiry: it is asked only where the settings say so.
/// </summary>
/// <remarks>
/// Fields: status (text ST, octets 1: 0 error, 5 paused), error (ER, 2: 2 cover, 4 jam, 5 ink or ribbon, 6 paper, 12 other paper), warnings (4: 16 to 31 ink low).
/// </remarks>
public sealed class EscPStatus : StatusDialogue
{
    private const string Head = "@BDC ST";

    // What is being heard.
    private const int Waiting = 0;
    private const int HeadEnd = 1;
    private const int TextFields = 2;
    private const int LengthLow = 3;
    private const int LengthHigh = 4;
    private const int FieldType = 5;
    private const int FieldLength = 6;
    private const int FieldData = 7;

    private const int Status = 1;
    private const int Error = 2;
    private const int Warnings = 4;
    private const int IsError = 0;
    private const int IsPaused = 5;
    private const int Unknown = -1;

    private int _tries;
    private int _state;
    private int _matched;
    private bool _isOctets;
    private int _left;
    private int _type;
    private int _fieldLeft;
    private bool _isFirst;

    // Of a text field: its two letters, then its value.
    private int _letters;
    private int _value;
    private bool _isValue;

    private int _status;
    private int _error;
    private bool _isInkLow;

    /// <inheritdoc/>
    public override int Ask(byte[] to)
    {
        if (Conditions == PrinterLanguage.NothingHeard && _tries >= Limits.StatusTries)
        {
            return 0;
        }

        _tries++;

        // What was cut short is not gone on with: its lengths would swallow the next answer.
        _state = Waiting;
        _matched = 0;
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("\x1B(R\x08");
        writer.Octet(0);
        writer.Octet(0);
        writer.Ascii("REMOTE1ST\x02");
        writer.Octet(0);
        writer.Octet(0);
        writer.Octet(1);
        writer.Ascii("\x1B");
        writer.Octet(0);
        writer.Octet(0);
        writer.Octet(0);
        return writer.Position;
    }

    /// <inheritdoc/>
    public override void Hear(byte[] said, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            Hear(said[i]);
        }
    }

    private void Hear(byte octet)
    {
        switch (_state)
        {
            case HeadEnd:
                EndHead(octet);
                return;
            case TextFields:
                TextField(octet);
                return;
            case LengthLow:
                _left = octet;
                _state = LengthHigh;
                return;
            case LengthHigh:
                _left |= octet << 8;
                _state = _left == 0 || _left > Limits.StatusOctets ? Waiting : FieldType;
                return;
            case FieldType:
            case FieldLength:
            case FieldData:
                OctetField(octet);
                return;
            default:
                _matched = octet == Head[_matched] ? _matched + 1 : octet == Head[0] ? 1 : 0;
                if (_matched == Head.Length)
                {
                    Begin();
                }

                return;
        }
    }

    private void Begin()
    {
        _matched = 0;
        _state = HeadEnd;
        _isOctets = false;
        _letters = 0;
        _value = Unknown;
        _isValue = false;
        _status = Unknown;
        _error = Unknown;
        _isInkLow = false;
    }

    private void EndHead(byte octet)
    {
        if (octet == '2')
        {
            _isOctets = true;
        }
        else if (octet == '\n')
        {
            _state = _isOctets ? LengthLow : TextFields;
        }
        else if (octet != '\r')
        {
            _state = Waiting;
        }
    }

    private void TextField(byte octet)
    {
        if (octet == '\f')
        {
            End();
        }
        else if (octet == ';')
        {
            Take(_letters == (('S' << 8) | 'T') ? Status : _letters == (('E' << 8) | 'R') ? Error : 0, _value);
            _letters = 0;
            _value = Unknown;
            _isValue = false;
        }
        else if (octet == ':')
        {
            _isValue = true;
        }
        else if (!_isValue)
        {
            _letters = ((_letters << 8) | octet) & 0xFFFF;
        }
        else
        {
            int digit = Text.HexDigit(octet);
            _value = digit < 0 ? Unknown : (((_value == Unknown ? 0 : _value) << 4) | digit) & 0xFF;
        }
    }

    private void OctetField(byte octet)
    {
        _left--;
        if (_state == FieldType)
        {
            _type = octet;
            _state = FieldLength;
        }
        else if (_state == FieldLength)
        {
            _fieldLeft = octet;
            _isFirst = true;
            _state = octet == 0 ? FieldType : FieldData;
        }
        else
        {
            if (_isFirst || _type == Warnings)
            {
                Take(_type, octet);
            }

            _isFirst = false;
            _fieldLeft--;
            _state = _fieldLeft == 0 ? FieldType : FieldData;
        }

        if (_left <= 0)
        {
            // A field that goes beyond the answer spoils it.
            bool isWhole = _state == FieldType;
            _state = Waiting;
            if (isWhole)
            {
                End();
            }
        }
    }

    private void Take(int type, int value)
    {
        if (type == Status)
        {
            _status = value;
        }
        else if (type == Error)
        {
            _error = value;
        }
        else if (type == Warnings)
        {
            _isInkLow = _isInkLow || (value >= 16 && value < 32);
        }
    }

    private void End()
    {
        _state = Waiting;
        if (_status == Unknown)
        {
            return;
        }

        int conditions = _isInkLow ? DeviceCondition.MarkerLow : 0;
        if (_status == IsPaused)
        {
            conditions |= DeviceCondition.Offline;
        }
        else if (_status == IsError)
        {
            conditions |= Meaning(_error);
        }

        Conditions = conditions;
    }

    private static int Meaning(int error)
    {
        switch (error)
        {
            case 2: return DeviceCondition.CoverOpen;
            case 4: return DeviceCondition.MediaJam;
            case 5: return DeviceCondition.MarkerEmpty;
            case 6: return DeviceCondition.MediaEmpty;
            case 12: return DeviceCondition.MediaNeeded;
            default: return DeviceCondition.Fault;
        }
    }
}
