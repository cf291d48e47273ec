using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// A language in which text/plain is printed: what it says before, between and behind the lines that <see cref="TextRenderer"/> makes. All else it takes as it is.
/// Each method writes whole commands, all of them together less than <see cref="Reserve"/> octets for one line.
/// </summary>
public abstract class TextLanguage : PrinterLanguage
{
    /// <summary>The media type that is rendered.</summary>
    public const string PlainText = "text/plain";

    private const string AsItIs = "application/octet-stream";

    // What may stand around a line: a document begun, a page ended and another begun, a document ended.
    private const int Commands = 128;

    // What may stand around a code beside what it says.
    private const int CodeCommands = 64;

    private readonly string[] _formats;
    private TextRenderer? _renderer;
    private ByteWriter? _writer;

    /// <summary>Makes a language for one device.</summary>
    /// <param name="layout">Code page, columns and lines: those of the settings, or the language's own.</param>
    /// <param name="native">The media type of documents in this language; empty where there is none.</param>
    protected TextLanguage(TextLayout layout, string native)
    {
        Layout = layout;
        _formats = native.Length == 0 ? new string[] { AsItIs, PlainText } : new string[] { native, PlainText, AsItIs };
    }

    /// <summary>Code page, columns and lines.</summary>
    public TextLayout Layout { get; }

    /// <inheritdoc/>
    public override string Kind => "document";

    /// <inheritdoc/>
    public sealed override string[] Formats => _formats;

    /// <inheritdoc/>
    public override string Manufacturer => "Generic";

    /// <summary>Whether text is being rendered, so that what has been made so far ends with a whole command.</summary>
    protected bool IsRendering => _renderer is not null;

    /// <summary>Octets that one line may take with all that can stand around it.</summary>
    internal int Reserve => Commands + MostOctets + (Code.Length == 0 ? 0 : Code.Length + CodeCommands);

    /// <summary>What stands as a two-dimensional code behind the last line; empty for nothing. ASCII, at most <see cref="Limits.CodeOctets"/>.</summary>
    internal string Code { get; private set; } = "";

    /// <summary>Lines of text that such a code takes; 0 where the device has no command for one.</summary>
    internal virtual int CodeLines => 0;

    /// <summary>Octets that the longest line may take.</summary>
    protected virtual int MostOctets => Layout.Columns + 2;

    /// <summary>Another object of this language, to render with beside the one that the Printer has.</summary>
    /// <param name="code">What is to stand as a two-dimensional code behind the last line of what it renders, where the device can do that; ASCII, nothing where it is longer than <see cref="Limits.CodeOctets"/>.</param>
    public TextLanguage Apart(string code)
    {
        TextLanguage apart = (TextLanguage)MemberwiseClone();
        apart._renderer = null;
        apart._writer = null;
        apart.Code = apart.CodeLines == 0 || code.Length > Limits.CodeOctets ? "" : code;
        return apart;
    }

    /// <inheritdoc/>
    public override bool BeginDocument(string format)
    {
        _renderer = format == PlainText ? new TextRenderer(this) : null;
        return IsRendering;
    }

    /// <inheritdoc/>
    public override int Render(byte[] from, int start, int end, byte[] to, out int made)
    {
        ByteWriter writer = Into(to);
        int used = _renderer is null ? 0 : _renderer.Take(from, start, end, writer) - start;
        made = writer.Position;
        return used;
    }

    /// <inheritdoc/>
    public override int EndDocument(byte[] to)
    {
        ByteWriter writer = Into(to);
        if (_renderer is not null && _renderer.End(writer))
        {
            _renderer = null;
        }

        return writer.Position;
    }

    /// <summary>Begins a document: whatever was before it must not matter.</summary>
    internal virtual void Begin(ByteWriter to)
    {
    }

    /// <summary>Begins a page.</summary>
    internal virtual void BeginPage(ByteWriter to)
    {
    }

    /// <summary>Prints a line.</summary>
    /// <param name="to">Where the device's octets go.</param>
    /// <param name="line">Characters in the device's code page, none of them a control octet.</param>
    /// <param name="count">How many.</param>
    /// <param name="row">The line's number on its page, from 0.</param>
    internal virtual void Line(ByteWriter to, byte[] line, int count, int row)
    {
        to.Octets(line, 0, count);
        to.Ascii("\r\n");
    }

    /// <summary>Prints <see cref="Code"/>.</summary>
    /// <param name="to">Where the device's octets go.</param>
    /// <param name="row">The line that it begins at.</param>
    internal virtual void WriteCode(ByteWriter to, int row)
    {
    }

    /// <summary>Ends a page that has a line at least: a form feed, a cut.</summary>
    internal virtual void EndPage(ByteWriter to)
    {
        to.Ascii("\f");
    }

    /// <summary>Ends a document that has a page at least.</summary>
    internal virtual void End(ByteWriter to)
    {
    }

    private ByteWriter Into(byte[] to)
    {
        if (_writer is null || _writer.Buffer != to)
        {
            _writer = new ByteWriter(to);
        }

        _writer.Reset();
        return _writer;
    }
}
