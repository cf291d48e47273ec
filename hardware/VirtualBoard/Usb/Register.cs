namespace PeerDevice.VirtualBoard.Usb;

/// <summary>The MAX3421E's registers in host mode and their bits. MAX3421E Programming Guide (AN3785, December 2006) p. 3 and 4, Tables 1 and 2.</summary>
internal static class Register
{
    internal const int ReceiveFifo = 1;
    internal const int SendFifo = 2;
    internal const int SetupFifo = 4;
    internal const int ReceiveCount = 6;
    internal const int SendCount = 7;
    internal const int UsbIrq = 13;
    internal const int UsbIen = 14;
    internal const int UsbCtl = 15;
    internal const int CpuCtl = 16;
    internal const int PinCtl = 17;
    internal const int Revision = 18;
    internal const int IoPins1 = 20;
    internal const int IoPins2 = 21;
    internal const int GpinIrq = 22;
    internal const int GpinIen = 23;
    internal const int GpinPol = 24;
    internal const int Hirq = 25;
    internal const int Hien = 26;
    internal const int Mode = 27;
    internal const int PerAddr = 28;
    internal const int Hctl = 29;
    internal const int Hxfr = 30;
    internal const int Hrsl = 31;

    /// <summary>R0 to R4 are FIFOs: as long as the select line is active the address stays (PG p. 8, and p. 28, "The SPI Command Byte").</summary>
    internal const int LastFifo = 4;

    /// <summary>From R21 on the address counts up within an access, and stays at R31 (PG p. 9).</summary>
    internal const int FirstCounted = 21;

    /// <summary>Of IOPINS1 and IOPINS2, what goes out.</summary>
    internal const byte Outputs = 0x0F;

    internal const byte OscOkIrq = 0x01;
    internal const byte PowerDown = 0x10;
    internal const byte ChipReset = 0x20;
    internal const byte InterruptEnable = 0x01;
    internal const byte PositiveInterrupt = 0x04;
    internal const byte InterruptLevel = 0x08;
    internal const byte FullDuplexSpi = 0x10;

    internal const byte BusEventIrq = 0x01;
    internal const byte ReceiveIrq = 0x04;
    internal const byte SendIrq = 0x08;
    internal const byte SuspendIrq = 0x10;
    internal const byte ConnectIrq = 0x20;
    internal const byte FrameIrq = 0x40;
    internal const byte TransferIrq = 0x80;

    internal const byte HostMode = 0x01;
    internal const byte LowSpeed = 0x02;
    internal const byte SofEnable = 0x08;
    internal const byte PullDowns = 0xC0;

    internal const byte BusReset = 0x01;
    internal const byte SampleBus = 0x04;
    internal const byte SignalResume = 0x08;
    internal const byte ReceiveToggle0 = 0x10;
    internal const byte ReceiveToggle1 = 0x20;
    internal const byte SendToggle0 = 0x40;
    internal const byte SendToggle1 = 0x80;
}

/// <summary>HRSLT[3:0]. Programming Guide p. 36, Table 6.</summary>
internal static class HostResult
{
    internal const byte Success = 0x0;
    internal const byte Busy = 0x1;
    internal const byte BadRequest = 0x2;
    internal const byte Nak = 0x4;
    internal const byte Stall = 0x5;
    internal const byte ToggleError = 0x6;
    internal const byte WrongPid = 0x7;
    internal const byte BadByteCount = 0x8;
    internal const byte PidError = 0x9;
    internal const byte PacketError = 0xA;
    internal const byte CrcError = 0xB;
    internal const byte KState = 0xC;
    internal const byte JState = 0xD;
    internal const byte Timeout = 0xE;
    internal const byte Babble = 0xF;
}
