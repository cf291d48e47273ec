namespace PeerDevice.Services.Printing.Languages;

/// <summary>How text/plain is laid out on one device.</summary>
public sealed class TextLayout
{
    /// <summary>The paper is left whole.</summary>
    public const int CutNone = 0;

    /// <summary>The paper is cut but for a bit that holds it.</summary>
    public const int CutPartial = 1;

    /// <summary>The paper is cut through.</summary>
    public const int CutFull = 2;

    /// <summary>Makes a layout.</summary>
    /// <param name="page">What the device prints for the octets from 128 on.</param>
    /// <param name="columns">Characters of a line, <see cref="Limits.ColumnsFewest"/> to <see cref="Limits.ColumnsMost"/>.</param>
    /// <param name="lines">Lines of a page; 0 where the device counts them itself, or has a roll.</param>
    /// <param name="cut">One of the constants above; looked at where there may be a cutter.</param>
    public TextLayout(CodePage page, int columns, int lines, int cut)
    {
        Page = page;
        Columns = columns;
        Lines = lines;
        Cut = cut;
    }

    /// <summary>What the device prints for the octets from 128 on.</summary>
    public CodePage Page { get; }

    /// <summary>Characters of a line.</summary>
    public int Columns { get; }

    /// <summary>Lines of a page, or 0.</summary>
    public int Lines { get; }

    /// <summary>Whether and how the paper is cut behind a page.</summary>
    public int Cut { get; }
}
