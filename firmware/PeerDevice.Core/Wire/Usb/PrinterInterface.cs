namespace PeerDevice.Wire.Usb;

/// <summary>
/// Finds the interface by which a device prints among the descriptors of one configuration (USB 2.0 §9.6.3 to §9.6.6; Printing Devices 1.1 §4): class 7, subclass 1, and of its alternates the one that speaks
/// both ways before the one that only listens. Descriptors may be anything: each must be whole within what came, and what is unknown is passed over by its length.
/// </summary>
public sealed class PrinterInterface
{
    /// <summary>There is an interface to print by.</summary>
    public const int Found = 0;

    /// <summary>There is none.</summary>
    public const int None = 1;

    /// <summary>There is one, but it takes nothing but the packets of IEEE 1284.4.</summary>
    public const int OnlyPackets = 2;

    /// <summary>There is one, but it takes nothing but IPP over USB.</summary>
    public const int OnlyIpp = 3;

    /// <summary>It is a hub.</summary>
    public const int Hub = 4;

    /// <summary>The descriptors contradict themselves.</summary>
    public const int Malformed = 5;

    /// <summary>Octets of the configuration's own descriptor, which tells how many there are in all.</summary>
    public const int HeadOctets = 9;

    private const int InterfaceOctets = 9;
    private const int EndpointOctets = 7;
    private const int InterfaceType = 4;
    private const int EndpointType = 5;
    private const int PrinterClass = 7;
    private const int PrinterSubclass = 1;
    private const int Unidirectional = 1;
    private const int Bidirectional = 2;
    private const int Packets = 3;
    private const int Ipp = 4;
    private const int InBit = 0x80;
    private const int NumberBits = 0x0F;
    private const int TransferBits = 0x03;
    private const int Bulk = 2;

    private int _refused;
    private int _protocol;
    private int _number;
    private int _alternate;
    private int _out;
    private int _outOctets;
    private int _in;
    private int _inOctets;

    /// <summary>bConfigurationValue of the configuration.</summary>
    public int Configuration { get; private set; }

    /// <summary>bInterfaceNumber.</summary>
    public int Number { get; private set; }

    /// <summary>bAlternateSetting.</summary>
    public int Alternate { get; private set; }

    /// <summary>Whether it speaks both ways.</summary>
    public bool IsTwoWay => InEndpoint != 0;

    /// <summary>The number of the endpoint that takes what is printed, 1 to 15.</summary>
    public int OutEndpoint { get; private set; }

    /// <summary>Octets of its packets.</summary>
    public int OutOctets { get; private set; }

    /// <summary>The number of the endpoint that speaks; 0 for none.</summary>
    public int InEndpoint { get; private set; }

    /// <summary>Octets of its packets.</summary>
    public int InOctets { get; private set; }

    /// <summary>wTotalLength: the octets of a configuration with all its descriptors.</summary>
    /// <returns>Negative when this is no configuration.</returns>
    public static int TotalOctets(byte[] octets, int count)
    {
        // bLength 0, bDescriptorType 1, wTotalLength 2, bNumInterfaces 4, bConfigurationValue 5, iConfiguration 6, bmAttributes 7, bMaxPower 8.
        if (count > octets.Length || count < HeadOctets || octets[0] < HeadOctets || octets[1] != UsbRequest.ConfigurationType)
        {
            return -1;
        }

        int total = octets[2] | (octets[3] << 8);
        return total < octets[0] ? -1 : total;
    }

    /// <summary>Looks through the descriptors of a configuration; those behind the octets that came are not there.</summary>
    /// <returns><see cref="Found"/>, or why not.</returns>
    public int Find(byte[] octets, int count)
    {
        OutEndpoint = 0;
        InEndpoint = 0;
        _refused = None;
        _protocol = 0;
        int total = TotalOctets(octets, count);
        if (total < 0)
        {
            return Malformed;
        }

        Configuration = octets[5];
        int end = total < count ? total : count;
        int at = octets[0];
        while (at < end)
        {
            int length = octets[at];
            if (length < 2 || at + length > end)
            {
                // A whole one may have been cut off by the bound on what is asked for; but what lies about its length may lie about more.
                _refused = end == total || length < 2 ? Malformed : _refused;
                break;
            }

            if (octets[at + 1] == InterfaceType && length >= InterfaceOctets)
            {
                Take();
                Begin(octets, at);
            }
            else if (octets[at + 1] == EndpointType && length >= EndpointOctets)
            {
                Endpoint(octets, at);
            }

            at += length;
        }

        Take();
        return OutEndpoint != 0 ? Found : _refused;
    }

    // bInterfaceNumber 2, bAlternateSetting 3, bNumEndpoints 4, bInterfaceClass 5, bInterfaceSubClass 6, bInterfaceProtocol 7, iInterface 8.
    private void Begin(byte[] octets, int at)
    {
        bool isPrinter = octets[at + 5] == PrinterClass && octets[at + 6] == PrinterSubclass;
        _protocol = isPrinter ? octets[at + 7] : 0;
        _number = octets[at + 2];
        _alternate = octets[at + 3];
        _out = 0;
        _in = 0;
        if (octets[at + 5] == DeviceDescriptor.HubClass)
        {
            _refused = Hub;
        }
        else if (_protocol == Packets || _protocol == Ipp)
        {
            _refused = _protocol == Packets ? OnlyPackets : OnlyIpp;
        }
    }

    // bEndpointAddress 2, bmAttributes 3, wMaxPacketSize 4, bInterval 6. Of several the first counts.
    private void Endpoint(byte[] octets, int at)
    {
        int number = octets[at + 2] & NumberBits;
        int size = octets[at + 4] | (octets[at + 5] << 8);
        if ((octets[at + 3] & TransferBits) != Bulk || number == 0 || !DeviceDescriptor.IsPacket(size))
        {
            return;
        }

        if ((octets[at + 2] & InBit) == 0)
        {
            _outOctets = _out == 0 ? size : _outOctets;
            _out = _out == 0 ? number : _out;
        }
        else
        {
            _inOctets = _in == 0 ? size : _inOctets;
            _in = _in == 0 ? number : _in;
        }
    }

    /// <summary>Takes the interface that ends here, where it is a printer's and none is better.</summary>
    private void Take()
    {
        bool isPrinter = _protocol == Unidirectional || _protocol == Bidirectional;
        bool speaks = _protocol == Bidirectional && _in != 0;
        if (!isPrinter || _out == 0 || (OutEndpoint != 0 && (InEndpoint != 0 || !speaks)))
        {
            return;
        }

        Number = _number;
        Alternate = _alternate;
        OutEndpoint = _out;
        OutOctets = _outOctets;
        InEndpoint = speaks ? _in : 0;
        InOctets = speaks ? _inOctets : 0;
    }
}
