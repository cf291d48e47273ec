using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace PeerDevice.Clients;

/// <summary>How an outside program ended.</summary>
internal sealed record Outcome(int ExitCode, byte[] Output, string Errors)
{
    internal string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Itself, if the program ended well; a failure otherwise.</summary>
    internal Outcome Well()
    {
        Expect.True(ExitCode == 0, $"exit code {ExitCode}: {Expect.Short(Errors)} {Expect.Short(Output)}");
        return this;
    }
}

/// <summary>Runs one of other people's programs, without a shell, for a bounded time.</summary>
internal static class Tool
{
    internal static Outcome Run(string program, params string[] arguments)
    {
        return Run(Bounds.Program, null, null, program, arguments);
    }

    /// <param name="patience">After this the program is killed, and the check has failed.</param>
    /// <param name="input">What it reads from its standard input; nothing if null.</param>
    /// <param name="folder">Where it runs; the temporary folder if null.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments, as they are.</param>
    internal static Outcome Run(TimeSpan patience, byte[]? input, string? folder, string program, params string[] arguments)
    {
        using Process process = Start(program, arguments, folder);
        Task<byte[]> output = ReadAll(process.StandardOutput.BaseStream);
        Task<byte[]> errors = ReadAll(process.StandardError.BaseStream);
        Task fed = Feed(process, input);
        if (!process.WaitForExit(patience) || !Task.WaitAll([output, errors, fed], patience))
        {
            process.Kill(true);
            process.WaitForExit();
            throw new CheckFailure($"{program} did not end within {patience.TotalSeconds} s");
        }

        return new Outcome(process.ExitCode, output.Result, Encoding.UTF8.GetString(errors.Result));
    }

    internal static Process Start(string program, string[] arguments, string? folder)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };

        // What these programs say must not hang on whose machine it is, and none may find a proxy.
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (string name in new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" })
        {
            start.Environment.Remove(name);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new CheckFailure($"{program} is not installed");
        }
    }

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        MemoryStream all = new();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task Feed(Process process, byte[]? input)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(input);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: its exit code tells.
        }
    }
}
