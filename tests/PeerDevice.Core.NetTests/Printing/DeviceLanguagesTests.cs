using System;
using System.Text;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.Printing;

/// <summary>What <c>peer.cfg</c> says of an output device, and the language that is made of it.</summary>
public class DeviceLanguagesTests
{
    [Theory]
    [InlineData("raw", "application/octet-stream")]
    [InlineData("text", "application/octet-stream text/plain")]
    [InlineData("escpos-58", "application/octet-stream text/plain")]
    [InlineData("escpos-80", "application/octet-stream text/plain")]
    [InlineData("escp-9", "application/octet-stream text/plain")]
    [InlineData("escp-24", "application/octet-stream text/plain")]
    [InlineData("pcl-3", "application/vnd.hp-pcl text/plain application/octet-stream")]
    [InlineData("pcl-5", "application/vnd.hp-pcl text/plain application/octet-stream")]
    [InlineData("zpl", "application/vnd.zebra-zpl text/plain application/octet-stream")]
    public void EveryLanguageOfTheSettingsIsThereAndTakesItsFormats(string name, string formats)
    {
        PeerSettings settings = Read("printer-language = " + name.ToUpperInvariant());
        Assert.Empty(settings.Problems);
        PrinterLanguage language = DeviceLanguages.Make(settings, out string problem);
        Assert.Equal("", problem);
        Assert.Equal(name, language.Name);
        Assert.Equal(formats, string.Join(' ', language.Formats));
        Assert.True(language.Takes(""));
        Assert.False(language.Takes("image/jpeg"));
        Assert.NotEqual("", language.Model);
        Assert.Contains(name, DeviceLanguages.Names, StringComparison.Ordinal);

        // Only text is touched.
        Assert.False(language.BeginDocument("application/octet-stream"));
        Assert.False(language.BeginDocument(""));
        Assert.Equal(language.Takes("text/plain"), language.BeginDocument("text/plain"));
    }

    [Fact]
    public void ASettingThatMakesNoSenseIsNamedAndTheLanguagesOwnStands()
    {
        PeerSettings settings = Read("printer-language = postscript\nprinter-status = snmp\ncode-page = 1250\ncolumns = 7\nlines = 256\ncut = yes\nprinter-make = A;B\nprinter-model = \nprinter-make = M\u00FCller");
        Assert.Equal(9, settings.Problems.Length);
        Assert.Equal("line 1: printer-language must be raw, text, escpos-58, escpos-80, escp-9, escp-24, pcl-3, pcl-5 or zpl; raw stands", settings.Problems[0]);
        Assert.Equal("line 2: printer-status must be none, escpos, escp, pjl or zpl; the language's own stands", settings.Problems[1]);
        Assert.Equal("line 3: code-page must be 437, 850, 852, 858, 866, 1252 or ascii; the language's own stands", settings.Problems[2]);
        Assert.Equal("line 4: columns must be a number from 8 to 240; the language's own stands", settings.Problems[3]);
        Assert.Equal("line 6: cut must be none, partial or full; the language's own stands", settings.Problems[5]);
        Assert.Equal("raw", DeviceLanguages.Make(settings, out _).Name);
        Assert.Equal("", settings.PrinterMake);
        Assert.Equal(PeerSettings.OfLanguage, settings.Columns);
    }

    [Fact]
    public void ACodePageThatALanguageDoesNotKnowIsNotPrintedIn()
    {
        PeerSettings settings = Read("printer-language = zpl\ncode-page = 866");
        Assert.Empty(settings.Problems);
        PrinterLanguage language = DeviceLanguages.Make(settings, out string problem);
        Assert.Equal("zpl has no code page 866: text is printed in 850", problem);
        Assert.Contains("^FD_81^FS", Printed.Shown(Printed.Octets(language, "ü"u8.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void ALineOfSevenBitsCarriesAscii()
    {
        PeerSettings settings = Read("printer-language = text\ncode-page = 850\ndata-bits = 7");
        Assert.Equal("u\r\n\f"u8.ToArray(), Printed.Octets(DeviceLanguages.Make(settings, out _), "ü"u8.ToArray()));
    }

    [Theory]
    [InlineData("none", "\\x1Bd\\x04\n")]
    [InlineData("partial", "\\x1DVB\\x00\n")]
    [InlineData("full", "\\x1DVA\\x00\n")]
    public void PaperIsCutAsTheSettingsSay(string cut, string printed)
    {
        string shown = Printed.Shown(Printed.Octets(DeviceLanguages.Make(Read("printer-language = escpos-80\ncut = " + cut), out _), "a"u8.ToArray()));
        Assert.EndsWith("a\\r\\n\n" + printed, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesOfAPageEndInAFormFeed()
    {
        byte[] printed = Printed.Octets(DeviceLanguages.Make(Read("printer-language = text\nlines = 2\ncolumns = 20"), out _), "a\nb\nc\n"u8.ToArray());
        Assert.Equal("a\\r\\n\nb\\r\\n\n\\f\nc\\r\\n\n\\f\n\n", Printed.Shown(printed));
    }

    [Theory]
    [InlineData("raw", "", 0)]
    [InlineData("raw", "escpos", 12)]
    [InlineData("escpos-80", "", 12)]
    [InlineData("escpos-80", "none", 0)]
    [InlineData("escp-24", "", 0)]
    [InlineData("zpl", "", 3)]
    public void HowADeviceIsAskedGoesByItsLanguageUnlessTheSettingsSayOtherwise(string language, string status, int octets)
    {
        PeerSettings settings = Read("printer-language = " + language + (status.Length > 0 ? "\nprinter-status = " + status : ""));
        Assert.Equal(octets, DeviceLanguages.Make(settings, out _).Enquire(new byte[Limits.RenderOctets]));
    }

    private static PeerSettings Read(string text)
    {
        PeerSettings settings = new();
        byte[] octets = Encoding.UTF8.GetBytes(text);
        SettingsReader.Read(octets, 0, octets.Length, settings);
        return settings;
    }
}
