using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>Receipt printers: Epson's ESC/POS, on a roll of 58 or 80 mm.</summary>
public sealed class EscPosLanguage : TextLanguage
{
    /// <summary>The value of <c>printer-language</c> for a roll of 58 mm.</summary>
    public const string Narrow = "escpos-58";

    /// <summary>The value of <c>printer-language</c> for a roll of 80 mm.</summary>
    public const string Wide = "escpos-80";

    /// <summary>Characters of font A, 12 dots wide, on 384 dots.</summary>
    public const int NarrowColumns = 32;

    /// <summary>Characters of font A on 576 dots.</summary>
    public const int WideColumns = 48;

    // Lines from the head to the edge where paper is torn off.
    private const byte LinesToEdge = 4;
    private const byte CutFullHere = 65;
    private const byte CutPartialHere = 66;

    // QR codes by GS ( k: the model 2, dots of a module, level M of correction, of which a scratched receipt is still read.
    private const byte CodeModel = 50;
    private const byte CodeModule = 6;
    private const byte CodeCorrection = 49;
    private const byte CodeOfParts = 48;
    private const byte CodeSymbol = 49;

    private readonly string _name;

    /// <summary>Makes the language of one device.</summary>
    /// <param name="name"><see cref="Narrow"/> or <see cref="Wide"/>.</param>
    /// <param name="layout">Its code page is one that <see cref="Table"/> knows.</param>
    public EscPosLanguage(string name, TextLayout layout)
        : base(layout, "")
    {
        _name = name;
    }

    /// <inheritdoc/>
    public override string Kind => "receipt";

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override string Model => _name == Narrow ? "ESC/POS 58 mm" : "ESC/POS 80 mm";

    /// <inheritdoc/>
    public override string CommandSet => "ESC/POS";

    /// <summary>
    /// Within a document a real-time request may stand between commands only: within raster data or a command's parameters it would be counted as such. So
    /// what is rendered here can be interrupted between two pieces, and what comes as it is cannot.
    /// </summary>
    public override bool MayAskWithinDocument => IsRendering;

    /// <summary>The number that <c>ESC t</c> knows a code page by.</summary>
    /// <returns>-1 for one it does not know.</returns>
    public static int Table(int page)
    {
        switch (page)
        {
            case CodePage.Ascii: return 0;
            case CodePage.Usa: return 0;
            case CodePage.Western: return 2;
            case CodePage.Windows: return 16;
            case CodePage.Cyrillic: return 17;
            case CodePage.Central: return 18;
            case CodePage.WesternEuro: return 19;
            default: return -1;
        }
    }

    /// <inheritdoc/>
    public override int Reset(byte[] to)
    {
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("\x1B@");
        return writer.Position;
    }

    /// <inheritdoc/>
    internal override void Begin(ByteWriter to)
    {
        // Everything as after power on; no double octets, of which printers for China make characters; ASCII as it is in the USA; the code page.
        to.Ascii("\x1B@\x1C.\x1BR");
        to.Octet(0);
        to.Ascii("\x1Bt");
        to.Octet((byte)Table(Layout.Page.Number));
    }

    // 33 modules at the most (version 4), 6 dots each, at 30 dots a line.
    /// <inheritdoc/>
    internal override int CodeLines => 7;

    /// <inheritdoc/>
    internal override void WriteCode(ByteWriter to, int row)
    {
        // GS ( k pL pH cn fn …: fn 65 the model, 67 the module, 69 the correction, 80 what it says, 81 print it.
        CodeCommand(to, 4, 65, CodeModel);
        to.Octet(0);
        CodeCommand(to, 3, 67, CodeModule);
        CodeCommand(to, 3, 69, CodeCorrection);
        CodeCommand(to, Code.Length + 3, 80, CodeOfParts);
        to.Ascii(Code);
        CodeCommand(to, 3, 81, CodeOfParts);
        to.Ascii("\n");
    }

    private static void CodeCommand(ByteWriter to, int length, byte function, byte parameter)
    {
        to.Ascii("\x1D(k");
        to.Octet((byte)length);
        to.Octet(0);
        to.Octet(CodeSymbol);
        to.Octet(function);
        to.Octet(parameter);
    }

    /// <inheritdoc/>
    internal override void EndPage(ByteWriter to)
    {
        if (Layout.Cut == TextLayout.CutNone)
        {
            to.Ascii("\x1B" + "d");
            to.Octet(LinesToEdge);
            return;
        }

        // GS V, function B: feeds to where the cutter is, and cuts.
        to.Ascii("\x1DV");
        to.Octet(Layout.Cut == TextLayout.CutFull ? CutFullHere : CutPartialHere);
        to.Octet(0);
    }
}
