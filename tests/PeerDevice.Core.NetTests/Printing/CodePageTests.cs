using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Tests.Printing;

/// <summary>The tables of characters against those of the platform, and what stands in for what they lack against Unicode's own data.</summary>
public class CodePageTests
{
    private static readonly Dictionary<char, string> Decompositions = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "text", "decompositions.txt"))
        .Where(static line => line[0] != '#')
        .Select(static line => string.Concat(line.Split(' ').Select(static one => (char)int.Parse(one, NumberStyles.HexNumber, CultureInfo.InvariantCulture))))
        .ToDictionary(static line => line[0], static line => line[1..]);

    public static TheoryData<int> Pages => [CodePage.Usa, CodePage.Western, CodePage.Central, CodePage.WesternEuro, CodePage.Cyrillic, CodePage.Windows];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryOctetPrintsWhatThePlatformSaysAndIsFoundByIt(int number)
    {
        Encoding platform = CodePagesEncodingProvider.Instance.GetEncoding(number)!;
        CodePage page = CodePage.Of(number)!;
        for (int octet = 128; octet < 256; octet++)
        {
            char expected = platform.GetString([(byte)octet])[0];

            // Windows' page leaves five octets unused, for which the platform gives the control characters.
            bool isUnused = expected < 0xA0;
            Assert.Equal(isUnused ? '\uFFFD' : expected, page.CharacterOf((byte)octet));
            Assert.Equal(isUnused ? -1 : octet, page.Find(expected));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void NothingIsFoundThatThePlatformDoesNotHave(int number)
    {
        Encoding platform = CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        CodePage page = CodePage.Of(number)!;
        HashSet<char> there = [.. Enumerable.Range(128, 128).Where(octet => number != CodePage.Windows || octet is not (0x81 or 0x8D or 0x8F or 0x90 or 0x9D)).Select(octet => platform.GetString([(byte)octet])[0])];
        for (int c = 0x80; c <= 0xFFFF; c++)
        {
            Assert.Equal(there.Contains((char)c), page.Find((char)c) >= 0);
        }
    }

    [Fact]
    public void AsciiHasNothingBeyond()
    {
        CodePage page = CodePage.Of(CodePage.Ascii)!;
        Assert.Equal(-1, page.Find('ä'));
        Assert.Equal('A', page.CharacterOf((byte)'A'));
        Assert.Equal('\uFFFD', page.CharacterOf(0xE4));
        Assert.Null(CodePage.Of(1250));
    }

    [Fact]
    public void EveryAccentedLetterOfEuropeAndVietnamLosesItsAccentOnly()
    {
        int letters = 0;
        foreach ((char letter, string parts) in Decompositions)
        {
            if (parts[0] < 0x80)
            {
                letters++;
                Assert.Equal(parts[..1] + "|^", Printed.Lines(letter.ToString(), 40));
            }
        }

        Assert.True(letters > 190);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ALetterIsPrintedTheSameWithItsAccentBehindIt(int number)
    {
        // Names from macOS come this way.
        int letters = 0;
        foreach (int octet in Enumerable.Range(128, 128))
        {
            char letter = CodePage.Of(number)!.CharacterOf((byte)octet);

            // Ї is made of a letter that page 866 does not have.
            if (Decompositions.TryGetValue(letter, out string? parts) && parts[0] != 'І' && parts[0] != 'і')
            {
                letters++;
                Assert.Equal(Printed.Lines("x" + letter + "y", 40, number), Printed.Lines("x" + parts + "y", 40, number));
                Assert.Contains(string.Create(null, $"x\\x{octet:X2}y"), Printed.Lines("x" + parts + "y", 40, number), StringComparison.Ordinal);
            }
        }

        Assert.True(letters > 2);
    }

    [Theory]
    [InlineData("„Grüße“ – ‚ja‘…", "\"Grusse\" - 'ja'...")]
    [InlineData("12,50 € £3 ¥4", "12,50 EUR GBP3 JPY4")]
    [InlineData("Straße STRAẞE Œuvre Ærø Łódź", "Strasse STRASSE OEuvre AEro Lodz")]
    [InlineData("1½ m² ±5 ≤ 6 × 7 → 8", "1 1/2 m2 +/-5 <= 6 x 7 -> 8")]
    [InlineData("┌─┐│║█└═┘", "+-+||#+-+")]
    [InlineData("ﬁn ﬂug • ☐ ☑ №5 5℃", "fin flug * [ ] [x] No.5 5?")]
    [InlineData("Nguyễn Việt", "Nguyen Viet")]
    [InlineData("漢字 😀 Ж", "?? ? ?")]
    [InlineData("co\u00ADop\u200B a\u2009b\u00A0c\uFEFF", "coop a b c")]
    [InlineData("x\u0301\u0302 e\u0301", "x e")]
    public void WhatAPageLacksIsSaidOtherwise(string text, string printed)
    {
        Assert.Equal(printed + "|^", Printed.Lines(text, 80));
    }

    [Fact]
    public void APageThatHasACharacterPrintsIt()
    {
        Assert.Equal("\\x84\\x94\\x81\\xE1 EUR|^", Printed.Lines("äöüß €", 40, CodePage.Usa));
        Assert.Equal("\\x84\\x94\\x81\\xE1 \\xD5|^", Printed.Lines("äöüß €", 40, CodePage.WesternEuro));
        Assert.Equal("\\xE4\\xF6\\xFC\\xDF \\x80 \\x84x\\x93|^", Printed.Lines("äöüß € „x“", 40, CodePage.Windows));
        Assert.Equal("\\x8F\\xE0\\xA8\\xA2\\xA5\\xE2|^", Printed.Lines("Привет", 40, CodePage.Cyrillic));
        Assert.Equal("\\xF4\\xA6\\xA0i|^", Printed.Lines("Їжаі", 40, CodePage.Cyrillic));
        Assert.Equal("\\x91e\\x9F|^", Printed.Lines("Ĺeč", 40, CodePage.Central));
    }
}
