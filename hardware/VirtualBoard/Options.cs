using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard;

/// <summary>What the command line says.</summary>
internal sealed class Options
{
    internal const string Usage = "usage: VirtualBoard --sd DIR [--name NAME] [--bind ADDR] [--http PORT] [--raw PORT|none] [--lpd PORT|none] [--ipp PORT|none] [--snmp PORT|none] [--discovery yes|no] [--guest yes|no]"
        + " [--printer file:PATH|tty:PATH|tcp:HOST:PORT|none | --usb-printer DIR] [--sockets N] [--sessions N] [--heap OCTETS] [--board NAME] [--flash DIR]";

    /// <summary>What a PC lets anybody open; a board has 80.</summary>
    internal const int DefaultHttpPort = 8080;

    /// <summary>A port that the command line says nothing of.</summary>
    internal const int Unsaid = -2;

    private const int FewestSockets = 4;
    private const int MostSockets = 1024;

    /// <summary>Sessions without which print data is never let in.</summary>
    private const int SessionsForData = 2;

    internal string Card { get; private set; } = "";

    /// <summary>What the runtime calls itself; empty for the usual one.</summary>
    internal string Board { get; private set; } = "";

    /// <summary>The folder that is internal flash; empty for a board without.</summary>
    internal string Flash { get; private set; } = "";

    internal string? Name { get; private set; }

    internal IPAddress Bind { get; private set; } = IPAddress.Loopback;

    internal int HttpPort { get; private set; } = Unsaid;

    internal int RawPort { get; private set; } = Unsaid;

    /// <summary>The port of LPD; negative for none: the one that a board has, 515, is not for anybody on a PC.</summary>
    internal int LpdPort { get; private set; } = Unsaid;

    /// <summary>The port of IPP beside HTTP's; negative for none: the one that a board has, 631, is not for anybody on a PC.</summary>
    internal int IppPort { get; private set; } = Unsaid;

    /// <summary>The UDP port of the SNMP agent; negative for none: the one that a board has, 161, is not for anybody on a PC.</summary>
    internal int SnmpPort { get; private set; } = Unsaid;

    /// <summary>Whether it is told of by multicast DNS: what a board does, but nothing that a test on a PC should do by itself. Null where nobody said.</summary>
    internal bool? Discovery { get; private set; }

    /// <summary>Whether its names give way to those of the computer that it runs on, which may have a responder of its own; a board's machine is the board's alone.</summary>
    internal bool IsGuest { get; private set; } = true;

    internal string Printer { get; private set; } = "none";

    /// <summary>The folder that a USB printer puts its documents into; empty for none.</summary>
    internal string UsbTray { get; private set; } = "";

    internal bool HasPrinter => Printer != "none" || UsbTray.Length > 0;

    internal int Sockets { get; private set; } = 16;

    internal int Sessions { get; private set; }

    /// <summary>What heap the board has free; 0 for what one with PSRAM has.</summary>
    internal int Heap { get; private set; }

    /// <summary>Reads the command line.</summary>
    /// <returns>Null, or what is wrong with it in one sentence.</returns>
    internal static string? Read(string[] words, out Options options)
    {
        options = new Options();
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=') : -1;
            string key = equals < 0 ? word : word.Substring(0, equals);
            if (equals < 0 && ++i == words.Length)
            {
                return IsKey(key) ? key + " needs a value." : "There is no option " + key + "; " + Usage + ".";
            }

            string? problem = options.Set(key, equals < 0 ? words[i] : word.Substring(equals + 1));
            if (problem is not null)
            {
                return problem;
            }
        }

