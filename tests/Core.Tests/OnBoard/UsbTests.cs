using PeerDevice.Wire.Ieee1284;
using PeerDevice.Wire.Usb;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class UsbTests
{
    // Reconstructed after the tables of USB 2.0 §9.6 and of Printing Devices 1.1 §5: no device's capture.
    private const string Device = "12010002000000400904341201000102030101"; // one octet more than there is
    private const string Head = "0902";
    private const string Rest = "01010080FA";
    private const string OneWay = "090400000107010100" + "07050102400000";
    private const string BothWays = "090400010207010200" + "07050102400000" + "07058202400000";
    private const string Packets = "090400020207010300" + "07050302400000" + "07058402400000";
    private const string OverIpp = "090401000207010400" + "07050502400000" + "07058602400000";
    private const string Scanner = "0904020003FFFFFF00" + "07050702400000" + "07058702400000" + "07058803010000";
    private const string Hub = "090400000109000000" + "0705810301000C";

    [TestMethod]
    public void RequestsAreTheOctetsOfTheBook()
    {
        byte[] to = new byte[UsbRequest.Octets + 2];
        UsbRequest.GetDescriptor(to, 1, UsbRequest.DeviceType, 0, 18);
        Check.Same("8006000100001200", Hex(to, 1), "the device's descriptor");
        UsbRequest.GetDescriptor(to, 1, UsbRequest.ConfigurationType, 1, 0x1234);
        Check.Same("8006010200003412", Hex(to, 1), "the second configuration's");
        UsbRequest.SetAddress(to, 1, 5);
        Check.Same("0005050000000000", Hex(to, 1), "address");
        UsbRequest.SetConfiguration(to, 1, 1);
        Check.Same("0009010000000000", Hex(to, 1), "configuration");
        UsbRequest.SetInterface(to, 1, 3, 1);
        Check.Same("010B010003000000", Hex(to, 1), "alternate");
        UsbRequest.ClearHalt(to, 1, 0x82);
        Check.Same("0201000082000000", Hex(to, 1), "halt");
        UsbRequest.GetDeviceId(to, 1, 0, 3, 1, 1025);
        Check.Same("A100000001030104", Hex(to, 1), "device ID");
        UsbRequest.GetPortStatus(to, 1, 3);
        Check.Same("A101000003000100", Hex(to, 1), "port status");
        UsbRequest.SoftReset(to, 1, 3);
        Check.Same("2102000003000000", Hex(to, 1), "reset");
        Check.Same(0, to[0] + to[to.Length - 1], "and nothing around them");
    }

    [TestMethod]
    public void ADeviceThatCannotBeIsNone()
    {
        byte[] octets = Octets(Device);
        DeviceDescriptor device = new DeviceDescriptor();
        Check.Holds(device.ReadFirst(octets, 8), "the first eight");
        Check.Same(64, device.PacketOctets, "a packet");
        Check.Holds(device.Read(octets, 18), "all");
        Check.Same(1, device.Configurations, "configurations");
        for (int count = 0; count < 18; count++)
        {
            Check.Holds(!device.Read(octets, count), "a part of it");
            Check.Holds(device.ReadFirst(octets, count) == count >= 8, "its beginning");
        }

        Check.Holds(!device.Read(octets, octets.Length + 1), "more than there is");
        octets[7] = 8;
        Check.Holds(!device.Read(octets, 18), "another size than before");
        octets[7] = 0;
        Check.Holds(!device.ReadFirst(octets, 8), "packets of nothing");
        octets[7] = 65;
        Check.Holds(!device.ReadFirst(octets, 8), "packets that do not exist");
        octets[7] = 64;
        octets[1] = 2;
        Check.Holds(!device.ReadFirst(octets, 8), "a configuration");
        octets[1] = 1;
        octets[0] = 17;
        Check.Holds(!device.ReadFirst(octets, 8), "one that is too short");
        octets[0] = 18;
        octets[17] = 0;
        Check.Holds(device.ReadFirst(octets, 8) && !device.Read(octets, 18), "no configuration");
    }

    [TestMethod]
    public void AmongAlternatesTheOneThatSpeaksBothWaysIsChosen()
    {
        string[] orders = { OneWay + BothWays + Packets, Packets + BothWays + OneWay, BothWays + OneWay, Scanner + Packets + OneWay + BothWays, OverIpp + BothWays };
        for (int i = 0; i < orders.Length; i++)
        {
            PrinterInterface printer = new PrinterInterface();
            Check.Same(PrinterInterface.Found, Find(printer, orders[i]), "both ways " + i.ToString());
            Check.Same(1, printer.Alternate, "the alternate");
            Check.Same(0, printer.Number, "the interface");
            Check.Same(1, printer.Configuration, "the configuration");
            Check.Same(1, printer.OutEndpoint, "out");
            Check.Same(64, printer.OutOctets, "its packets");
            Check.Same(2, printer.InEndpoint, "in");
            Check.Same(64, printer.InOctets, "its packets");
            Check.Holds(printer.IsTwoWay, "both ways");
        }

        PrinterInterface plain = new PrinterInterface();
        Check.Same(PrinterInterface.Found, Find(plain, Packets + OneWay), "one way");
        Check.Same(0, plain.Alternate, "the alternate that only listens");
        Check.Holds(!plain.IsTwoWay, "one way");

        // Says that it speaks, and has nothing to speak by.
        Check.Same(PrinterInterface.Found, Find(plain, "090400030107010200" + "07050102200000"), "mute");
        Check.Holds(!plain.IsTwoWay && plain.OutOctets == 32, "mute");
    }

    [TestMethod]
    public void WhatCannotBePrintedWithIsSaidByItsKind()
    {
        PrinterInterface printer = new PrinterInterface();
        Check.Same(PrinterInterface.OnlyPackets, Find(printer, Packets), "IEEE 1284.4");
        Check.Same(PrinterInterface.OnlyIpp, Find(printer, OverIpp), "IPP");
        Check.Same(PrinterInterface.Hub, Find(printer, Hub), "a hub");
        Check.Same(PrinterInterface.None, Find(printer, Scanner), "a scanner");
        Check.Same(PrinterInterface.None, Find(printer, ""), "nothing");

        // A pipe of interrupts, one to endpoint 0, one of a size that does not exist, one that only speaks.
        string[] pipes = { "07050103400000", "07050002400000", "07050102000200", "07050102000000", "07058102400000" };
        for (int i = 0; i < pipes.Length; i++)
        {
            Check.Same(PrinterInterface.None, Find(printer, "090400000107010100" + pipes[i]), "pipe " + i.ToString());
        }
    }

    [TestMethod]
    public void DescriptorsMayLieAboutTheirLengths()
    {
        byte[] octets = Configuration(Scanner + OneWay + BothWays + Packets);
        PrinterInterface printer = new PrinterInterface();
        for (int count = 0; count <= octets.Length; count++)
        {
            int found = printer.Find(octets, count);
            Check.Holds(count >= 9 || found == PrinterInterface.Malformed, "less than its head");
            Check.Holds(found == PrinterInterface.Found == count >= 9 + 30 + 16, "a printer when its pipe has come");
            Check.Holds(!printer.IsTwoWay || count >= 9 + 30 + 16 + 23, "both ways when both have come");
        }

        Check.Same(PrinterInterface.Malformed, printer.Find(octets, octets.Length + 1), "more than there is");
        Check.Same(octets.Length, PrinterInterface.TotalOctets(octets, octets.Length), "its octets in all");
        Check.Same(PrinterInterface.Malformed, Find(printer, "0004"), "one of no length");
        Check.Same(PrinterInterface.Malformed, Find(printer, "01"), "one of its own length only");
        Check.Same(PrinterInterface.Malformed, Find(printer, "FF0400000107010100"), "one that is longer than all");

        // Each octet wrong, by what could matter: an answer each time, and no pipe that cannot be.
        byte[] values = { 0, 1, 2, 4, 5, 7, 9, 0x10, 0x7F, 0x80, 0x8F, 0xFF };
        for (int at = 0; at < octets.Length; at++)
        {
            byte was = octets[at];
            for (int i = 0; i < values.Length; i++)
            {
                octets[at] = values[i];
                int found = printer.Find(octets, octets.Length);
                Check.Holds(found >= PrinterInterface.Found && found <= PrinterInterface.Malformed, "an answer");
                Check.Holds(found != PrinterInterface.Found || (printer.OutEndpoint > 0 && printer.OutEndpoint < 16 && DeviceDescriptor.IsPacket(printer.OutOctets)), "a pipe");
                Check.Holds(!printer.IsTwoWay || (printer.InEndpoint < 16 && DeviceDescriptor.IsPacket(printer.InOctets)), "a pipe back");
            }

            octets[at] = was;
        }
    }

    [TestMethod]
    public void APrinterSaysWhetherItHasItsFirmware()
    {
        Check.Same("20050309", DeviceId.FirmwareVersion("MFG:Hewlett-Packard;MDL:HP LaserJet 1020;FWVER:20050309;"), "it has");
        Check.Same("", DeviceId.FirmwareVersion("MFG:Hewlett-Packard;MDL:HP LaserJet 1020;"), "it has not");
    }

    private static int Find(PrinterInterface printer, string interfaces)
    {
        byte[] octets = Configuration(interfaces);
        return printer.Find(octets, octets.Length);
    }

    private static byte[] Configuration(string interfaces)
    {
        byte[] octets = Octets(Head + "0000" + Rest + interfaces);
        octets[2] = (byte)octets.Length;
        octets[3] = (byte)(octets.Length >> 8);
        return octets;
    }

    private static byte[] Octets(string hex)
    {
        byte[] octets = new byte[hex.Length / 2];
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = (byte)((Digit(hex[i * 2]) << 4) | Digit(hex[(i * 2) + 1]));
        }

        return octets;
    }

    private static int Digit(char c)
    {
        return c <= '9' ? c - '0' : c - 'A' + 10;
    }

    private static string Hex(byte[] octets, int at)
    {
        string hex = "";
        for (int i = 0; i < UsbRequest.Octets; i++)
        {
            hex += octets[at + i].ToString("X2");
        }

        return hex;
    }
}
