using System;
using System.Globalization;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Companion.Outputs;

/// <summary>Reads what <c>--printer</c> says.</summary>
public static class Output
{
    /// <summary>The forms there are, for help and for errors.</summary>
    public const string Forms = "file:PATH, tty:PATH, tcp:HOST:PORT or none";

    /// <summary>Makes the output device that a text names.</summary>
    /// <param name="text">
    /// <c>file:PATH</c>: a folder (one that is there, or a path that ends with '/') gets a file per document, another path is
    /// appended to as if it were a device; <c>tty:PATH</c>: a serial line or printer device that is there;
    /// <c>tcp:HOST:PORT</c>: a printer's raw port; <c>none</c> or empty: no device.
    /// </param>
    /// <param name="device">The device; null for none.</param>
    /// <returns>Null when understood, otherwise a sentence that says what to do.</returns>
    public static string? Read(string text, out IOutputDevice? device)
    {
        device = null;
        if (text is "" or "none")
        {
            return null;
        }

        int colon = text.IndexOf(':');
        string kind = colon < 0 ? "" : text[..colon];
        string rest = text[(colon + 1)..];
        switch (kind)
        {
            case "file" when rest.Length > 0:
                bool isFolder = rest[^1] is '/' || rest[^1] == Path.DirectorySeparatorChar || Directory.Exists(rest);
                device = isFolder ? new FolderOutput(rest) : new FileOutput(rest);
                return isFolder ? Make(rest) : null;
            case "tty" when rest.Length > 0:
                device = OperatingSystem.IsWindows() ? new FileOutput(rest, mustExist: true) : new TtyOutput(rest);
                return null;
            case "tcp":
                int last = rest.LastIndexOf(':');
                if (last > 0 && ushort.TryParse(rest.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0)
                {
                    device = new TcpOutput(rest[..last].Trim('[', ']'), port);
                    return null;
                }

                break;
        }

        return $"'{text}' names no printer: use {Forms}.";
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
