using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>A server that takes part in a comparison: a process of this program's own, on loopback, over a folder.</summary>
internal abstract class Contender : IDisposable
{
    private const int StartMilliseconds = 20_000;
    private const int StopMilliseconds = 5_000;

    private Process? _process;

    /// <summary>What it is called in the report.</summary>
    internal abstract string Name { get; }

    /// <summary>What stands before a file's name in a request target.</summary>
    internal abstract string Prefix { get; }

    /// <summary>The folder it serves.</summary>
    internal string Folder { get; private set; } = string.Empty;

    /// <summary>Where it listens.</summary>
    internal int Port { get; private set; }

    /// <summary>The processor time and memory it has used.</summary>
    internal ProcessUse Use => ProcessUse.Of(_process!.Id);

    /// <summary>Ends the process, and only that.</summary>
    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            // SIGTERM, so that a server with workers takes them along.
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            if (!_process.WaitForExit(StopMilliseconds))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it in a folder of its own and waits until it accepts connections.</summary>
    internal void Start(string home)
    {
        Folder = Path.Combine(home, "files");
        Directory.CreateDirectory(Folder);
        Port = ChoosePort();
        ProcessStartInfo start = Command(home);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Name} did not start.");
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Tell(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Await();
    }

    /// <summary>How it is started; writes what configuration it needs into <paramref name="home"/>.</summary>
    protected abstract ProcessStartInfo Command(string home);

    /// <summary>Where it is to listen.</summary>
    protected virtual int ChoosePort()
    {
        return FreePort();
    }

    /// <summary>A port that nobody has.</summary>
    protected static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Tell(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Console.Error.WriteLine($"{Name}: {line}");
        }
    }

    private void Await()
    {
        long start = Environment.TickCount64;
        while (Environment.TickCount64 - start < StartMilliseconds && !_process!.HasExited)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException($"{Name} does not serve.");
    }
}
