using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>Label printers: Zebra's ZPL II. Text stands on labels, a page each, in a font of fixed pitch.</summary>
public sealed class ZplLanguage : TextLanguage
{
    /// <summary>The value of <c>printer-language</c>.</summary>
    public const string Word = "zpl";

    /// <summary>Characters of a line on a label of 4 inches at 203 dots to the inch.</summary>
    public const int FourInchColumns = 64;

    /// <summary>Lines of a label of 6 inches at 203 dots to the inch.</summary>
    public const int SixInchLines = 54;

    // Font D is 10 by 18 dots, with 2 between characters.
    private const string Font = "^ADN,18,10^FH^FD";
    private const int LineDots = 22;
    private const int Margin = 16;
    private const string FieldEnd = "^FS\r\n";

    // A QR code of model 2, five dots a module, level M of correction, its input of any kind: 33 modules at the most, and ten dots that the printer leaves above.
    private const string CodeBegin = "^BQN,2,5^FDMA,";

    // An octet as hexadecimal digits takes three.
    private const int MostOfOctet = 3;
    private const string Digits = "0123456789ABCDEF";

    /// <summary>Makes the language of one device.</summary>
    /// <param name="layout">Its code page is one that <see cref="Knows"/>; its lines are not 0.</param>
    public ZplLanguage(TextLayout layout)
        : base(layout, "application/vnd.zebra-zpl")
    {
    }

    /// <inheritdoc/>
    public override string Kind => "label";

    /// <inheritdoc/>
    public override string Name => Word;

    /// <inheritdoc/>
    public override string Model => "ZPL Label Printer";

    /// <inheritdoc/>
    public override string CommandSet => "ZPL";

    /// <inheritdoc/>
    protected override int MostOctets => (Layout.Columns * MostOfOctet) + Font.Length + FieldEnd.Length;

    /// <summary>Whether the printer's fonts have a code page.</summary>
    public static bool Knows(int page)
    {
        return page == CodePage.Ascii || page == CodePage.Western;
    }

    /// <inheritdoc/>
    public override int Reset(byte[] to)
    {
        // Ends the field and the label that were begun. "~JA" would do away with finished labels too that wait to be printed.
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("^FS^XZ\r\n");
        return writer.Position;
    }

    /// <inheritdoc/>
    internal override void BeginPage(ByteWriter to)
    {
        // Code page 850.
        to.Ascii("^XA^CI13^LH0,0\r\n");
    }

    /// <inheritdoc/>
    internal override void Line(ByteWriter to, byte[] line, int count, int row)
    {
        if (count == 0)
        {
            return;
        }

        At(to, row);
        to.Ascii(Font);
        for (int i = 0; i < count; i++)
        {
            Field(to, line[i]);
        }

        to.Ascii(FieldEnd);
    }

    /// <inheritdoc/>
    internal override int CodeLines => 9;

    /// <inheritdoc/>
    internal override void WriteCode(ByteWriter to, int row)
    {
        // What a URI may hold has no meaning here but "~" and "^", and neither a host nor a port has those.
        At(to, row);
        to.Ascii(CodeBegin);
        to.Ascii(Code);
        to.Ascii(FieldEnd);
    }

    private static void At(ByteWriter to, int row)
    {
        to.Ascii("^FO");
        to.Number(Margin);
        to.Octet((byte)',');
        to.Number(Margin + (row * LineDots));
    }

    /// <inheritdoc/>
    internal override void EndPage(ByteWriter to)
    {
        to.Ascii("^XZ\r\n");
    }

    // A character of a field: as two digits where it would be a command, or where a line of 7 bits would spoil it.
    private static void Field(ByteWriter to, byte octet)
    {
        if (octet != '^' && octet != '~' && octet != '_' && octet < 0x80)
        {
            to.Octet(octet);
            return;
        }

        to.Octet((byte)'_');
        to.Octet((byte)Digits[octet >> 4]);
        to.Octet((byte)Digits[octet & 0xF]);
    }
}
