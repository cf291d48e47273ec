using System;
using System.Text;
using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.Settings;

/// <summary>A person edits peer.cfg: what it says is done, what makes no sense is named and does no harm.</summary>
public sealed class SettingsReaderTests
{
    private const string Whole = "# The printer room\n"
        + "name = Printer #2 in the hall   # a comment\n"
        + "http-port = 8080\n"
        + "raw-port=9101\n"
        + "Printer = Serial\n"
        + "\tbaud = 19200\n"
        + "data-bits = 7\n"
        + "parity = even\n"
        + "stop-bits = 2\n"
        + "handshake = xon-xoff\n"
        + "language = de-CH\n"
        + "address = 192.168.1.5/24  gateway 192.168.1.1 dns 9.9.9.9\n"
        + "ntp = time.example.org\n"
        + "writable = no\n"
        + "durable = off\n"
        + "card-size = 32 GB\n"
        + "printer-location = In the hall, left\n"
        + "raw-cut = abort\n"
        + "pull = any\n"
        + "mirror = http://192.168.1.5/files/my%20photos/ photos/of others\n"
        + "mirror = http://[fe80::1]:8631/files/x/  y/\n"
        + "mirror = http://192.168.1.5/files/x/ 5%20 #1\u00E4//z\n"
        + "mirror = B\u00FCro 2:/my%20photos/ of others\n"
        + "snmp = no\n";

    [Fact]
    public void EverySettingIsTaken()
    {
        PeerSettings settings = Read(Whole);
        Assert.Empty(settings.Problems);
        Assert.Equal("Printer #2 in the hall", settings.Name);
        Assert.Equal(8080, settings.HttpPort);
        Assert.Equal(9101, settings.RawPort);
        Assert.Equal(PeerSettings.PrinterSerial, settings.Printer);
        Assert.Equal(19200, settings.BaudRate);
        Assert.Equal(7, settings.DataBits);
        Assert.Equal(PeerSettings.ParityEven, settings.Parity);
        Assert.Equal(2, settings.StopBits);
        Assert.Equal(PeerSettings.HandshakeXonXoff, settings.Handshake);
        Assert.Equal("de-ch", settings.Language);
        Assert.Equal("192.168.1.5", settings.Address);
        Assert.Equal("255.255.255.0", settings.SubnetMask);
        Assert.Equal("192.168.1.1", settings.Gateway);
        Assert.Equal("9.9.9.9", settings.NameServer);
        Assert.Equal("time.example.org", settings.Ntp);
        Assert.False(settings.Writable);
        Assert.False(settings.Durable);
        Assert.Equal("In the hall, left", settings.PrinterLocation);
        Assert.False(settings.PrintsWhatCame);
        Assert.Equal(PeerSettings.PullsFromAnywhere, settings.Pull);
        Assert.Equal(PeerSettings.PullsFromOffice, Read("pull = office").Pull);
        Assert.Equal(PeerSettings.PullsNothing, Read("pull = no").Pull);
        Assert.Equal(8, settings.Mirrors.Length);
        Assert.Equal("http://192.168.1.5/files/my%20photos/", settings.Mirrors[0]);
        Assert.Equal("photos/of others", settings.Mirrors[1]);
        Assert.Equal("http://[fe80::1]:8631/files/x/", settings.Mirrors[2]);
        Assert.Equal("y", settings.Mirrors[3]);
        Assert.Equal("5%20 #1\u00E4/z", settings.Mirrors[5]);
        Assert.Equal("B\u00FCro 2:/my%20photos/", settings.Mirrors[6]);
        Assert.Equal("of others", settings.Mirrors[7]);
        Assert.Equal(32_000_000_000, settings.CardSize);
        Assert.Equal(PeerSettings.NoPort, settings.SnmpPort);
        Assert.Equal(Limits.SnmpPort, Read("snmp = yes").SnmpPort);
        Assert.True(Read("discovery = yes").Discovery);
        Assert.False(Read("discovery = no").Discovery);
    }