        return options.Check();
    }

    /// <summary>Takes what the card asks for in so many words and the command line says nothing of, as far as it fits into the sockets.</summary>
    internal void TakeUp(PeerSettings settings)
    {
        RawPort = RawPort == Unsaid && settings.RawPort == PeerSettings.NoPort ? PeerSettings.NoPort : RawPort;
        if (Discovery is null && settings.Says("discovery") && settings.Discovery)
        {
            Discovery = true;
            Discovery = Check() is null ? true : null;
        }

        IppPort = TakeUp(IppPort, settings.Says("ipp"), settings.IppPort, port => IppPort = port);
        SnmpPort = TakeUp(SnmpPort, settings.Says("snmp"), settings.SnmpPort, port => SnmpPort = port);
        LpdPort = TakeUp(LpdPort, settings.Says("lpd"), settings.LpdPort, port => LpdPort = port);
    }

    private int TakeUp(int given, bool isSaid, int said, Action<int> set)
    {
        if (given != Unsaid || !isSaid || said == PeerSettings.NoPort)
        {
            return given;
        }

        set(said);
        return Check() is null ? said : Unsaid;
    }

    /// <summary>Makes what is at the other end of the serial cable, or behind the USB printer; null for nothing.</summary>
    internal Box? MakeBox()
    {
        if (UsbTray.Length > 0)
        {
            return new FolderBox(UsbTray);
        }

        string path = Printer.Substring(Printer.IndexOf(':') + 1);
        if (Printer.StartsWith("file:", StringComparison.Ordinal))
        {
            return path.EndsWith('/') || System.IO.Directory.Exists(path) ? new FolderBox(path) : new FileBox(path);
        }

        if (Printer.StartsWith("tty:", StringComparison.Ordinal))
        {
            return new TtyBox(path);
        }

        int colon = path.LastIndexOf(':');
        return Printer == "none" ? null : new TcpBox(path.Substring(0, colon), int.Parse(path.Substring(colon + 1)));
    }

    private static bool IsKey(string key)
    {
        return key is "--sd" or "--name" or "--bind" or "--http" or "--raw" or "--lpd" or "--ipp" or "--snmp" or "--discovery" or "--guest" or "--printer" or "--usb-printer" or "--sockets" or "--sessions" or "--heap" or "--board" or "--flash";
    }

    private static bool ReadNumber(string value, int lowest, int highest, out int number)
    {
        return int.TryParse(value, out number) && number >= lowest && number <= highest;
    }

    private static string? ReadPort(string key, string value, Action<int> take)
    {
        bool isPort = ReadNumber(value, 0, 65535, out int number);
        take(isPort ? number : PeerSettings.NoPort);
        return isPort || value == "none" ? null : key + " must be a port from 0 to 65535 or none, not " + value + ".";
    }

    private static bool IsPrinter(string value)
    {
        if (value == "none" || (value.StartsWith("file:", StringComparison.Ordinal) && value.Length > 5)
            || (value.StartsWith("tty:", StringComparison.Ordinal) && value.Length > 4))
        {
            return true;
        }

        int colon = value.LastIndexOf(':');
        return value.StartsWith("tcp:", StringComparison.Ordinal) && colon > 4 && ReadNumber(value.Substring(colon + 1), 1, 65535, out _);
    }

    private string? Set(string key, string value)
    {
        int number;
        switch (key)
        {
            case "--sd":
                Card = value;
                return value.Length > 0 ? null : "--sd must name the folder that is the card.";
            case "--board":
                Board = value;
                return value.Length > 0 ? null : "--board must name what the runtime calls itself, such as ESP32_OLIMEX.";
            case "--flash":
                Flash = value;
                return value.Length > 0 ? null : "--flash must name the folder that is internal flash.";
            case "--name":
                Name = value;
                return value.Length > 0 && Encoding.UTF8.GetByteCount(value) <= Limits.PeerNameOctets
                    ? null : "--name must have 1 to " + Limits.PeerNameOctets + " octets.";
            case "--bind":
                bool isAddress = IPAddress.TryParse(value, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork
                    && address.ToString() == value;
                Bind = isAddress ? address! : Bind;
                return isAddress ? null : "--bind must be an IPv4 address of this computer, not " + value + ".";
            case "--http":
                bool isHttp = ReadNumber(value, 0, 65535, out number);
                HttpPort = number;
                return isHttp ? null : "--http must be a port from 0 to 65535, not " + value + ".";
            case "--raw":
                return ReadPort(key, value, port => RawPort = port);
            case "--lpd":
                return ReadPort(key, value, port => LpdPort = port);
            case "--ipp":
                return ReadPort(key, value, port => IppPort = port);
            case "--snmp":
                return ReadPort(key, value, port => SnmpPort = port);
            case "--guest":
                IsGuest = value == "yes";
                return value is "yes" or "no" ? null : "--guest must be yes or no, not " + value + ".";
            case "--discovery":
                Discovery = value == "yes";
                return value is "yes" or "no" ? null : "--discovery must be yes or no, not " + value + ".";
            case "--printer":
                Printer = value;
                return IsPrinter(value) ? null : "--printer must be file:PATH, tty:PATH, tcp:HOST:PORT or none, not " + value + ".";
            case "--usb-printer":
                UsbTray = value;
                return value.Length > 0 ? null : "--usb-printer must name the folder for its documents.";
            case "--sockets":
                bool isSockets = ReadNumber(value, FewestSockets, MostSockets, out number);
                Sockets = number;
                return isSockets ? null : "--sockets must be a number from " + FewestSockets + " to " + MostSockets + ", not " + value + ".";
            case "--sessions":
                bool isSessions = ReadNumber(value, 1, MostSockets, out number);
                Sessions = number;
                return isSessions ? null : "--sessions must be a number from 1 to " + MostSockets + ", not " + value + ".";
            case "--heap":
                bool isHeap = ReadNumber(value, 1, int.MaxValue, out number);
                Heap = number;
                return isHeap ? null : "--heap must be the octets of heap that are free, not " + value + ".";
            default:
                return "There is no option " + key + "; " + Usage + ".";
        }
    }

    private string? Check()
    {
        if (Card.Length == 0)
        {
            return "--sd must name the folder that is the card; " + Usage + ".";
        }

        if (Printer != "none" && UsbTray.Length > 0)
        {
            return "--printer and --usb-printer are two printers, and a board has one.";
        }

        int open = ProfileOf().OpenPorts;
        int sessions = Sessions > 0 ? Sessions : 1;
        if (sessions + open + 1 > Sockets)
        {
            return "--sessions " + sessions + " does not fit into --sockets " + Sockets + ": the open ports and the spare one need " + (open + 1) + ".";
        }

        // The gate keeps the last session for control, so with one such a port would be open and never served.
        return HasPrinter && (RawPort >= 0 || LpdPort >= 0) && SessionsBeside(open) < SessionsForData
            ? "--raw and --lpd need two sessions, since the last one is never given to print data: take more --sockets, or print by IPP." : null;
    }

    /// <summary>How many sessions there are beside so many open ports, unless a profile has fewer.</summary>
    private int SessionsBeside(int open)
    {
        return Sessions > 0 ? Sessions : Sockets > FewestSockets ? Sockets - open - 1 : 1;
    }

    /// <summary>The profile's row of the socket table: what is served beside HTTP, and the sockets of all open ports.</summary>
    internal (bool ServesRaw, bool ServesLpd, bool ServesIpp, bool ServesSnmp, int OpenPorts) ProfileOf()
    {
        bool servesSnmp = HasPrinter && SnmpPort >= 0;
        bool servesLpd = HasPrinter && LpdPort >= 0;
        bool servesIpp = HasPrinter && IppPort >= 0;

        // LPD has a listener, and a connection that is heard beside the sessions.
        int open = 1 + (Discovery == true ? 1 : 0) + (servesLpd ? 2 : 0) + (servesIpp ? 1 : 0) + (servesSnmp ? 1 : 0);
        bool servesRaw = HasPrinter && RawPort != PeerSettings.NoPort && (RawPort >= 0 || SessionsBeside(open + 1) >= SessionsForData);
        return (servesRaw, servesLpd, servesIpp, servesSnmp, open + (servesRaw ? 1 : 0));
    }
}
