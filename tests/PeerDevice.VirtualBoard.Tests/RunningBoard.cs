using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A virtual board in a process of its own.</summary>
internal sealed class RunningBoard : IDisposable
{
    private const int PatienceMilliseconds = 60000;

    private readonly Process _process;

    internal RunningBoard(params string[] words)
    {
        ProcessStartInfo how = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        how.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "VirtualBoard.dll"));
        foreach (string word in words)
        {
            how.ArgumentList.Add(word);
        }

        _process = Process.Start(how)!;
        Ready = _process.StandardOutput.ReadLine() ?? "";
    }

    /// <summary>The line that says that it serves; empty when it ended instead.</summary>
    internal string Ready { get; }

    internal string Http => Regex.Match(Ready, "http://[^ ]*").Value;

    internal int HttpPort => int.Parse(Regex.Match(Ready, "http://[^:]*:([0-9]+)").Groups[1].Value);

    internal int RawPort => int.Parse(Regex.Match(Ready, "raw [^:]*:([0-9]+)").Groups[1].Value);

    internal string RestOfOutput => _process.StandardOutput.ReadToEnd();

    internal string Errors => _process.StandardError.ReadToEnd();

    internal int Terminate()
    {
        using Process kill = Process.Start("kill", new[] { "-TERM", _process.Id.ToString() });
        kill.WaitForExit();
        return ExitCode();
    }

    internal int ExitCode()
    {
        return _process.WaitForExit(PatienceMilliseconds) ? _process.ExitCode : -1;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
