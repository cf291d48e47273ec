namespace PeerDevice.Wire.Usb;

/// <summary>
/// The requests of a host on the control pipe: eight octets each, bmRequestType, bRequest, wValue, wIndex, wLength, the last three with the low octet first (USB 2.0 §9.3).
/// </summary>
public static class UsbRequest
{
    /// <summary>Octets of a request.</summary>
    public const int Octets = 8;

    /// <summary>The descriptor of the device (USB 2.0 Table 9-5).</summary>
    public const int DeviceType = 1;

    /// <summary>The descriptor of a configuration, with those of its interfaces and endpoints behind it.</summary>
    public const int ConfigurationType = 2;

    // bmRequestType (Table 9-2): direction, whose request, to whom.
    private const int ToDevice = 0x00;
    private const int ToInterface = 0x01;
    private const int ToEndpoint = 0x02;
    private const int FromDevice = 0x80;
    private const int ClassFromInterface = 0xA1;
    private const int ClassToInterface = 0x21;

    // bRequest (Table 9-4).
    private const int ClearFeature = 1;
    private const int SetAddressRequest = 5;
    private const int GetDescriptorRequest = 6;
    private const int SetConfigurationRequest = 9;
    private const int SetInterfaceRequest = 11;

    // bRequest of a printer (Universal Serial Bus Device Class Definition for Printing Devices 1.1 §4.2).
    private const int GetDeviceIdRequest = 0;
    private const int GetPortStatusRequest = 1;
    private const int SoftResetRequest = 2;

    /// <summary>Asks for a descriptor (§9.4.3).</summary>
    /// <param name="to">Where the request goes; the same below.</param>
    /// <param name="at">From which octet on; the same below.</param>
    /// <param name="type"><see cref="DeviceType"/> or <see cref="ConfigurationType"/>.</param>
    /// <param name="index">Which of several, from 0.</param>
    /// <param name="length">How many octets of it at most.</param>
    public static void GetDescriptor(byte[] to, int at, int type, int index, int length)
    {
        Write(to, at, FromDevice, GetDescriptorRequest, (type << 8) | index, 0, length);
    }

    /// <summary>Gives the device its address (§9.4.6).</summary>
    public static void SetAddress(byte[] to, int at, int address)
    {
        Write(to, at, ToDevice, SetAddressRequest, address, 0, 0);
    }

    /// <summary>Chooses a configuration by its value (§9.4.7).</summary>
    public static void SetConfiguration(byte[] to, int at, int configuration)
    {
        Write(to, at, ToDevice, SetConfigurationRequest, configuration, 0, 0);
    }

    /// <summary>Chooses an alternate setting of an interface (§9.4.10).</summary>
    public static void SetInterface(byte[] to, int at, int number, int alternate)
    {
        Write(to, at, ToInterface, SetInterfaceRequest, alternate, number, 0);
    }

    /// <summary>Ends the halt of an endpoint, and begins its data toggle anew with DATA0 (§9.4.1, §9.4.5).</summary>
    /// <param name="to">Where the request goes.</param>
    /// <param name="at">From which octet on.</param>
    /// <param name="endpoint">The endpoint's address, with the bit of its direction.</param>
    public static void ClearHalt(byte[] to, int at, int endpoint)
    {
        Write(to, at, ToEndpoint, ClearFeature, 0, endpoint, 0);
    }

    /// <summary>Asks a printer for its IEEE 1284 device ID (Printing Devices §4.2.1).</summary>
    /// <param name="to">Where the request goes.</param>
    /// <param name="at">From which octet on.</param>
    /// <param name="configurationIndex">Which configuration, from 0: not its value.</param>
    /// <param name="number">The interface.</param>
    /// <param name="alternate">Its alternate setting.</param>
    /// <param name="length">How many octets at most.</param>
    public static void GetDeviceId(byte[] to, int at, int configurationIndex, int number, int alternate, int length)
    {
        Write(to, at, ClassFromInterface, GetDeviceIdRequest, configurationIndex, (number << 8) | alternate, length);
    }

    /// <summary>Asks a printer for the lines of its parallel port, which it may only pretend to have: one octet (§4.2.2).</summary>
    public static void GetPortStatus(byte[] to, int at, int number)
    {
        Write(to, at, ClassFromInterface, GetPortStatusRequest, 0, number, PortStatus.Octets);
    }

    /// <summary>Has a printer throw away what it was given and end all halts (§4.2.3).</summary>
    public static void SoftReset(byte[] to, int at, int number)
    {
        Write(to, at, ClassToInterface, SoftResetRequest, 0, number, 0);
    }

    private static void Write(byte[] to, int at, int requestType, int request, int value, int index, int length)
    {
        to[at] = (byte)requestType;
        to[at + 1] = (byte)request;
        to[at + 2] = (byte)value;
        to[at + 3] = (byte)(value >> 8);
        to[at + 4] = (byte)index;
        to[at + 5] = (byte)(index >> 8);
        to[at + 6] = (byte)length;
        to[at + 7] = (byte)(length >> 8);
    }
}
