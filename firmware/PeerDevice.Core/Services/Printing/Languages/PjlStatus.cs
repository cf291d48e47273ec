using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// PJL: <c>@PJL INFO STATUS</c>, and with it <c>USTATUS DEVICE</c>, so that the printer says by itself what changes. An answer is lines up to a form feed:
/// which it is, <c>CODE=</c>, <c>DISPLAY=</c> in the panel's language, <c>ONLINE=</c>.
/// </summary>
/// <remarks>Codes: HP, Printer Job Language Technical Reference Manual, appendix D.</remarks>
public sealed class PjlStatus : StatusDialogue
{
    private const string Exit = "\x1B%-12345X";
    private const int CodeDigits = 5;
    private const int NoCode = -1;
    private const int IsPrinting = 10023;

    // The beginning of the line that is coming; what is longer (a display's text) is of no interest.
    private readonly byte[] _line = new byte[Limits.StatusLine];
    private int _length;
    private int _tries;
    private bool _isStatus;
    private int _conditions = NoCode;
    private bool _isOffline;
    private bool _isPrinting;
    private bool _isDone = true;

    /// <inheritdoc/>
    public override bool IsDone => _isDone;

    /// <inheritdoc/>
    public override int Ask(byte[] to)
    {
        if (Conditions == PrinterLanguage.NothingHeard && _tries >= Limits.StatusTries)
        {
            return 0;
        }

        _tries++;
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii(Exit + "@PJL USTATUS DEVICE=ON\r\n@PJL INFO STATUS\r\n" + Exit);
        return writer.Position;
    }

    /// <inheritdoc/>
    public override void Hear(byte[] said, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            byte octet = said[i];
            if (octet == '\f')
            {
                EndLine();
                EndAnswer();
            }
            else if (octet == '\r' || octet == '\n')
            {
                EndLine();
            }
            else if (_length < _line.Length)
            {
                _line[_length++] = octet;
            }
        }
    }

    private void EndLine()
    {
        int length = _length;
        _length = 0;
        if (Begins(length, "@PJL"))
        {
            // A new answer, though the last may not have ended.
            EndAnswer();
            _isStatus = Begins(length, "@PJL INFO STATUS") || Begins(length, "@PJL USTATUS DEVICE");
            return;
        }

        if (!_isStatus)
        {
            return;
        }

        if (Begins(length, "CODE"))
        {
            int start = ValueStart(length, 4);
            long code = length - start == CodeDigits ? Text.Number(_line, start, length) : NoCode;
            if (code != NoCode)
            {
                _isPrinting = _isPrinting || code == IsPrinting;
                _conditions = (_conditions == NoCode ? 0 : _conditions) | Meaning((int)code);
            }
        }
        else if (Begins(length, "ONLINE"))
        {
            int start = ValueStart(length, 6);
            _isOffline = Text.Is(_line, start, length, "FALSE");
        }
    }

    private void EndAnswer()
    {
        if (_isStatus && _conditions != NoCode)
        {
            _isDone = !_isPrinting;
            bool isUnexplained = _isOffline && (_conditions & DeviceCondition.Stopping) == 0;
            Conditions = isUnexplained ? _conditions | DeviceCondition.Offline : _conditions;
        }

        _isStatus = false;
        _conditions = NoCode;
        _isOffline = false;
        _isPrinting = false;
    }

    private bool Begins(int length, string word)
    {
        return length >= word.Length && Text.Is(_line, 0, word.Length, word);
    }

    // Some put blanks around "=".
    private int ValueStart(int length, int at)
    {
        at = Text.SkipBlanks(_line, at, length);
        return at < length && _line[at] == '=' ? Text.SkipBlanks(_line, at + 1, length) : length;
    }

    private static int Meaning(int code)
    {
        switch (code)
        {
            case 10006: return DeviceCondition.MarkerLow;
            case 40010: return DeviceCondition.MarkerEmpty;
            case 40019: return DeviceCondition.OutputFull;
            case 40021: return DeviceCondition.CoverOpen;
            case 40022: return DeviceCondition.MediaJam;
            case 40038: return DeviceCondition.MarkerLow;
            case 40079: return DeviceCondition.Offline;
        }

        // The first two digits are the group. 10: informational, 12: a tray, 20 to 32: what was sent, 35: goes on printing.
        switch (code / 1000)
        {
            case 11: return DeviceCondition.MediaLow;
            case 15: return DeviceCondition.OutputFull;
            case 40: return DeviceCondition.Fault;
            case 41: return DeviceCondition.MediaEmpty | DeviceCondition.MediaNeeded;
            case 42: return DeviceCondition.MediaJam;
            case 43: return DeviceCondition.Fault;
            case 44: return DeviceCondition.MediaJam;
            case 50: return DeviceCondition.Fault;
            case 55: return DeviceCondition.Fault;
            default: return 0;
        }
    }
}
