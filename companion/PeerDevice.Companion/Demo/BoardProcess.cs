using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Demo;

/// <summary>A virtual board as a process of its own, as far from us as a board on a desk.</summary>
internal sealed partial class BoardProcess : IDisposable
{
    private const string Program = "VirtualBoard";
    private const int Terminate = 15; // SIGTERM

    private readonly Process _process;

    private BoardProcess(Process process, string ready)
    {
        _process = process;
        string url = ready.Split(' ')[1];
        Authority = new Uri(url).Authority;
    }

    /// <summary>Where it is, as host:port.</summary>
    public string Authority { get; }

    /// <summary>Starts one over a folder as its card, printing into another, on ports that the system chooses.</summary>
    /// <param name="card">The folder that is the card.</param>
    /// <param name="printed">The folder that gets what is printed.</param>
    /// <param name="name">The board's name.</param>
    /// <param name="log">Told of each line that the board says.</param>
    /// <param name="httpPort">The port for files; 0 lets the system choose.</param>
    public static BoardProcess Start(string card, string printed, string name, Action<string> log, int httpPort = 0)
    {
        ProcessStartInfo info = Command();
        foreach (string word in (string[])["--sd", card, "--name", name, "--bind", "127.0.0.1", "--http", httpPort.ToString(System.Globalization.CultureInfo.InvariantCulture), "--raw", "0", "--printer", "file:" + printed + "/"])
        {
            info.ArgumentList.Add(word);
        }

        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.RedirectStandardInput = true;
        info.UseShellExecute = false;
        Process process = Process.Start(info) ?? throw new CommandFailure("the virtual board could not be started: build the whole solution first.");
        TaskCompletionSource<string?> ready = new();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.StartsWith("ready ", StringComparison.Ordinal))
            {
                ready.TrySetResult(line.Data);
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                log(Names.Shown(line.Data));
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        bool isTold = ready.Task.Wait(DesktopLimits.BoardStart);
        if (isTold && ready.Task.Result is { } text)
        {
            return new BoardProcess(process, text);
        }

        End(process);
        throw new CommandFailure("the virtual board did not come up: see what it said above.");
    }

    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        using (process)
        {
            try
            {
                if (!OperatingSystem.IsWindows() && Signal(process.Id, Terminate) == 0 && process.WaitForExit(DesktopLimits.BoardEnd))
                {
                    return;
                }

                process.Kill();
                process.WaitForExit(DesktopLimits.BoardEnd);
            }
            catch (InvalidOperationException)
            {
                // It had ended by itself.
            }
        }
    }

    /// <summary>By the very runtime that runs us, wherever it is installed.</summary>
    private static ProcessStartInfo Command()
    {
        string program = Path.Combine(AppContext.BaseDirectory, Program + ".dll");
        if (!File.Exists(program))
        {
            throw new CommandFailure($"the virtual board is not beside this program ({program}): run the demo from a clone, with dotnet run.");
        }

        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        ProcessStartInfo info = new(File.Exists(host) ? host : "dotnet");
        info.ArgumentList.Add("exec");
        info.ArgumentList.Add(program);
        return info;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
