using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using PeerDevice.Companion.Client;
using static PeerDevice.Companion.Client.MountWay;
using static PeerDevice.Companion.Client.Shell;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer mount</c>: says how this system mounts a peer's folder by its own means, or does it.</summary>
internal static class MountCommand
{
    /// <summary>Says or does it.</summary>
    /// <param name="teller">Told of the commands.</param>
    /// <param name="address">The peer, or a folder on it.</param>
    /// <param name="where">The folder, or on Windows the drive, to mount at; null to say only how.</param>
    public static void Run(Teller teller, string address, string? where)
    {
        PeerAddress at = PeerAddress.Read(address);
        string classes = ClassesOf(at);
        string place = where is null || Here == Platform.Windows ? where ?? "*" : Path.GetFullPath(where);
        if (where is null && Here != Platform.Windows)
        {
            place = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), at.Name is "" or "files" ? at.Host.Replace(':', '-') : at.Name);
        }

        List<MountWay> ways = All(Here, at, place, Environment.IsPrivilegedProcess, Has);
        if (ways.Count == 0)
        {
            throw new CommandFailure("no program here mounts WebDAV: install one of davfs2, rclone (with fuse3) and gvfs (gio).");
        }

        if (!classes.Contains('2'))
        {
            teller.Say($"{at} does not lock: Explorer and Finder will only read.");
        }

        if (where is null)
        {
            ways.ForEach(way => Tell(way, place, teller));
            return;
        }

        MountWay chosen = ways.Find(static way => way.TakesFolder)
            ?? throw new CommandFailure($"{ways[0].Program} chooses itself where it mounts: run `{Typed(Here, ways[0].Mount)}`.");
        Mount(chosen, place);
        teller.Say($"mounted {at} at {place}");
        teller.Say($"unmount it with: {Typed(Here, chosen.Unmount)}");
    }

    private static void Tell(MountWay way, string place, Teller teller)
    {
        bool needsFolder = way.TakesFolder && Here != Platform.Windows;
        teller.Say($"with {way.Program}{(way.Note.Length > 0 ? $" ({way.Note})" : "")}:");
        teller.Say($"  {(needsFolder ? $"mkdir -p {Typed(Here, [place])} && " : "")}{Typed(Here, way.Mount)}");
        teller.Say($"  unmount: {Typed(Here, way.Unmount)}");
    }

    /// <summary>Asks with OPTIONS what a peer can do (RFC 4918 §10.1), by another client than ours: other programs will do the rest too.</summary>
    /// <returns>The classes in its field DAV.</returns>
    private static string ClassesOf(PeerAddress at)
    {
        try
        {
            using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromMilliseconds(DesktopLimits.StatusPatience) };
            using HttpRequestMessage request = new(HttpMethod.Options, new UriBuilder("http", at.Host, at.Port, at.Path).Uri);
            using HttpResponseMessage response = client.Send(request);
            string classes = response.Headers.TryGetValues("DAV", out IEnumerable<string>? values) ? string.Join(',', values) : "";
            if ((int)response.StatusCode is 404 or 403)
            {
                throw new CommandFailure($"{at} answers {(int)response.StatusCode}: look at its name with `peer ls`.");
            }

            return response.IsSuccessStatusCode && classes.Contains('1')
                ? classes
                : throw new CommandFailure($"{at} is no WebDAV server, so nothing can mount it: is the port right?");
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            throw new CommandFailure($"{at} cannot be reached, or does not answer as a peer would: is the peer on, and is the address right?");
        }
    }

    private static void Mount(MountWay way, string place)
    {
        if (Here != Platform.Windows)
        {
            Directory.CreateDirectory(place);
            if (Directory.EnumerateFileSystemEntries(place).Any())
            {
                throw new CommandFailure($"{place} is not empty: mount at an empty folder.");
            }
        }

        ProcessStartInfo start = new(way.Mount[0], way.Mount[1..]) { UseShellExecute = false, RedirectStandardInput = way.Program == DavFs };
        try
        {
            using Process process = Process.Start(start)!;
            if (way.Program == DavFs)
            {
                process.StandardInput.Write("\n\n"); // the user and the password that nobody wants
                process.StandardInput.Close();
            }

            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new CommandFailure($"{way.Program} did not mount it: see what it said above.");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CommandFailure($"{way.Mount[0]} could not be started: is it installed?");
        }
    }
}
