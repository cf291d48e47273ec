using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Tests.Printing;

/// <summary>How text/plain is laid out, octet by octet. "|" ends a line and "^" a page.</summary>
public class TextRendererTests
{
    private static readonly string[] Names = ["text", "escpos-58", "escpos-80", "escp-9", "escp-24", "pcl-3", "pcl-5", "zpl"];

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a|^")]
    [InlineData("a\n", "a|^")]
    [InlineData("a\r\nb\rc\nd", "a|b|c|d|^")]
    [InlineData("a\n\rb", "a||b|^")]
    [InlineData("\n", "|^")]
    [InlineData("\na\n\n", "|a||^")]
    [InlineData("a\u0085b\u2028c\u2029d", "a|b|c|d|^")]
    [InlineData("a\r\u00ADb", "a|b|^")]
    public void EveryKindOfLineEndEndsOneLine(string text, string printed)
    {
        Assert.Equal(printed, Printed.Lines(text, 12));
    }

    [Theory]
    [InlineData("\f", "")]
    [InlineData("\f\fa", "a|^")]
    [InlineData("a\f", "a|^")]
    [InlineData("a\fb\n\fc", "a|^b|^c|^")]
    [InlineData("a\n\f\f\f", "a|^")]
    [InlineData("a\f\nb", "a|^|b|^")]
    public void AFormFeedEndsAPageThatHasALine(string text, string printed)
    {
        Assert.Equal(printed, Printed.Lines(text, 12));
    }

    [Theory]
    [InlineData("one two three", "one two|three|^")]
    [InlineData("one two thr", "one two thr|^")]
    [InlineData("one two thre", "one two thre|^")]
    [InlineData("one two thre four", "one two thre|four|^")]
    [InlineData("one two thre\nfour", "one two thre|four|^")]
    [InlineData("one two thre  \nfour", "one two thre|four|^")]
    [InlineData("one two thre      four", "one two thre|four|^")]
    [InlineData("one         two", "one|two|^")]
    [InlineData("one          two", "one|two|^")]
    [InlineData("onetwothreefourfive", "onetwothreef|ourfive|^")]
    [InlineData("a onetwothreefourfive", "a|onetwothreef|ourfive|^")]
    [InlineData("    indented text", "    indented|text|^")]
    [InlineData("    onetwothreefour", "    onetwoth|reefour|^")]
    [InlineData("            x", "|x|^")]
    [InlineData("abcdefghijkl\n\nm", "abcdefghijkl||m|^")]
    [InlineData("abcdefghijkl\f", "abcdefghijkl|^")]
    [InlineData("abcdefghijkl \f", "abcdefghijkl|^")]
    [InlineData("grüne Bäume äöü", "grune Baume|aou|^")]
    [InlineData("zehn zehn 5€ 6", "zehn zehn|5EUR 6|^")]
    [InlineData("zehn zehn 5\u00A06", "zehn zehn 5|6|^")]
    public void ALineIsBrokenAtABlankOrWhereItIsFull(string text, string printed)
    {
        Assert.Equal(printed, Printed.Lines(text, 12));
    }

    [Fact]
    public void ANoBreakSpaceThatThePageHasIsNoPlaceToBreak()
    {
        Assert.Equal("zehn zehn|5\\xFF6|^", Printed.Lines("zehn zehn 5\u00A06", 12, CodePage.Usa));
    }

    [Theory]
    [InlineData("a\tb", "a       b|^")]
    [InlineData("\tb", "        b|^")]
    [InlineData("1234567\tb", "1234567 b|^")]
    [InlineData("12345678\tb", "12345678|b|^")]
    [InlineData("123456789012\tb", "123456789012|b|^")]
    [InlineData("1234567890\t\tb", "1234567890|b|^")]
    public void ATabulatorGoesToTheNextEighthColumnOfTheLine(string text, string printed)
    {
        Assert.Equal(printed, Printed.Lines(text, 12));
    }

    [Theory]
    [InlineData("a\\xC3\\x28b", "a?(b|^")]
    [InlineData("a\\xE2\\x82b", "a?b|^")]
    [InlineData("a\\xF0\\x9F\\x98", "a?|^")]
    [InlineData("\\x80\\xBF", "??|^")]
    [InlineData("\\xC0\\xAF", "??|^")]
    [InlineData("\\xED\\xA0\\x80", "???|^")]
    [InlineData("\\xF4\\x90\\x80\\x80", "????|^")]
    [InlineData("\\xFF\\xFE", "??|^")]
    [InlineData("\\xE2\\x82\\xE2\\x82\\xAC", "?EUR|^")]
    [InlineData("\\xE2\\x82\\n", "?|^")]
    public void WhatIsNoUtf8PrintsOneReplacementForEachSequenceThatIsCutShort(string shown, string printed)
    {
        byte[] octets = Printed.Octets(Printed.Language("text", 12, CodePage.Ascii), Printed.Unshown(shown));
        Assert.Equal(printed, Printed.Shown(octets).Replace("\\r\\n\n", "|", StringComparison.Ordinal).Replace("\\f\n", "^", StringComparison.Ordinal).TrimEnd('\n'));
    }

