namespace PeerDevice.Wire.Usb;

/// <summary>What a device says of itself as a whole (USB 2.0 §9.6.1). It may say anything: what cannot be is refused, and nothing is read beyond what came.</summary>
public sealed class DeviceDescriptor
{
    /// <summary>Octets of the descriptor.</summary>
    public const int Octets = 18;

    /// <summary>As many as tell the size of a packet of the control pipe, and fit into the smallest.</summary>
    public const int FirstOctets = 8;

    /// <summary>The class of a hub (bDeviceClass, bInterfaceClass).</summary>
    public const int HubClass = 9;

    /// <summary>bDeviceClass; 0 where each interface says its own.</summary>
    public int DeviceClass { get; private set; }

    /// <summary>Octets of a packet of the control pipe: 8, 16, 32 or 64.</summary>
    public int PacketOctets { get; private set; }

    /// <summary>How many configurations there are.</summary>
    public int Configurations { get; private set; }

    /// <summary>Reads the first eight octets: class and size of a packet.</summary>
    /// <returns>False when they are none of a device descriptor.</returns>
    public bool ReadFirst(byte[] octets, int count)
    {
        // bLength 0, bDescriptorType 1, bcdUSB 2, bDeviceClass 4, bDeviceSubClass 5, bDeviceProtocol 6, bMaxPacketSize0 7.
        if (count > octets.Length || count < FirstOctets || octets[0] < Octets || octets[1] != UsbRequest.DeviceType)
        {
            return false;
        }

        DeviceClass = octets[4];
        PacketOctets = octets[7];
        return IsPacket(PacketOctets);
    }

    /// <summary>Reads all of it.</summary>
    /// <returns>False when it is none, or another one than its first octets were of.</returns>
    public bool Read(byte[] octets, int count)
    {
        // idVendor 8, idProduct 10, bcdDevice 12, iManufacturer 14, iProduct 15, iSerialNumber 16, bNumConfigurations 17.
        int packet = PacketOctets;
        if (count < Octets || !ReadFirst(octets, count) || PacketOctets != packet)
        {
            return false;
        }

        Configurations = octets[17];
        return Configurations > 0;
    }

    /// <summary>Whether packets of a pipe may have so many octets at full speed (USB 2.0 §5.5.3, §5.8.3).</summary>
    public static bool IsPacket(int octets)
    {
        return octets == 8 || octets == 16 || octets == 32 || octets == 64;
    }
}
