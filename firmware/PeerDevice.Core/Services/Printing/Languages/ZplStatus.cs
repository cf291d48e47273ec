using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// ZPL: the host status return <c>~HS</c>, three strings of numbers between STX and ETX. The third says nothing about the device; a state is known
/// when the first and, behind it, the second have come.
/// </summary>
/// <remarks>
/// <code>
/// 1  interface, paper out, paused, label length, formats waiting, buffer full, diagnostics, partial format, unused, memory corrupt, too cold, too hot
/// 2  functions, unused, head up, ribbon out, thermal transfer, print mode, width mode, label waiting, labels left, formatting, images
/// 3  password, static memory
/// </code>
/// </remarks>
public sealed class ZplStatus : StatusDialogue
{
    private const byte Stx = 2;
    private const byte Etx = 3;
    private const int FirstFields = 12;
    private const int SecondFields = 11;

    private const int PaperOut = 1;
    private const int Paused = 2;
    private const int FormatsWaiting = 4;
    private const int BufferFull = 5;
    private const int Corrupt = 9;
    private const int TooHot = 11;
    private const int HeadUp = 2;
    private const int RibbonOut = 3;
    private const int LabelsLeft = 8;

    // The string that is coming, a bit for each field that is not 0; a field that is no number spoils all of it.
    private bool _isWithin;
    private int _field;
    private int _digits;
    private int _set;

    // The first string's, until the second has come.
    private int _first = PrinterLanguage.NothingHeard;
    private bool _hasFormats;
    private bool _isDone = true;

    /// <inheritdoc/>
    public override bool IsDone => _isDone;

    /// <inheritdoc/>
    public override int Ask(byte[] to)
    {
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("~HS");
        return writer.Position;
    }

    /// <inheritdoc/>
    public override void Hear(byte[] said, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            byte octet = said[i];
            if (octet == Stx)
            {
                _isWithin = true;
                _field = 0;
                _digits = 0;
                _set = 0;
            }
            else if (_isWithin)
            {
                _isWithin = Within(octet);
            }
        }
    }

    /// <returns>Whether the string goes on.</returns>
    private bool Within(byte octet)
    {
        if (octet >= '0' && octet <= '9')
        {
            _digits++;
            _set |= octet == '0' ? 0 : 1 << _field;
            return _digits <= Limits.StatusDigits;
        }

        if (_digits == 0 || (octet != ',' && octet != Etx))
        {
            return false;
        }

        _field++;
        _digits = 0;
        if (octet == ',')
        {
            return _field < FirstFields;
        }

        Take();
        return false;
    }

    private void Take()
    {
        if (_field == FirstFields)
        {
            _first = If(PaperOut, DeviceCondition.MediaEmpty) | If(Paused, DeviceCondition.Offline) | If(BufferFull, DeviceCondition.Busy)
                | If(Corrupt, DeviceCondition.Fault) | If(TooHot, DeviceCondition.TooHot);
            _hasFormats = If(FormatsWaiting, 1) != 0;
        }
        else if (_field == SecondFields && _first != PrinterLanguage.NothingHeard)
        {
            int conditions = _first | If(HeadUp, DeviceCondition.CoverOpen) | If(RibbonOut, DeviceCondition.MarkerEmpty);
            _first = PrinterLanguage.NothingHeard;
            _isDone = !_hasFormats && If(LabelsLeft, 1) == 0;

            // It pauses by itself when something is wrong.
            Conditions = (conditions & DeviceCondition.Stopping) != DeviceCondition.Offline ? conditions & ~DeviceCondition.Offline : conditions;
        }
    }

    private int If(int field, int condition)
    {
        return (_set & (1 << field)) != 0 ? condition : 0;
    }
}