    [Fact]
    public void NoTextCanProgramADevice()
    {
        // Every control, every octet from 128 to 255, each before and behind a letter, in each language: nothing below 32 reaches the device
        // but what the same number of lines of letters makes.
        StringBuilder controls = new();
        StringBuilder letters = new();
        for (int c = 0; c < 0xA0; c++)
        {
            if (c is >= 0x20 and < 0x7F or '\t' or '\n' or '\r' or '\f' or 0x85)
            {
                continue;
            }

            controls.Append('a').Append((char)c).Append("b\n");
            letters.Append("ab\n");
        }

        foreach (string name in Names)
        {
            byte[] plain = Printed.Octets(Printed.Language(name), Encoding.UTF8.GetBytes(letters.ToString()));
            Assert.Equal(Printed.Shown(plain), Printed.Shown(Printed.Octets(Printed.Language(name), Encoding.UTF8.GetBytes(controls.ToString()))));
        }
    }

    [Fact]
    public void AZplCommandInATextIsText()
    {
        string shown = Printed.Shown(Printed.Octets(Printed.Language("zpl"), "^XA~JA_^FS"u8.ToArray()));
        Assert.Contains("^FD_5EXA_7EJA_5F_5EFS^FS", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void ATextIsPrintedTheSameHoweverItArrives()
    {
        Run(random =>
        {
            string name = Names[random.Next(Names.Length)];
            int columns = random.Next(Limits.ColumnsFewest, random.Next(2) == 0 ? 16 : Limits.ColumnsMost + 1);
            int lines = name == "zpl" ? random.Next(1, 60) : random.Next(3) == 0 ? random.Next(1, 5) : 0;
            byte[] text = Draw(random);
            byte[] whole = Printed.Octets(Printed.Language(name, columns, lines: lines), text);
            Assert.Equal(whole, Printed.Octets(Printed.Language(name, columns, lines: lines), text, static _ => 1));
            Assert.Equal(whole, Printed.Octets(Printed.Language(name, columns, lines: lines), text, _ => random.Next(1, 40)));

            // A language is used for one document after another, and nothing of one is left for the next; nor of one that was given up.
            PrinterLanguage language = Printed.Language(name, columns, lines: lines);
            Printed.Octets(language, Draw(random));
            byte[] to = new byte[Limits.RenderOctets];
            language.BeginDocument("text/plain");
            language.Render(text, 0, text.Length, to, out _);
            Assert.Equal(whole, Printed.Octets(language, text));
        });
    }

    [Fact]
    public void NoLineIsLongerThanThePaperAndNoPageLongerThanItsLinesAndNoInkIsLost()
    {
        Run(random =>
        {
            int columns = random.Next(Limits.ColumnsFewest, 40);
            int lines = random.Next(2) == 0 ? random.Next(1, 6) : 0;
            byte[] text = Draw(random);
            string printed = Encoding.Latin1.GetString(Printed.Octets(Printed.Language("text", columns, CodePage.Ascii, lines), text));
            string[] pages = printed.Split('\f');
            Assert.Equal("", pages[^1]);
            foreach (string page in pages[..^1])
            {
                string[] rows = page.Split("\r\n");
                Assert.Equal("", rows[^1]);
                Assert.All(rows[..^1], row => Assert.InRange(row.Length, 0, columns));
                Assert.InRange(rows.Length - 1, 1, lines > 0 ? lines : int.MaxValue);
            }

            Assert.All(printed, c => Assert.True(c is (>= ' ' and < (char)0x7F) or '\r' or '\n' or '\f'));
            Assert.Equal(Ink(Reference(text)), Ink(printed));
        });
    }

    // What ASCII says for a text, by the platform's own decoder; Fallback has tests of its own.
    private static string Reference(byte[] text)
    {
        StringBuilder all = new();
        foreach (Rune rune in Encoding.UTF8.GetString(text).EnumerateRunes())
        {
            int c = rune.Value;
            bool isUnseen = c is (>= 0x7F and < 0xA0) or 0xAD or (>= 0x200B and < 0x2010) or (>= 0x202A and < 0x202F) or (>= 0x2060 and < 0x2070) or (>= 0xFE00 and < 0xFE10) or 0xFEFF or 0x2028 or 0x2029;
            bool isMark = c is >= 0x300 and < 0x370;
            bool isBlank = c is 0xA0 or (>= 0x2000 and < 0x200B) or 0x202F or 0x205F or 0x3000 or <= ' ';
            if (!isUnseen && !isMark && !isBlank)
            {
                char letter = c > 0xFFFF ? '\uFFFD' : (char)c;
                char plain = c < 0x80 ? letter : Fallback.Base(letter);
                all.Append(plain is > '\0' and < (char)0x80 ? plain.ToString() : Fallback.Text(letter));
            }
        }

        return all.ToString();
    }

    private static string Ink(string printed) => string.Concat(printed.Where(static c => c > ' '));

    private static byte[] Draw(Random random)
    {
        string[] bits = [" ", "  ", "\n", "\r", "\r\n", "\f", "\t", "word", "a", "Überraschung", "é", "e\u0301", "€", "…", "—", "😀", "漢", "\u00A0", "\u00AD", "\x1B@", "\0", "\x7F", "\u0085", "\u2028", "½", "^~_", "https://example.org/a/very/long/way/to/nowhere", "12345678", "\uFEFF"];
        List<byte> text = [];
        int count = random.Next(120);
        for (int i = 0; i < count; i++)
        {
            if (random.Next(12) == 0)
            {
                text.Add((byte)random.Next(256));
            }
            else
            {
                text.AddRange(Encoding.UTF8.GetBytes(bits[random.Next(bits.Length)]));
            }
        }

        return [.. text];
    }

    private static void Run(Action<Random> round)
    {
        const int Seed = 20261129;
        const int Rounds = 2000;
        FuzzRounds.Run(Seed, Rounds, round);
    }
}
