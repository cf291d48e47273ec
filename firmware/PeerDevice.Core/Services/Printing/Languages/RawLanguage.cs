using System;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>No language: whoever prints knows what the device wants. Everything goes through as it is, and nothing is asked.</summary>
public sealed class RawLanguage : PrinterLanguage
{
    /// <summary>The value of <c>printer-language</c>.</summary>
    public const string Word = "raw";

    private readonly string[] _formats = { "application/octet-stream" };

    /// <inheritdoc/>
    public override string Name => Word;

    /// <inheritdoc/>
    public override string Manufacturer => "Generic";

    /// <inheritdoc/>
    public override string Model => "Raw Printer";

    /// <inheritdoc/>
    public override string CommandSet => "";

    /// <inheritdoc/>
    public override string[] Formats => _formats;

    /// <inheritdoc/>
    public override bool BeginDocument(string format)
    {
        return false;
    }

    /// <inheritdoc/>
    public override int Render(byte[] from, int start, int end, byte[] to, out int made)
    {
        int room = end - start < to.Length ? end - start : to.Length;
        Array.Copy(from, start, to, 0, room);
        made = room;
        return room;
    }

    /// <inheritdoc/>
    public override int EndDocument(byte[] to)
    {
        return 0;
    }
}
