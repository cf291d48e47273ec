using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.Printing;

/// <summary>Prints a text in a language and says what came of it.</summary>
internal static class Printed
{
    private const string PlainText = "text/plain";

    /// <summary>A language as <c>peer.cfg</c> would have it.</summary>
    public static PrinterLanguage Language(string name, int columns = PeerSettings.OfLanguage, int page = PeerSettings.OfLanguage, int lines = PeerSettings.OfLanguage, int cut = PeerSettings.OfLanguage)
    {
        PeerSettings settings = new() { PrinterLanguage = name, Columns = columns, CodePage = page, Lines = lines, Cut = cut };
        PrinterLanguage language = DeviceLanguages.Make(settings, out string problem);
        Assert.Equal("", problem);
        Assert.Equal(name, language.Name);
        return language;
    }

    /// <summary>The device octets of a text that arrives whole.</summary>
    public static byte[] Octets(PrinterLanguage language, byte[] text)
    {
        return Octets(language, text, static left => left);
    }

    /// <summary>The device octets of a text that arrives in pieces; <paramref name="next"/> says how long each is, given how much is left.</summary>
    public static byte[] Octets(PrinterLanguage language, byte[] text, Func<int, int> next)
    {
        MemoryStream made = new();
        byte[] to = new byte[Limits.RenderOctets];
        Assert.True(language.BeginDocument(PlainText));
        int at = 0;
        while (at < text.Length)
        {
            int end = at + Math.Clamp(next(text.Length - at), 1, text.Length - at);
            while (at < end)
            {
                int used = language.Render(text, at, end, to, out int count);
                Assert.True(used > 0 || count > 0);
                made.Write(to, 0, count);
                at += used;
            }
        }

        int rest = language.EndDocument(to);
        while (rest > 0)
        {
            made.Write(to, 0, rest);
            rest = language.EndDocument(to);
        }

        return made.ToArray();
    }

    /// <summary>What a device of nothing but text prints: its lines with "|" between them and "^" for a form feed.</summary>
    public static string Lines(string text, int columns, int page = CodePage.Ascii)
    {
        byte[] octets = Octets(Language(PlainTextLanguage.Word, columns, page), Encoding.UTF8.GetBytes(text));
        return Shown(octets).Replace("\\r\\n\n", "|", StringComparison.Ordinal).Replace("\\f\n", "^", StringComparison.Ordinal).TrimEnd('\n');
    }

    /// <summary>Octets as text that a person can read: what is not printable ASCII as \xHH, and a line's end behind each CR LF and each FF.</summary>
    public static string Shown(byte[] octets)
    {
        StringBuilder text = new();
        foreach (byte octet in octets)
        {
            text.Append(octet switch
            {
                (byte)'\\' => "\\\\",
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n\n",
                (byte)'\f' => "\\f\n",
                >= 0x20 and < 0x7F => ((char)octet).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\x{octet:X2}"),
            });
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The octets of what <see cref="Shown"/> made; line ends that are not written out are nothing.</summary>
    public static byte[] Unshown(string text)
    {
        List<byte> octets = [];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                continue;
            }

            if (c != '\\')
            {
                octets.Add((byte)c);
                continue;
            }

            i++;
            if (text[i] == 'x')
            {
                octets.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                octets.Add((byte)(text[i] switch { 'r' => '\r', 'n' => '\n', 'f' => '\f', _ => text[i] }));
            }
        }

        return [.. octets];
    }
}
