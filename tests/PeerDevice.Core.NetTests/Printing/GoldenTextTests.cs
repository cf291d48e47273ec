using System;
using System.IO;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Tests.Printing;

/// <summary>What each language makes of a text, against what was read and found right by a person: <c>Vectors/text</c>.</summary>
public class GoldenTextTests
{
    [Theory]
    [InlineData("letter", "text", CodePage.Usa)]
    [InlineData("letter", "escpos-58", CodePage.WesternEuro)]
    [InlineData("letter", "escpos-80", CodePage.WesternEuro)]
    [InlineData("letter", "escp-9", CodePage.Usa)]
    [InlineData("letter", "escp-24", CodePage.Western)]
    [InlineData("letter", "pcl-3", CodePage.Western)]
    [InlineData("letter", "pcl-5", CodePage.Windows)]
    [InlineData("letter", "zpl", CodePage.Western)]
    [InlineData("russian", "escpos-80", CodePage.Cyrillic)]
    [InlineData("russian", "pcl-5", CodePage.Cyrillic)]
    public void ATextIsPrintedAsItWasFoundRight(string text, string language, int page)
    {
        string name = $"{text}.{language}.{page}.txt";
        byte[] octets = Printed.Octets(Printed.Language(language, page: page), File.ReadAllBytes(Vector(text + ".txt")));
        if (Environment.GetEnvironmentVariable("PEER_WRITE_TEXT") == "1")
        {
            File.WriteAllText(Path.Combine(Repository(), "tests", "Vectors", "text", "printed", name), Printed.Shown(octets));
            return;
        }

        string expected = File.ReadAllText(Vector(Path.Combine("printed", name)));
        Assert.Equal(expected, Printed.Shown(octets));
        Assert.Equal(Printed.Unshown(expected), octets);
    }

    private static string Vector(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", "text", name);

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PeerDevice.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        }

        return folder;
    }
}
