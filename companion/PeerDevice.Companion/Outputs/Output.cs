using System;
using System.Globalization;
using System.IO;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Companion.Outputs;

/// <summary>An output device as <c>--printer</c> names it: <c>[NAME=]WHERE[,OPTION=VALUE]…</c>.</summary>
public sealed class Output
{
    /// <summary>The forms of WHERE, for help and for errors.</summary>
    public const string Forms = "cups:QUEUE, winspool:NAME, dev:PATH, tty:PATH, tcp:HOST:PORT, file:PATH or none";

    /// <summary>The options, for help and for errors.</summary>
    public const string Options = "language, status, code-page, columns, lines, cut, make and model; of a tty baud, data-bits, parity, stop-bits and handshake";

    private Output(string name, IOutputDevice device, PrinterLanguage language, PeerSettings settings)
    {
        Name = name;
        Device = device;
        Language = language;
        Settings = settings;
    }

    /// <summary>The printer's name; empty where none was given.</summary>
    public string Name { get; }

    /// <summary>The device.</summary>
    public IOutputDevice Device { get; }

    /// <summary>What it speaks.</summary>
    public PrinterLanguage Language { get; }

    /// <summary>What the options say of the device, as <c>peer.cfg</c> would.</summary>
    public PeerSettings Settings { get; }

    /// <summary>Makes the output device that a text names.</summary>
    /// <param name="text">
    /// <c>cups:QUEUE</c>: a queue of this PC's print scheduler; <c>winspool:NAME</c>: a printer of Windows; <c>dev:PATH</c>: a USB or parallel printer behind the system's driver;
    /// <c>tty:PATH</c>: a serial line; <c>tcp:HOST:PORT</c>: a printer's raw port; <c>file:PATH</c>: a folder (one that is there, or a path that ends with '/') gets a file per
    /// document, another path is appended to as if it were a device; <c>none</c> or empty: no device.
    /// </param>
    /// <param name="output">The device; null for none.</param>
    /// <returns>Null when understood, otherwise a sentence that says what to do.</returns>
    public static string? Read(string text, out Output? output)
    {
        output = null;
        if (text is "" or "none")
        {
            return null;
        }

        string where = text;
        string name = "";
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && text.AsSpan(0, equals).IndexOfAny(':', ',', '/') < 0)
        {
            name = text[..equals];
            where = text[(equals + 1)..];
            if (Encoding.UTF8.GetByteCount(name) > Limits.PeerNameOctets || Names.Shown(name) != name)
            {
                return $"'{Names.Shown(name)}' is no name for a printer: give one of at most {Limits.PeerNameOctets} octets, without '/', ',' and ':'.";
            }
        }

        PeerSettings settings = new();
        LineSettings line = new();
        if (ReadOptions(ref where, settings, ref line) is { } wrong)
        {
            return wrong;
        }

        PrinterLanguage language = DeviceLanguages.Make(settings, out string unable);
        if (unable.Length > 0)
        {
            return unable + ": choose another code page.";
        }

        if (ReadWhere(where, line, out IOutputDevice? device) is { } problem)
        {
            return problem;
        }

