namespace PeerDevice.Services.Printing.Languages;

/// <summary>A device of which nothing is known but that it prints text, a line at a CR LF and a page at a form feed.</summary>
public sealed class PlainTextLanguage : TextLanguage
{
    /// <summary>The value of <c>printer-language</c>.</summary>
    public const string Word = "text";

    /// <summary>Characters of a line at 10 to the inch on paper of 8 inches.</summary>
    public const int WidthOfPaper = 80;

    /// <summary>Makes the language of one device.</summary>
    public PlainTextLanguage(TextLayout layout)
        : base(layout, "")
    {
    }

    /// <inheritdoc/>
    public override string Name => Word;

    /// <inheritdoc/>
    public override string Model => "Text Only";

    /// <inheritdoc/>
    public override string CommandSet => "";
}
