using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Sync;

/// <summary>
/// What a folder of this PC and one of a peer had in common when they were last synced, in a file that is only appended to.
/// Each line is written when what it tells of is done, and a line that is missing costs nothing but a comparison: so a run may be
/// killed at any moment. While a run that changes something has the file open, no other run of the same two begins.
/// </summary>
internal sealed class SyncState : IDisposable
{
    private const string FirstLine = "peerdevice sync 1";
    private const string PeerField = "peer\t";

    private readonly Dictionary<string, SyncRecord> _records = new(StringComparer.Ordinal);
    private readonly FileStream? _file;

    private SyncState(FileStream? file) => _file = file;

    /// <summary>What is known, by path.</summary>
    public IReadOnlyDictionary<string, SyncRecord> Records => _records;

    /// <summary>The identifier of the peer that it is known of; empty where the peer told none.</summary>
    public string PeerId { get; private set; } = "";

    /// <summary>Where states are kept unless a user says otherwise.</summary>
    public static string DefaultFolder
    {
        get
        {
            string top = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : OperatingSystem.IsLinux()
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state")
                    : Environment.GetFolderPath(OperatingSystem.IsWindows() ? Environment.SpecialFolder.LocalApplicationData : Environment.SpecialFolder.ApplicationData);
            return Path.Combine(top, "peerdevice", "sync");
        }
    }

    /// <summary>A file name that stands for a text of any length.</summary>
    public static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DesktopLimits.SyncNameDigits];

    /// <summary>Opens what is known of two folders.</summary>
    /// <param name="folder">Where states are kept.</param>
    /// <param name="here">The full path of the folder of this PC.</param>
    /// <param name="there">The peer and its folder.</param>
    /// <param name="writes">Whether anything will be remembered; otherwise nothing on the disk is touched.</param>
    /// <exception cref="CommandFailure">The file cannot be used, or another run uses it.</exception>
    public static SyncState Open(string folder, string here, string there, bool writes)
    {
        string path = Path.Combine(folder, NameOf(here + "\n" + there) + ".sync");
        try
        {
            if (!writes && !File.Exists(path))
            {
                return new SyncState(null);
            }

            if (writes)
            {
                Directory.CreateDirectory(folder);
            }

            FileStream file = new(path, writes ? FileMode.OpenOrCreate : FileMode.Open, writes ? FileAccess.ReadWrite : FileAccess.Read, writes ? FileShare.None : FileShare.ReadWrite);
            SyncState state = new(writes ? file : null);
            state.Read(file);
            if (writes)
            {
                // Anew, so that it holds no line twice, and none that was cut.
                file.SetLength(0);
                file.Write(Encoding.UTF8.GetBytes($"{FirstLine}\n# {Names.Shown(here)}\n# {Names.Shown(there)}\n"));
                state.WriteAll();
            }
            else
            {
                file.Dispose();
            }

            return state;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailure($"what was synced cannot be remembered in {Names.Shown(path)}: end another sync of the same two, or give another place with --state.");
        }
    }

    /// <summary>Begins anew: of this peer nothing is known.</summary>
    public void Begin(string peerId)
    {
        _records.Clear();
        PeerId = peerId;
        if (_file is not null)
        {
            _file.SetLength(0);
            WriteLine(FirstLine);
            WriteLine(PeerField + peerId);
        }
    }

    /// <summary>Both sides have this now.</summary>
    public void Remember(string path, SyncRecord record)
    {
        if (_records.TryGetValue(path, out SyncRecord? old) && old == record)
        {
            return;
        }

        _records[path] = record;
        WriteLine(record.Write(path));
    }

    /// <summary>Neither side has it any more.</summary>
    public void Forget(string path)
    {
        if (_records.Remove(path))
        {
            WriteLine("x\t" + path);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Read(FileStream file)
    {
        using StreamReader reader = new(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        string all = reader.ReadToEnd();
        string[] lines = all.Split('\n');
        if (lines[0] != FirstLine)
        {
            return;
        }

        // What stands behind the last line end was cut.
        for (int i = 1; i < lines.Length - 1; i++)
        {
            if (lines[i].StartsWith(PeerField, StringComparison.Ordinal))
            {
                PeerId = lines[i][PeerField.Length..];
            }
            else if (SyncRecord.Read(lines[i], out string path, out bool isForgotten) is { } record)
            {
                _records[path] = record;
            }
            else if (isForgotten)
            {
                _records.Remove(path);
            }
        }
    }

    private void WriteAll()
    {
        StringBuilder all = new();
        all.Append(PeerField).Append(PeerId).Append('\n');
        foreach ((string path, SyncRecord record) in _records)
        {
            all.Append(record.Write(path)).Append('\n');
        }

        _file!.Write(Encoding.UTF8.GetBytes(all.ToString()));
        _file.Flush();
    }

    private void WriteLine(string line)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush();
        }
        catch (IOException)
        {
            throw new CommandFailure("the disk took no more of what is remembered of this sync: make room and run it again.", isFinal: true);
        }
    }
}
