using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Companion.Sync;

namespace PeerDevice.Companion.Client;

/// <summary>
/// What is kept on this PC of an upload that has begun: which it is, of which version of which file, and a hash of each part that went. So the command,
/// run again, goes on with it, and never with another file than the one whose beginning is on the peer.
/// </summary>
internal sealed class UploadNote
{
    private const string FirstLine = "peerdevice upload 1";

    private readonly string _path;
    private readonly List<string> _hashes = [];

    private UploadNote(string path, string resource, long length, long version)
    {
        _path = path;
        Resource = resource;
        Length = length;
        Version = version;
    }

    /// <summary>The folder in which these are kept, unless a test says otherwise.</summary>
    public static string Folder { get; set; } = Path.Combine(Path.GetDirectoryName(SyncState.DefaultFolder)!, "uploads");

    /// <summary>The path of the upload on its peer.</summary>
    public string Resource { get; }

    /// <summary>The file's length.</summary>
    public long Length { get; }

    /// <summary>What the file system says of its version.</summary>
    public long Version { get; }

    /// <summary>Begins a note. A folder that cannot be written costs only the going on after this run.</summary>
    public static UploadNote Begin(string peer, string target, string file, string resource, long length, long version)
    {
        UploadNote note = new(PathFor(peer, target, file), resource, length, version);
        note.Save();
        return note;
    }

    /// <summary>Finds the note of an upload of this very file; null when there is none, or the file is another by now.</summary>
    public static UploadNote? Find(string peer, string target, string file, long length, long version, BlockSource source, byte[] block)
    {
        UploadNote? note = Read(PathFor(peer, target, file));
        if (note is not null && (note.Length != length || note.Version != version || !note.Matches(source, block)))
        {
            note.Forget();
            return null;
        }

        return note;
    }

    /// <summary>Notes that the next part of the file has gone.</summary>
    public void Add(BlockSource source, long from, long count, byte[] block)
    {
        if (from != (long)_hashes.Count * DesktopLimits.UploadPart || count != DesktopLimits.UploadPart)
        {
            return; // gone on from a cut: the parts behind it have no whole hash
        }

        _hashes.Add(HashOf(source, from, count, block));
        Save();
    }

    /// <summary>The upload has ended.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What is left of it leads to an upload that its peer no longer knows.
        }
    }

    private static string PathFor(string peer, string target, string file) => Path.Combine(Folder, SyncState.NameOf(peer + "\n" + target + "\n" + file) + ".upload");

    private static UploadNote? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > DesktopLimits.AnswerOctets)
            {
                return null;
            }

            string[] lines = File.ReadAllLines(path);
            if (lines.Length < 4 || lines[0] != FirstLine || !lines[1].StartsWith('/')
                || !long.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                || !long.TryParse(lines[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long version))
            {
                return null;
            }

            UploadNote note = new(path, lines[1], length, version);
            note._hashes.AddRange(lines.AsSpan(4));
            return note;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string HashOf(BlockSource source, long from, long count, byte[] block)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; at < count;)
        {
            int got = source.ReadAt(from + at, block, 0, (int)Math.Min(block.Length, count - at));
            if (got <= 0)
            {
                return "";
            }

            hash.AppendData(block, 0, got);
            at += got;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private bool Matches(BlockSource source, byte[] block)
    {
        for (int i = 0; i < _hashes.Count; i++)
        {
            if (HashOf(source, (long)i * DesktopLimits.UploadPart, DesktopLimits.UploadPart, block) != _hashes[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Save()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{FirstLine}\n{Resource}\n{Length}\n{Version}\n");
            foreach (string hash in _hashes)
            {
                text.Append(hash).Append('\n');
            }

            // Who knows an upload's name may go on with it: it is for this user's eyes.
            string fresh = _path + ".new";
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream file = new(fresh, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            }

            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Then a run after this one begins anew.
        }
    }
}
