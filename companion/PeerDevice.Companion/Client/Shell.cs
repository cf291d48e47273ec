using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace PeerDevice.Companion.Client;

/// <summary>This system's own programs: whether they are there, how a command is typed, and running one.</summary>
internal static class Shell
{
    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@%+,=\\";

    private const string QuotesOfPowerShell = "'\u2018\u2019\u201A\u201B";

    // Programs for administrators stand where a user's path may not lead.
    private static readonly string[] ForAdministrators = ["/sbin", "/usr/sbin"];

    /// <summary>The systems whose ways are known.</summary>
    internal enum Platform
    {
        /// <summary>Linux.</summary>
        Linux,

        /// <summary>macOS.</summary>
        Mac,

        /// <summary>Windows.</summary>
        Windows,
    }

    /// <summary>The system that this is.</summary>
    public static Platform Here { get; } = OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.Mac : Platform.Linux;

    /// <summary>A command as it is typed into this system's shell.</summary>
    public static string Typed(Platform system, string[] words) => string.Join(' ', Array.ConvertAll(words, word => Quoted(system, word)));

    /// <summary>A command as it is typed into PowerShell, whose quotes are others.</summary>
    public static string TypedInPowerShell(string[] words) => string.Join(' ', Array.ConvertAll(words, static word => IsPlain(word, isWindows: true) ? word : QuotedInPowerShell(word)));

    /// <summary>Whether a program is on the path, or where those for administrators are.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>Runs a program without a shell, for a bounded time.</summary>
    /// <param name="words">The command, word by word.</param>
    /// <returns>Its exit code, and what it said on both streams; a code of -1 where it could not be started or did not end.</returns>
    public static (int Code, string Said, string Complained) Run(string[] words) => Run(words, DesktopLimits.ProgramPatience);

    /// <summary>The same, for so many milliseconds.</summary>
    public static (int Code, string Said, string Complained) Run(string[] words, int patience)
    {
        ProcessStartInfo start = new(Find(words[0]) ?? words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> said = process.StandardOutput.ReadToEndAsync();
            Task<string> complained = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(patience) || !Task.WaitAll([said, complained], patience))
            {
                process.Kill(entireProcessTree: true);
                return (-1, "", $"{words[0]} did not end");
            }

            return (process.ExitCode, said.Result, complained.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", $"{words[0]} could not be started");
        }
    }

    /// <summary>The path of a program; null where it is not.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="also">Folders to look in besides the usual ones.</param>
    public static string? Find(string program, params string[] also)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), .. ForAdministrators, .. also];
        string[] names = Here == Platform.Windows && also.Length > 0 ? [program, program + ".exe"] : [program];
        return Array.Find([.. folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name)))], File.Exists);
    }

    // It takes typographic quotes for the plain one, and each ends what another began.
    private static string QuotedInPowerShell(string word)
    {
        StringBuilder quoted = new("'");
        foreach (char c in word)
        {
            quoted.Append(c, QuotesOfPowerShell.Contains(c) ? 2 : 1);
        }

        return quoted.Append('\'').ToString();
    }

    private static bool IsPlain(string word, bool isWindows)
    {
        foreach (char c in word)
        {
            if (!Plain.Contains(c) || (c == '\\' && !isWindows))
            {
                return false;
            }
        }

        return word.Length > 0;
    }

    private static string Quoted(Platform system, string word)
    {
        bool isWindows = system == Platform.Windows;
        return IsPlain(word, isWindows) ? word
            : isWindows && word.Length > 0 ? $"\"{word}\""
            : $"'{word.Replace("'", @"'\''")}'";
    }
}