    [Fact]
    public void ACardFollowsAsManyFoldersAsItHasRoomForAndNoMore()
    {
        string text = "";
        for (int i = 0; i <= Limits.Mirrors; i++)
        {
            text += "mirror = http://192.168.1.5/files/x/ m" + i.ToString() + "\n";
        }

        Assert.Equal(Limits.Mirrors * 2, Read(text).Mirrors.Length);
    }

    [Theory]
    [InlineData("29 GiB", 29L << 30)]
    [InlineData("29GiB", 29L << 30)]
    [InlineData("512 mb", 512_000_000)]
    [InlineData("1 MB", Limits.CardSmallest)]
    [InlineData("2048   MiB", 2L << 30)]
    [InlineData("2048 GiB", Limits.CardLargest)]
    public void ACardsSizeIsTakenAsItIsPrintedOrAsASystemTellsIt(string value, long size)
    {
        PeerSettings settings = Read("card-size = " + value + "\n");
        Assert.Empty(settings.Problems);
        Assert.Equal(size, settings.CardSize);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void LineEndsOfOtherSystemsAreLineEnds(string end)
    {
        PeerSettings settings = Read("\uFEFFname = A" + end + end + "oops" + end + "baud = 1200" + end);
        Assert.Equal("A", settings.Name);
        Assert.Equal(1200, settings.BaudRate);
        Assert.Equal("line 3: it must read \"key = value\"", Assert.Single(settings.Problems));
    }

    [Theory]
    [InlineData("oops")]
    [InlineData("= 5")]
    [InlineData("colour = blue")]
    [InlineData("name =")]
    [InlineData("name = 0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("http-port = 0")]
    [InlineData("http-port = 65536")]
    [InlineData("http-port = 80x")]
    [InlineData("http-port = 99999999999999999999")]
    [InlineData("http-port = -1")]
    [InlineData("raw-port = off")]
    [InlineData("printer = laser")]
    [InlineData("usb-firmware = /sihp1020.dl")]
    [InlineData("usb-firmware = ../sihp1020.dl")]
    [InlineData("usb-firmware = .peer/index")]
    [InlineData("usb-firmware = a/../b")]
    [InlineData("usb-firmware = a//b")]
    [InlineData("usb-firmware = folder/")]
    [InlineData("usb-firmware = D:\\sihp1020.dl")]
    [InlineData("usb-firmware = 0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("baud = fast")]
    [InlineData("baud = 299")]
    [InlineData("data-bits = 9")]
    [InlineData("parity = mark")]
    [InlineData("stop-bits = 1.5")]
    [InlineData("handshake = dtr")]
    [InlineData("language = german, please")]
    [InlineData("language = d")]
    [InlineData("language = de-")]
    [InlineData("address = 192.168.1.5")]
    [InlineData("address = 192.168.1.5/33")]
    [InlineData("address = 192.168.1.256/24")]
    [InlineData("address = 192.168.01.5/24")]
    [InlineData("address = 192.168.1.0/24")]
    [InlineData("address = 192.168.1.255/24")]
    [InlineData("address = 127.0.0.1/8")]
    [InlineData("address = 224.0.0.1/24")]
    [InlineData("address = 192.168.1.5/24 gateway")]
    [InlineData("address = 192.168.1.5/24 gateway 10.0.0.1")]
    [InlineData("address = 192.168.1.5/24 router 192.168.1.1")]
    [InlineData("address = 192.168.1.5/24 gateway 192.168.1.1 gateway 192.168.1.2")]
    [InlineData("ntp = http://time/")]
    [InlineData("ntp =")]
    [InlineData("writable = perhaps")]
    [InlineData("durable =")]
    [InlineData("pull = yes")]
    [InlineData("mirror = http://192.168.1.5/files/photos/")]
    [InlineData("mirror = http://192.168.1.5/files/photos photos")]
    [InlineData("mirror = hub:/photos photos")]
    [InlineData("mirror = hub:/photos/")]
    [InlineData("mirror = hub: photos")]
    [InlineData("mirror = hub photos")]
    [InlineData("mirror = :/photos/ photos")]
    [InlineData("mirror = hub://photos/ photos")]
    [InlineData("mirror = hub:/photos/ ../photos")]
    [InlineData("mirror = ftp://192.168.1.5/files/photos/ photos")]
    [InlineData("mirror = photos http://192.168.1.5/files/photos/")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ ../photos")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ a/../../photos")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ .")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ .peer/t")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ PEER~1")]
    [InlineData("mirror = http://192.168.1.5/files/photos/ card/.peer")]
    [InlineData("card-size = 32")]
    [InlineData("card-size = GB")]
    [InlineData("card-size = 0 GB")]
    [InlineData("card-size = 29.7 GB")]
    [InlineData("card-size = 3000 GB")]
    [InlineData("card-size = 2049 GiB")]
    [InlineData("card-size = 99999999999999999999 MB")]
    [InlineData("card-size = 32 GB or so")]
    [InlineData("card-size = -1 GB")]
    [InlineData("raw-cut = yes")]
    [InlineData("snmp = 161")]
    [InlineData("discovery = 5353")]
    [InlineData("printer-location = 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("name = A\0B")]
    [InlineData("name = A\u001bB")]
    [InlineData("baud = 9600 #slow")]
    public void ANonsenseLineIsNamedAndTheDefaultStands(string line)
    {
        PeerSettings settings = Read("# first\n" + line + "\nlanguage = fr\n");
        string expected = line.StartsWith("language", StringComparison.Ordinal) ? "line 2: language" : "line 2: ";
        Assert.StartsWith(expected, settings.Problems[0]);
        Assert.Single(settings.Problems);
        Assert.Equal("fr", settings.Language);
        settings.Language = new PeerSettings().Language;
        settings.Problems = new string[0];
        AssertDefaults(settings);
    }

    [Fact]
    public void ASettingGivenTwiceIsNamedAndTheFirstStands()
    {
        PeerSettings settings = Read("baud = 1200\nbaud = 2400\n");
        Assert.Equal(1200, settings.BaudRate);
        Assert.Equal("line 2: baud is given a second time; the first stands", Assert.Single(settings.Problems));
    }

    [Fact]
    public void NoneTurnsThingsOff()
    {
        PeerSettings settings = Read("raw-port = none\nprinter = none\nntp = none\naddress = dhcp\nhandshake = rts-cts\n");
        Assert.Empty(settings.Problems);
        Assert.Equal(PeerSettings.NoPort, settings.RawPort);
        Assert.Equal(PeerSettings.PrinterNone, settings.Printer);
        Assert.Equal("", settings.Ntp);
        Assert.Equal("", settings.Address);
        Assert.Equal(PeerSettings.HandshakeWires, settings.Handshake);
    }

    [Fact]
    public void APrinterOnUsbMayBeSentAFile()
    {
        PeerSettings settings = Read("printer = USB\nusb-firmware = firmware/sihp1020.dl\n");
        Assert.Empty(settings.Problems);
        Assert.Equal(PeerSettings.PrinterUsb, settings.Printer);
        Assert.Equal("firmware/sihp1020.dl", settings.UsbFirmware);
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xE0, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    public void WhatIsNotUtf8IsNoName(byte[] octets)
    {
        byte[] text = new byte[7 + octets.Length];
        Encoding.ASCII.GetBytes("name = ").CopyTo(text, 0);
        octets.CopyTo(text, 7);
        PeerSettings settings = new PeerSettings();
        SettingsReader.Read(text, 0, text.Length, settings);
        Assert.Equal("line 1: this is not UTF-8 text", Assert.Single(settings.Problems));
        Assert.Equal(new PeerSettings().Name, settings.Name);
    }

    [Fact]
    public void ANameMayBeInAnyScript()
    {
        Assert.Equal("Drucker Büro 打印机 😀", Read("name = Drucker Büro 打印机 😀").Name);
    }

    [Fact]
    public void WhatIsBeyondTheBoundIsNotReadAndSaidSo()
    {
        PeerSettings settings = Read(new string('#', Limits.SettingsOctets) + "\nbaud = 1200\n");
        Assert.Equal(9600, settings.BaudRate);
        Assert.Contains("longer than", Assert.Single(settings.Problems));
    }

    [Fact]
    public void ProblemsAreBounded()
    {
        Assert.Equal(Limits.SettingsProblems, Read(new string('\n', 10) + "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n").Problems.Length);
    }

    [Fact]
    public void EveryPrefixIsRead()
    {
        byte[] text = Encoding.UTF8.GetBytes(Whole);
        for (int length = 0; length <= text.Length; length++)
        {
            PeerSettings settings = new PeerSettings();
            SettingsReader.Read(text, 0, length, settings);
            Assert.InRange(settings.Problems.Length, 0, 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyBytesAreReadWithoutAFault(int seed)
    {
        Random random = new Random(seed);
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        for (int round = 0; round < 5000; round++)
        {
            byte[] text = (byte[])whole.Clone();
            for (int change = random.Next(20); change >= 0; change--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            int start = random.Next(text.Length);
            PeerSettings settings = new PeerSettings();
            SettingsReader.Read(text, start, random.Next(start, text.Length + 1), settings);
            Assert.InRange(settings.BaudRate, Limits.BaudLowest, Limits.BaudHighest);
            Assert.InRange(settings.HttpPort, 1, 65535);
            Assert.InRange(Encoding.UTF8.GetByteCount(settings.Name), 1, Limits.PeerNameOctets);
            Assert.InRange(settings.Problems.Length, 0, Limits.SettingsProblems);
        }
    }

    [Fact]
    public void ButtonLightAndDisplayAreTaken()
    {
        PeerSettings settings = Read("");
        Assert.Equal(PeerSettings.OfBoard, settings.Button);
        Assert.Equal(PeerSettings.LightLed, settings.Light);
        Assert.Equal(PeerSettings.DisplayNone, settings.Display);
        settings = Read("button = Yes\nlight = ws2812\ndisplay = 128X64");
        Assert.Empty(settings.Problems);
        Assert.Equal(PeerSettings.ButtonThere, settings.Button);
        Assert.Equal(PeerSettings.LightStrip, settings.Light);
        Assert.Equal(PeerSettings.Display128x64, settings.Display);
        Assert.Equal(PeerSettings.ButtonNone, Read("button = no").Button);
        Assert.Equal(PeerSettings.ButtonHigh, Read("button = high").Button);
        Assert.Equal(PeerSettings.ButtonLow, Read("button = low").Button);
        Assert.Equal(PeerSettings.LightNone, Read("light = none").Light);
        Assert.Equal(PeerSettings.LightLed, Read("light = led").Light);
        Assert.Equal(PeerSettings.Display128x32, Read("display = 128x32").Display);
        Assert.Equal(PeerSettings.DisplaySh1106, Read("display = sh1106").Display);
        Assert.Equal(PeerSettings.DisplayNone, Read("display = none").Display);
        settings = Read("button = perhaps\nlight = candle\ndisplay = 4k");
        Assert.Equal(3, settings.Problems.Length);
        Assert.Equal("line 1: button must be yes, no, high or low; it is left to the board", settings.Problems[0]);
        Assert.Equal("line 2: light must be led, ws2812 or none; led stands", settings.Problems[1]);
        Assert.Equal("line 3: display must be 128x64, 128x32, sh1106 or none; it is left as it was", settings.Problems[2]);
    }

    private static PeerSettings Read(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        PeerSettings settings = new PeerSettings();
        SettingsReader.Read(octets, 0, octets.Length, settings);
        return settings;
    }

    private static void AssertDefaults(PeerSettings settings)
    {
        Assert.Equivalent(new PeerSettings(), settings, true);
    }
}
