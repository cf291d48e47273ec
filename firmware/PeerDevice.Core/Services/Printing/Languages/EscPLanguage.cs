using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>Dot matrix printers: Epson's ESC/P of 9 pins, and ESC/P2 of 24.</summary>
public sealed class EscPLanguage : TextLanguage
{
    /// <summary>The value of <c>printer-language</c> for 9 pins.</summary>
    public const string NinePins = "escp-9";

    /// <summary>The value of <c>printer-language</c> for 24 pins.</summary>
    public const string TwentyFourPins = "escp-24";

    /// <summary>Characters of a line at 10 to the inch on paper of 8 inches.</summary>
    public const int TenToTheInch = 80;

    private readonly bool _isEscP2;

    /// <summary>Makes the language of one device.</summary>
    /// <param name="name"><see cref="NinePins"/> or <see cref="TwentyFourPins"/>.</param>
    /// <param name="layout">Its code page is one that <see cref="Table"/> knows; of 9 pins any, since there it is what the printer's own switches say.</param>
    public EscPLanguage(string name, TextLayout layout)
        : base(layout, "")
    {
        _isEscP2 = name == TwentyFourPins;
    }

    /// <inheritdoc/>
    public override string Name => _isEscP2 ? TwentyFourPins : NinePins;

    /// <inheritdoc/>
    public override string Model => _isEscP2 ? "ESC/P2 24-pin" : "ESC/P 9-pin";

    /// <inheritdoc/>
    public override string CommandSet => _isEscP2 ? "ESCPL2" : "ESCP9";

    /// <summary>The number that <c>ESC ( t</c> knows a code page by: its first octet; the second is 0.</summary>
    /// <returns>-1 for one it does not know.</returns>
    public static int Table(int page)
    {
        switch (page)
        {
            case CodePage.Ascii: return 1;
            case CodePage.Usa: return 1;
            case CodePage.Western: return 3;
            case CodePage.Central: return 10;
            case CodePage.Cyrillic: return 14;
            case CodePage.WesternEuro: return 44;
            default: return -1;
        }
    }

    /// <inheritdoc/>
    public override int Reset(byte[] to)
    {
        // CAN drops what is in the line's buffer.
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("\x18\x1B@");
        return writer.Position;
    }

    /// <inheritdoc/>
    internal override void Begin(ByteWriter to)
    {
        // Everything as after power on; ASCII as it is in the USA.
        to.Ascii("\x1B@\x1BR");
        to.Octet(0);
        if (_isEscP2)
        {
            to.Ascii("\x1B(t\x03");
            to.Octet(0);
            to.Octet(1);
            to.Octet((byte)Table(Layout.Page.Number));
            to.Octet(0);
        }

        // The table of characters rather than that of italics; 128 to 159 are characters too.
        to.Ascii("\x1Bt\x01\x1B" + "6");
    }
}
