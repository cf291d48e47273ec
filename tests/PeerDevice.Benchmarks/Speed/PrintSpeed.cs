using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>
/// Compares printing on the companion with other people's printers. It runs in a network namespace of its own, since ippeveprinter does not start where it cannot
/// announce itself.
/// </summary>
internal static class PrintSpeed
{
    /// <summary>The word by which this program is asked for what runs inside.</summary>
    internal const string Inside = "speed-of-printing";

    private const long Mebibyte = 1024 * 1024;
    private const long Document = 64 * Mebibyte;
    private const int FirstOctets = 50;
    private const int WaitMilliseconds = 60_000;
    private const int Busy = 0x507;
    private const int MostTries = 200;
    private const int TryAgainMilliseconds = 100;

    // A system bus and avahi for ippeveprinter, p910nd's lock; all of it gone with the namespace.
    private const string Room =
        "set -e; ip link set lo up; mount -t tmpfs none /run; mkdir -p /run/dbus /run/lock/p910nd /run/avahi-daemon;"
        + "dbus-daemon --system --fork --nopidfile; avahi-daemon -D --no-drop-root --no-chroot --no-rlimits 2>/dev/null; exec \"$@\"";

    private static readonly byte[] Block = MakeBlock();

    /// <summary>Runs the comparison in a namespace, and prints its table.</summary>
    internal static int Run(int rounds)
    {
        string program = typeof(PrintSpeed).Assembly.Location;
        using Process room = Process.Start(new ProcessStartInfo(
            "unshare",
            ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", Room, "sh", "dotnet", program, Inside, rounds.ToString(CultureInfo.InvariantCulture)]))!;
        room.WaitForExit();
        return room.ExitCode;
    }

    /// <summary>What runs inside.</summary>
    internal static int RunInside(int rounds)
    {
        string home = Directory.CreateTempSubdirectory("peerdevice-speed-").FullName;
        CompanionPrintContender ours = new("file:/dev/null");
        P910ndContender raw = new();
        IppEveContender ipp = new();
        PrintContender[] all = [ours, raw, ipp];
        try
        {
            for (int i = 0; i < all.Length; i++)
            {
                all[i].Start(Path.Combine(home, $"{i}"));
            }

            Console.WriteLine("| | unit | companion | beside it | ratio |");
            Console.WriteLine("|---|---|---|---|---|");
            Compare("raw print of 64 MiB", rounds, ours, raw, PrintRaw);
            Compare("Print-Job of 64 MiB", rounds, ours, ipp, PrintJob);
            double[] first = FirstOctet(Path.Combine(home, "first"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| first octet at the device | ms | {SpeedRun.Median(first):0.0}, the slowest of {FirstOctets} {first.Max():0.0} | | |"));
            return 0;
        }
        finally
        {
            foreach (PrintContender contender in all)
            {
                contender.Dispose();
            }

            Directory.Delete(home, recursive: true);
        }
    }

    private static void Compare(string name, int rounds, PrintContender ours, PrintContender theirs, Func<PrintContender, double> run)
    {
        List<double> our = [];
        List<double> their = [];
        for (int round = -1; round < rounds; round++)
        {
            bool isOursFirst = round % 2 == 0;
            double first = run(isOursFirst ? ours : theirs);
            double second = run(isOursFirst ? theirs : ours);
            if (round >= 0)
            {
                our.Add(isOursFirst ? first : second);
                their.Add(isOursFirst ? second : first);
            }
        }

        double[] ratios = [.. our.Zip(their, (a, b) => a / b).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | MiB/s | {SpeedRun.Median(our):#,0} | {theirs.Name} {SpeedRun.Median(their):#,0} | {ratios[ratios.Length / 2]:0.00} ({ratios[0]:0.00}–{ratios[^1]:0.00}) |"));
    }

    /// <summary>Sends the document and waits until the other end has closed: it has given all of it to its device.</summary>
    private static double PrintRaw(PrintContender contender)
    {
        using Socket socket = Connect(contender.RawPort);
        long start = Stopwatch.GetTimestamp();
        for (long sent = 0; sent < Document; sent += Block.Length)
        {
            SendAll(socket, Block);
        }

        socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[1024];
        while (socket.Receive(rest) > 0)
        {
        }

        return Rate(start);
    }

    private static double PrintJob(PrintContender contender)
    {
        byte[] request = Request(contender);
        for (int tries = 0; tries < MostTries; tries++)
        {
            using Socket socket = Connect(contender.IppPort);
            long start = Stopwatch.GetTimestamp();
            SendAll(socket, Encoding.ASCII.GetBytes($"POST /ipp/print HTTP/1.1\r\nHost: localhost:{contender.IppPort}\r\nContent-Type: application/ipp\r\nContent-Length: {request.Length + Document}\r\n\r\n"));
            SendAll(socket, request);
            for (long sent = 0; sent < Document; sent += Block.Length)
            {
                SendAll(socket, Block);
            }

            int status = Status(contender, socket);
            double rate = Rate(start);
            if (status != Busy)
            {
                return status == 0 ? rate : throw new IOException($"{contender.Name} did not take the job: {status:x}");
            }

            // ippeveprinter has not done with the one before, although it has answered.
            Thread.Sleep(TryAgainMilliseconds);
        }

        throw new IOException($"{contender.Name} stays busy.");
    }

    // Waits for the head and the status of the IPP response: who sends them has all of the document.
    private static int Status(PrintContender contender, Socket socket)
    {
        byte[] answer = new byte[16 * 1024];
        int length = 0;
        while (true)
        {
            int got = socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
            length += got;
            string text = Encoding.Latin1.GetString(answer, 0, length);
            int head = text.IndexOf("HTTP/1.1 200", StringComparison.Ordinal);
            int end = head < 0 ? -1 : text.IndexOf("\r\n\r\n", head, StringComparison.Ordinal);

            // The content, or its first chunk, begins with version 2.0 and the status.
            int status = end < 0 ? -1 : text.IndexOf("\u0002\0", end, StringComparison.Ordinal);
            if (status >= 0 && status + 4 <= text.Length)
            {
                return (text[status + 2] << 8) | text[status + 3];
            }

            if (got == 0 || length == answer.Length)
            {
                throw new IOException($"{contender.Name} told no status: {text}");
            }
        }
    }

    private static byte[] Request(PrintContender contender)
    {
        MemoryStream to = new();
        to.Write([2, 0, 0, 2, 0, 0, 0, 1, 1]);
        Put(0x47, "attributes-charset", "utf-8");
        Put(0x48, "attributes-natural-language", "en");
        Put(0x45, "printer-uri", $"ipp://localhost:{contender.IppPort}/ipp/print");
        Put(0x42, "requesting-user-name", "speed");
        Put(0x49, "document-format", contender.IppFormat);
        to.WriteByte(3);
        return to.ToArray();

        void Put(byte tag, string name, string value)
        {
            to.Write([tag, 0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]);
        }
    }

    /// <summary>How long an octet takes from the sender to the device, which is connected to for each document, in milliseconds, several times.</summary>
    private static double[] FirstOctet(string home)
    {
        using TcpListener device = new(IPAddress.Loopback, 0);
        device.Start();
        using CompanionPrintContender peer = new($"tcp:127.0.0.1:{((IPEndPoint)device.LocalEndpoint).Port}");
        peer.Start(home);
        double[] times = new double[FirstOctets];
        byte[] octet = [(byte)'x'];
        byte[] rest = new byte[1024];
        for (int i = 0; i < FirstOctets; i++)
        {
            using Socket socket = Connect(peer.RawPort);
            long start = Stopwatch.GetTimestamp();
            SendAll(socket, octet);
            if (!device.Server.Poll(TimeSpan.FromMilliseconds(WaitMilliseconds), SelectMode.SelectRead))
            {
                throw new IOException("Nobody came to the device.");
            }

            using Socket paper = device.AcceptSocket();
            paper.ReceiveTimeout = WaitMilliseconds;
            if (paper.Receive(octet) != 1)
            {
                throw new IOException("The device was left.");
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            socket.Shutdown(SocketShutdown.Send);
            while (paper.Receive(rest) > 0)
            {
            }

            // By its end the device says that it has all; then the peer ends, too.
            paper.Shutdown(SocketShutdown.Send);
            while (socket.Receive(rest) > 0)
            {
            }
        }

        return times;
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = WaitMilliseconds, SendTimeout = WaitMilliseconds };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[socket.Send(octets)..];
        }
    }

    private static double Rate(long start)
    {
        return Document / (double)Mebibyte / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // ippeveprinter looks at how a document begins.
    private static byte[] MakeBlock()
    {
        byte[] block = new byte[Mebibyte];
        new Random(1).NextBytes(block);
        "%PDF-1.4\n"u8.CopyTo(block);
        return block;
    }
}
