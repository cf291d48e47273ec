using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>HP's PCL 3 (DeskJet) and PCL 5 (LaserJet) and what speaks like them.</summary>
public sealed class PclLanguage : TextLanguage
{
    /// <summary>The value of <c>printer-language</c> for PCL 3.</summary>
    public const string Pcl3 = "pcl-3";

    /// <summary>The value of <c>printer-language</c> for PCL 5.</summary>
    public const string Pcl5 = "pcl-5";

    /// <summary>Characters of a line at 12 to the inch: with a margin of 5 they stand on A4 and on Letter.</summary>
    public const int TwelveToTheInch = 80;

    // Leaves whatever language the last document was in (PJL Technical Reference, Universal Exit Language), and resets.
    private const string Exit = "\x1B%-12345X";
    private const string ExitAndReset = Exit + "\x1B" + "E";

    private readonly bool _isPcl5;

    /// <summary>Makes the language of one device.</summary>
    /// <param name="name"><see cref="Pcl3"/> or <see cref="Pcl5"/>.</param>
    /// <param name="layout">Its code page is one that <see cref="SymbolSet"/> knows.</param>
    public PclLanguage(string name, TextLayout layout)
        : base(layout, "application/vnd.hp-pcl")
    {
        _isPcl5 = name == Pcl5;
    }

    /// <inheritdoc/>
    public override string Name => _isPcl5 ? Pcl5 : Pcl3;

    /// <inheritdoc/>
    public override string Model => _isPcl5 ? "PCL 5 Printer" : "PCL 3 Printer";

    /// <inheritdoc/>
    public override string CommandSet => _isPcl5 ? "PJL,PCL" : "PCL";

    /// <summary>What PCL calls a code page: a symbol set.</summary>
    /// <returns>Empty for one it does not know.</returns>
    public static string SymbolSet(int page)
    {
        switch (page)
        {
            case CodePage.Ascii: return "0U";
            case CodePage.Usa: return "10U";
            case CodePage.Western: return "12U";
            case CodePage.WesternEuro: return "13U";
            case CodePage.Central: return "17U";
            case CodePage.Cyrillic: return "3R";
            case CodePage.Windows: return "19U";
            default: return "";
        }
    }

    /// <inheritdoc/>
    public override int Reset(byte[] to)
    {
        ByteWriter writer = new ByteWriter(to);
        writer.Ascii(ExitAndReset);
        return writer.Position;
    }

    /// <inheritdoc/>
    internal override void Begin(ByteWriter to)
    {
        // The symbol set; a fixed pitch of 12, upright, of middle weight, Courier where there is one of that pitch; CR and LF are what they say.
        to.Ascii(ExitAndReset);
        to.Ascii("\x1B(");
        to.Ascii(SymbolSet(Layout.Page.Number));
        to.Ascii("\x1B(s0p12h0s0b3T\x1B&k0G");
        if (Layout.Columns <= TwelveToTheInch)
        {
            to.Ascii("\x1B&a5L");
        }
    }

    /// <inheritdoc/>
    internal override void End(ByteWriter to)
    {
        to.Ascii("\x1B" + "E" + Exit);
    }
}