        output = new Output(name, device!, language, settings);
        return null;
    }

    private static string? ReadWhere(string where, LineSettings line, out IOutputDevice? device)
    {
        device = null;
        int colon = where.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? "" : where[..colon];
        string rest = where[(colon + 1)..];
        if (kind is not "tty" && line != new LineSettings())
        {
            return "baud, data-bits, parity, stop-bits and handshake are for a serial line, tty:PATH.";
        }

        switch (kind)
        {
            case "file" when rest.Length > 0:
                bool isFolder = rest[^1] is '/' || rest[^1] == Path.DirectorySeparatorChar || Directory.Exists(rest);
                device = isFolder ? new FolderOutput(rest) : new FileOutput(rest);
                return isFolder ? Make(rest) : null;
            case "tty" when rest.Length > 0 && OperatingSystem.IsWindows():
                device = new FileOutput(rest, mustExist: true);
                return line == new LineSettings() ? null : "Windows' own command sets a serial line: mode COM1: baud=9600 parity=n data=8 stop=1.";
            case "tty" when rest.Length > 0:
                device = new TtyOutput(rest, line);
                return null;
            case "dev" when rest.Length > 0 && LinuxCalls.Available:
                device = new PortOutput("printer " + rest, new LinuxPrinterPort(rest));
                return null;
            case "dev" when rest.Length > 0 && OperatingSystem.IsWindows():
                device = new FileOutput(rest, mustExist: true);
                return null;
            case "dev" when rest.Length > 0:
                return "dev:PATH needs Linux: share the printer's queue here, cups:QUEUE.";
            case "cups" when rest.Length > 0 && !OperatingSystem.IsWindows():
                PcClock clock = new();
                device = new QueueOutput(rest, new PrintScheduler(new SchedulerNetwork(SchedulerNetwork.Place()), clock, rest), clock);
                return null;
            case "cups" when rest.Length > 0:
                return $"cups:{rest} is for Linux and macOS: share a printer of Windows by winspool:NAME.";
            case "winspool" when rest.Length > 0 && OperatingSystem.IsWindows():
                device = new SpoolerOutput(rest, new WindowsSpooler(), new PcClock());
                return null;
            case "winspool" when rest.Length > 0:
                return $"winspool:{rest} is for Windows: share a queue of this PC by cups:QUEUE.";
            case "tcp":
                int last = rest.LastIndexOf(':');
                if (last > 0 && ushort.TryParse(rest.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0)
                {
                    device = new TcpOutput(rest[..last].Trim('[', ']'), port);
                    return null;
                }

                break;
        }

        return $"'{Names.Shown(where)}' names no printer: use {Forms}.";
    }

    /// <summary>Takes the options from the end of a text; a comma that no option stands behind is one of the path.</summary>
    private static string? ReadOptions(ref string where, PeerSettings settings, ref LineSettings line)
    {
        StringBuilder lines = new();
        while (where.LastIndexOf(',') is var comma && comma > 0 && where.IndexOf('=', comma) is var equals && equals > 0)
        {
            string option = where[(comma + 1)..equals];
            string value = where[(equals + 1)..];
            string? key = option switch
            {
                "language" or "status" or "make" or "model" => "printer-" + option,
                "code-page" or "columns" or "lines" or "cut" or "baud" or "data-bits" or "parity" or "stop-bits" or "handshake" => option,
                _ => null,
            };
            if (key is null || value.AsSpan().IndexOfAny('\n', '\r') >= 0)
            {
                return $"there is no option '{Names.Shown(option)}' of a printer: there are {Options}.";
            }

            lines.Append(key).Append(" = ").Append(value).Append('\n');
            where = where[..comma];
            line = option switch
            {
                "baud" => line with { Baud = 1 },
                "data-bits" => line with { DataBits = 1 },
                "parity" => line with { Parity = 1 },
                "stop-bits" => line with { StopBits = 1 },
                "handshake" => line with { Handshake = 1 },
                _ => line,
            };
        }

        byte[] octets = Encoding.UTF8.GetBytes(lines.ToString());
        SettingsReader.Read(octets, 0, octets.Length, settings);
        if (settings.Problems.Length > 0)
        {
            string problem = settings.Problems[0];
            return problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..] + ".";
        }

        line = new LineSettings
        {
            Baud = line.Baud != 0 ? settings.BaudRate : 0,
            DataBits = line.DataBits != 0 ? settings.DataBits : 0,
            Parity = line.Parity >= 0 ? settings.Parity : -1,
            StopBits = line.StopBits != 0 ? settings.StopBits : 0,
            Handshake = line.Handshake >= 0 ? settings.Handshake : -1,
        };
        return line.Baud == 0 || LineSettings.HasRate(line.Baud) ? null : $"a serial line has no rate of {line.Baud} baud here: 9600, 19200 and 115200 are usual.";
    }

    private static string? Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"the folder '{folder}' for print data cannot be made: name one that you may write to.";
        }
    }
}
