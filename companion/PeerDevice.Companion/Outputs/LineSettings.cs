using System;
using System.Runtime.InteropServices;
using PeerDevice.Services.Settings;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// How a serial line of a Unix is set (termios(3)): octets as they are; rate, framing and flow control where they are asked for, otherwise as they were.
/// </summary>
internal sealed unsafe partial record LineSettings
{
    // struct termios is 60 octets long on Linux, 72 on macOS.
    private const int Room = 256;
    private const int Now = 0; // TCSANOW

    /// <summary>Bits a second; 0 to leave it.</summary>
    public int Baud { get; init; }

    /// <summary>7 or 8; 0 to leave it.</summary>
    public int DataBits { get; init; }

    /// <summary>One of <see cref="PeerSettings"/>' parities; negative to leave it.</summary>
    public int Parity { get; init; } = -1;

    /// <summary>1 or 2; 0 to leave it.</summary>
    public int StopBits { get; init; }

    /// <summary>One of <see cref="PeerSettings"/>' handshakes; negative to leave it.</summary>
    public int Handshake { get; init; } = -1;

    /// <summary>The rates that a Unix has a name for, and Linux' numbers for these names (asm-generic/termbits.h).</summary>
    private static ReadOnlySpan<int> Rates =>
    [
        300, 0x7, 600, 0x8, 1200, 0x9, 1800, 0xA, 2400, 0xB, 4800, 0xC, 9600, 0xD, 19200, 0xE, 38400, 0xF, 57600, 0x1001, 115200, 0x1002,
        230400, 0x1003, 460800, 0x1004, 500000, 0x1005, 576000, 0x1006, 921600, 0x1007,
    ];

    /// <summary>Whether a rate can be set.</summary>
    public static bool HasRate(int baud) => RateOf(baud) != 0;

    /// <summary>Sets a terminal.</summary>
    /// <returns>False when the system refuses.</returns>
    public bool Apply(DeviceFile line)
    {
        return line.With(device =>
        {
            byte* terminal = stackalloc byte[Room];
            new Span<byte>(terminal, Room).Clear();
            if (GetAttributes(device, terminal) != 0)
            {
                return -1;
            }

            // cfmakeraw(3) sets eight bits and no parity too, which are the line's own.
            Flags flags = OperatingSystem.IsMacOS() ? Flags.OfMac : Flags.OfLinux;
            ulong framing = flags.Control(terminal) & (flags.Bits8 | flags.Parity | flags.Odd);
            ulong stops = flags.Input(terminal) & flags.Stops;
            MakeRaw(terminal);
            flags.SetInput(terminal, stops, flags.Stops);
            flags.SetControl(terminal, framing, flags.Bits8 | flags.Parity | flags.Odd);
            flags.SetControl(terminal, flags.Local | flags.Receives, flags.Local | flags.Receives);
            Frame(terminal, flags);
            return (Baud == 0 || SetSpeed(terminal, (nuint)RateOf(Baud)) == 0) && SetAttributes(device, Now, terminal) == 0 ? 0 : -1;
        }) == 0;
    }

    private void Frame(byte* terminal, Flags flags)
    {
        if (DataBits != 0)
        {
            flags.SetControl(terminal, DataBits == 7 ? flags.Bits7 : flags.Bits8, flags.Bits8);
        }

        if (Parity >= 0)
        {
            ulong parity = Parity == PeerSettings.ParityNone ? 0 : Parity == PeerSettings.ParityOdd ? flags.Parity | flags.Odd : flags.Parity;
            flags.SetControl(terminal, parity, flags.Parity | flags.Odd);
        }

        if (StopBits != 0)
        {
            flags.SetControl(terminal, StopBits == 2 ? flags.TwoStops : 0, flags.TwoStops);
        }

        if (Handshake >= 0)
        {
            flags.SetInput(terminal, Handshake == PeerSettings.HandshakeXonXoff ? flags.Stops : 0, flags.Stops);
            flags.SetControl(terminal, Handshake == PeerSettings.HandshakeWires ? flags.Wires : 0, flags.Wires);
        }
    }

    private static int RateOf(int baud)
    {
        ReadOnlySpan<int> rates = Rates;
        for (int i = 0; i < rates.Length; i += 2)
        {
            if (rates[i] == baud)
            {
                return OperatingSystem.IsMacOS() ? baud : rates[i + 1];
            }
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAttributes(int descriptor, byte* terminal);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttributes(int descriptor, int when, byte* terminal);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void MakeRaw(byte* terminal);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSpeed(byte* terminal, nuint rate);

    /// <summary>Where the flags are in struct termios, and which they are: the same names, other numbers.</summary>
    private readonly record struct Flags(int Width, ulong Stops, ulong Bits7, ulong Bits8, ulong TwoStops, ulong Receives, ulong Parity, ulong Odd, ulong Local, ulong Wires)
    {
        /// <summary>c_iflag and c_cflag are unsigned int; IXON, CS7, CS8, CSTOPB, CREAD, PARENB, PARODD, CLOCAL, CRTSCTS.</summary>
        public static Flags OfLinux => new(4, 0x400, 0x20, 0x30, 0x40, 0x80, 0x100, 0x200, 0x800, 0x80000000);

        /// <summary>They are unsigned long; the same names, CRTSCTS being CCTS_OFLOW and CRTS_IFLOW.</summary>
        public static Flags OfMac => new(8, 0x200, 0x200, 0x300, 0x400, 0x800, 0x1000, 0x2000, 0x8000, 0x30000);

        public ulong Input(byte* terminal) => Get(terminal, 0);

        public ulong Control(byte* terminal) => Get(terminal, 2);

        public void SetInput(byte* terminal, ulong value, ulong mask) => Set(terminal, 0, value, mask);

        public void SetControl(byte* terminal, ulong value, ulong mask) => Set(terminal, 2, value, mask);

        // iflag, oflag, cflag, lflag are the first four.
        private ulong Get(byte* terminal, int which)
        {
            byte* at = terminal + (which * Width);
            return Width == 4 ? *(uint*)at : *(ulong*)at;
        }

        private void Set(byte* terminal, int which, ulong value, ulong mask)
        {
            byte* at = terminal + (which * Width);
            ulong flags = (Get(terminal, which) & ~mask) | value;
            if (Width == 4)
            {
                *(uint*)at = (uint)flags;
            }
            else
            {
                *(ulong*)at = flags;
            }
        }
    }
}
