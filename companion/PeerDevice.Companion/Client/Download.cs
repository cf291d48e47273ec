using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Fetches files and folders. A file arrives as <c>NAME.part</c> and gets its name when all of it is there; what was cut
/// is gone on with, if the peer still has the same version (If-Range, RFC 9110 §13.1.5).
/// </summary>
internal sealed partial class Download(RemotePeer peer, LocalFolder folder, Teller teller, bool force)
{
    /// <summary>What is added to a name while the file is on its way.</summary>
    public const string PartSuffix = ".part";

    private readonly byte[] _block = new byte[DesktopLimits.Step];
    private readonly PullPace _pace = new();
    private bool _isRest;      // what came last went on with what was here
    private bool _isOnlyWhole; // its server was asked for the rest and gave none, of the same version
    private bool _hasCome;     // some came in this run
    private bool _isChanging;  // what came last was of another version than what came before it in this run
    private bool _isBarren;    // what was begun last brought no octet
    private bool _isSilent;    // since its server fell silent

    /// <summary>Fetches a file, under a name, from all places that have it, if it is worth that and there are any; false where it is to come from its peer alone.</summary>
    public Func<RemoteEntry, string, bool> FromAll { get; init; } = static (_, _) => false;

    /// <summary>The strong entity tag of what was received last, with the quotes; empty where it has none.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>When what was received last was modified; null where the peer does not say.</summary>
    public DateTime? Modified { get; private set; }

    /// <summary>Fetches a file or folder; what fails in it is told, and the rest goes on.</summary>
    public void Fetch(RemoteEntry entry, string to, int depth = 0)
    {
        try
        {
            if (entry.IsCollection)
            {
                FetchFolder(entry, to, depth);
            }
            else
            {
                FetchFile(entry, to);
            }
        }
        catch (CommandFailure failure) when (!failure.IsFinal && depth > 0)
        {
            teller.Complain(failure.Message);
        }
    }

    private void FetchFolder(RemoteEntry entry, string to, int depth)
    {
        if (depth >= DesktopLimits.TreeDepth)
        {
            throw new CommandFailure($"{entry.Path} lies deeper than {DesktopLimits.TreeDepth} folders: fetch it by its own name.");
        }

        folder.MakeFolder(to);
        foreach (RemoteEntry member in peer.List(entry.Path))
        {
            if (Names.Objection(member.Name) is { } objection)
            {
                teller.Complain($"left out {member.Path}: {objection}.");
                continue;
            }

            Fetch(member, to.Length == 0 ? member.Name : to + "/" + member.Name, depth + 1);
        }
    }

    private void FetchFile(RemoteEntry entry, string to)
    {
        StoreEntry? there = folder.Find(to);
        if (there is { IsCollection: true })
        {
            throw new CommandFailure($"{folder.Shown(to)} is a folder, and the peer has a file of that name: move it away.");
        }

        if (there is not null && !force)
        {
            if (entry.Length == there.Length && entry.Modified?.ToUnixTimeSeconds() == there.Modified)
            {
                teller.Skip(folder.Shown(to), "it is here already");
                return;
            }

            if (entry.Length >= 0 && entry.Length != there.Length)
            {
                throw new CommandFailure($"{folder.Shown(to)} is here already and differs: use --force to replace it.");
            }
        }

        if (FromAll(entry, to))
        {
            return;
        }

        string part = to + PartSuffix;
        using (Teller.Track track = teller.Follow(entry.Name, entry.Length))
        {
            Receive(entry, part, track);
        }

        Settle(folder, teller, entry.Path, part, to, there is not null && !force);
        folder.Delete(part + PartNote.Suffix);
    }

    /// <summary>Gives a part that is whole its name; where something else has that name and is not to be replaced, the part goes.</summary>
    /// <exception cref="CommandFailure">What has the name differs.</exception>
    public static void Settle(LocalFolder folder, Teller teller, string from, string part, string to, bool isKept)
    {
        if (!isKept)
        {
            folder.Move(part, to);
            teller.Say($"{from} -> {folder.Shown(to)}");
            return;
        }

        bool isSame = IsSame(folder, part, to);
        folder.Delete(part);
        folder.Delete(part + PartNote.Suffix);
        if (!isSame)
        {
            throw new CommandFailure($"{folder.Shown(to)} is here already and differs: use --force to replace it.");
        }

        teller.Skip(folder.Shown(to), "it is here already, the same");
    }

    private static bool IsSame(LocalFolder folder, string a, string b)
    {
        StoreEntry entry = new();
        BlockSource first = folder.Read(a, entry);
        BlockSource second = folder.Read(b, entry);
        try
        {
            return Contents.AreEqual(first, second);
        }
        finally
        {
            first.Close();
            second.Close();
        }
    }
}
