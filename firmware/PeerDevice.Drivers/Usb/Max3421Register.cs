namespace PeerDevice.Drivers.Usb;

/// <summary>Registers of the MAX3421E as a host, and their bits (MAX3421E Programming Guide, AN3785, Table 1; the page is named where it matters).</summary>
internal static class Max3421Register
{
    internal const int RcvFifo = 1;
    internal const int SndFifo = 2;
    internal const int SudFifo = 4;
    internal const int RcvBc = 6;
    internal const int SndBc = 7;
    internal const int UsbIrq = 13;
    internal const int UsbCtl = 15;
    internal const int PinCtl = 17;
    internal const int Revision = 18;
    internal const int Hirq = 25;
    internal const int Mode = 27;
    internal const int PerAddr = 28;
    internal const int Hctl = 29;
    internal const int Hxfr = 30;
    internal const int Hrsl = 31;

    /// <summary>USBIRQ: oscillator and PLL are stable (p. 44).</summary>
    internal const int OscillatorOk = 0x01;

    /// <summary>USBCTL: resets the chip (p. 21).</summary>
    internal const int ChipReset = 0x20;

    /// <summary>PINCTL: MOSI and MISO are two wires, and what the command octet takes on the way is HIRQ (p. 9, 27).</summary>
    internal const int FullDuplex = 0x10;

    // HIRQ; the chip gives it beside every command octet. A bit is cleared by writing a one to it.
    internal const int TransferDone = 0x80;
    internal const int Frame = 0x40;
    internal const int ConnectChange = 0x20;
    internal const int ReceivedData = 0x04;
    internal const int BusEvent = 0x01;

    // MODE.
    internal const int PullDowns = 0xC0;
    internal const int FrameMarkers = 0x08;
    internal const int Host = 0x01;

    // HCTL. Writing a zero to a toggle's bits leaves it (p. 59).
    internal const int SendData1 = 0x80;
    internal const int SendData0 = 0x40;
    internal const int ReceiveData1 = 0x20;
    internal const int ReceiveData0 = 0x10;
    internal const int SampleBus = 0x04;
    internal const int BusReset = 0x01;

    // HXFR (Table 7); an endpoint's number goes into the low bits of the last two.
    internal const int Setup = 0x10;
    internal const int StatusIn = 0x80;
    internal const int StatusOut = 0xA0;
    internal const int In = 0x00;
    internal const int Out = 0x20;

    // HRSL: the lines as they were sampled (Table 8), and what became of a transfer (Table 6).
    internal const int Lines = 0xC0;
    internal const int LinesJ = 0x80;
    internal const int LinesK = 0x40;
    internal const int LinesNone = 0x00;
    internal const int Results = 0x0F;
    internal const int Success = 0x00;
    internal const int Busy = 0x01;
    internal const int Nak = 0x04;
    internal const int Stall = 0x05;
    internal const int ToggleError = 0x06;

    /// <summary>The command octet for reading a register (p. 8).</summary>
    internal static byte ToRead(int register)
    {
        return (byte)(register << 3);
    }

    /// <summary>The command octet for writing one.</summary>
    internal static byte ToWrite(int register)
    {
        return (byte)((register << 3) | 0x02);
    }
}
