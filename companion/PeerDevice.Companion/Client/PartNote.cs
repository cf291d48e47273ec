using System;
using System.Globalization;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Client;

/// <summary>
/// What stands beside a file that has not fully arrived (<c>NAME.part</c>), in <c>NAME.part.tag</c>: where it comes from, which
/// version of it that is, and how long it will be. Without it nobody knows whose the part is.
/// </summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Tag">Its strong entity tag, with the quotes; empty where it has none, and so cannot be gone on with.</param>
/// <param name="Length">Its whole length in octets, or -1.</param>
internal sealed record PartNote(string Source, string Tag, long Length)
{
    /// <summary>What is added to the name of the part for its note.</summary>
    public const string Suffix = ".tag";

    private const string FirstLine = "peerdevice part 1";

    /// <summary>Reads a note; null when there is none or it makes no sense.</summary>
    public static PartNote? Read(LocalFolder folder, string path)
    {
        if (folder.Find(path) is not { IsCollection: false, Length: > 0 and <= DesktopLimits.NoteOctets } entry)
        {
            return null;
        }

        byte[] buffer = new byte[entry.Length];
        BlockSource source = folder.Read(path, entry);
        int got = source.ReadAt(0, buffer, 0, buffer.Length);
        source.Close();
        string[] lines = Encoding.UTF8.GetString(buffer, 0, Math.Max(got, 0)).Split('\n');
        bool isNote = lines.Length == 5 && lines[0] == FirstLine && lines[4].Length == 0
            && long.TryParse(lines[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return isNote ? new PartNote(lines[1], lines[2], long.Parse(lines[3], CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Writes the note anew.</summary>
    public void Write(LocalFolder folder, string path)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\n{Source}\n{Tag}\n{Length}\n"));
        FolderWriter writer = folder.Write(path, anew: true);
        writer.Write(text, 0, text.Length);
        folder.Check(writer.Close(durable: false), path);
    }
}
