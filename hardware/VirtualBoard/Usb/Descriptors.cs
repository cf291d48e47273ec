using System;
using System.Collections.Generic;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>Makes descriptors as USB 2.0 §9.6 has them; who wants wrong ones changes them afterwards.</summary>
internal static class Descriptors
{
    internal static byte[] Device(byte deviceClass, int controlPacket, int vendor = 0x1209, int product = 0x0001)
    {
        // §9.6.1, Table 9-8.
        return new byte[]
        {
            18, 1, 0x10, 0x01, deviceClass, 0, 0, (byte)controlPacket, (byte)vendor, (byte)(vendor >> 8), (byte)product, (byte)(product >> 8),
            0, 1, 1, 2, 0, 1,
        };
    }

    /// <summary>The configuration of a printer: its interfaces with their alternates, in the order given.</summary>
    internal static byte[] Printer(params PrinterPort[] ports)
    {
        List<byte> all = new List<byte> { 9, 2, 0, 0, 0, 1, 0, 0xC0, 1 };
        HashSet<byte> numbers = new HashSet<byte>();
        foreach (PrinterPort port in ports)
        {
            numbers.Add(port.Number);

            // §9.6.5, Table 9-12; Printing Class 1.1, Table 4.
            all.AddRange(new byte[] { 9, 4, port.Number, port.Alternate, (byte)(port.InEndpoint == 0 ? 1 : 2), port.Class, 1, port.Protocol, 0 });
            AddEndpoint(all, port.OutEndpoint, 2, port.Packet);
            if (port.InEndpoint != 0)
            {
                AddEndpoint(all, port.InEndpoint, 2, port.Packet);
            }
        }

        return Finish(all, numbers.Count);
    }

    /// <summary>The configuration of a hub. USB 2.0 §11.23.1.</summary>
    internal static byte[] Hub()
    {
        List<byte> all = new List<byte> { 9, 2, 0, 0, 0, 1, 0, 0xE0, 50, 9, 4, 0, 0, 1, 9, 0, 0, 0 };
        AddEndpoint(all, 0x81, 3, 1);
        return Finish(all, 1);
    }

    /// <summary>The configuration of a mouse. HID 1.11, appendix E.10.</summary>
    internal static byte[] Mouse()
    {
        List<byte> all = new List<byte> { 9, 2, 0, 0, 0, 1, 0, 0xA0, 50, 9, 4, 0, 0, 1, 3, 1, 2, 0, 9, 0x21, 0x11, 0x01, 0, 1, 0x22, 50, 0 };
        AddEndpoint(all, 0x81, 3, 8);
        return Finish(all, 1);
    }

    private static void AddEndpoint(List<byte> all, byte address, byte kind, int packet)
    {
        // §9.6.6, Table 9-13.
        all.AddRange(new byte[] { 7, 5, address, kind, (byte)packet, (byte)(packet >> 8), (byte)(kind == 3 ? 10 : 0) });
    }

    private static byte[] Finish(List<byte> all, int interfaces)
    {
        // §9.6.3, Table 9-10: wTotalLength and bNumInterfaces.
        all[2] = (byte)all.Count;
        all[3] = (byte)(all.Count >> 8);
        all[4] = (byte)interfaces;
        return all.ToArray();
    }
}
