using System;
using System.IO;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Companion.Flash;

/// <summary>The page that a board prints when it was flashed: what it is called, and where what it has is found.</summary>
internal static class TestPage
{
    // What is read of a page at once; any page is less.
    private const int Block = 4096;

    // A label printer passes over what stands in no label.
    private const string ZplLabel = "^XA^FO50,50^ADN,18,10^FDTest page^FS^XZ";

    /// <summary>The page's text.</summary>
    /// <param name="name">The board's name.</param>
    /// <param name="files">Its address, host and perhaps port.</param>
    /// <param name="printer">The URI by which it prints.</param>
    public static string Text(string name, string files, string printer) =>
        $"{name}\n\nThis page was printed by a board that was flashed just now.\nFiles: http://{files}/\nPrinter: {printer}\n\nabcdefghijklmnopqrstuvwxyz 0123456789\n";

    /// <summary>The command that prints a test page by a raw port, as any shell takes it.</summary>
    /// <param name="word">The printer's language, as in <c>peer.cfg</c>; null where nobody said it.</param>
    /// <param name="address">Where the board is.</param>
    public static string ByHand(string? word, string address = "ADDRESS") => $"echo \"{(word == ZplLanguage.Word ? ZplLabel : "Test page")}\" | peer print - {address}";

    /// <summary>
    /// A text as a raw port is to have it, since a board without IPP renders none: in the printer's language where that is known and prints text, else as lines of ASCII and a form feed.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The printer's language, as in <c>peer.cfg</c>; null where nobody said it.</param>
    /// <param name="language">The language that it was rendered in; null where it is plain ASCII.</param>
    public static byte[] Rendered(string text, string? word, out string? language)
    {
        TextLanguage? known = DeviceLanguages.Make(new PeerSettings { PrinterLanguage = word ?? "" }, out _) as TextLanguage;
        language = known?.Name;
        TextLanguage renders = known ?? (TextLanguage)DeviceLanguages.Make(new PeerSettings { PrinterLanguage = PlainTextLanguage.Word, CodePage = CodePage.Ascii }, out _);
        byte[] octets = Encoding.UTF8.GetBytes(text);
        RenderedText rendered = new(renders, octets, octets.Length);
        using MemoryStream page = new();
        byte[] block = new byte[Block];
        for (int got = rendered.Read(block, 0, Block); got != ByteSource.End; got = rendered.Read(block, 0, Block))
        {
            page.Write(block, 0, got);
        }

        return page.ToArray();
    }
}
