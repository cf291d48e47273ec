using System;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <content>One file into its part: over as many connections as it takes, and of one version.</content>
internal sealed partial class Download
{
    /// <summary>Brings all of a file into its part, over as many connections as it takes while each brings some of it.</summary>
    public void Receive(RemoteEntry entry, string part, Teller.Track track)
    {
        string source = peer.Client.Authority + entry.Path;
        PartNote? note = ReadNote(part, source);
        long have = note is null ? 0 : folder.Find(part)?.Length ?? 0;
        int stalls = 0;
        _isOnlyWhole = false;
        _hasCome = false;
        _isChanging = false;
        for (int attempt = 1; ; attempt++)
        {
            // Of a part that is all there, the last octet is asked for again: the answer says whether the version still stands.
            long from = _isOnlyWhole ? 0 : note is not null && have > 0 && have == note.Length ? have - 1 : have;
            bool isWhole = Ask(entry, part, source, from, ref note, track, out long now);
            if (isWhole)
            {
                return;
            }

            peer.Client.Close();

            // What comes from the start once more is no progress, however far it comes.
            stalls = now > have && (_isRest || have == 0) ? 0 : stalls + (_isBarren && _isSilent ? DesktopLimits.SilentStall : 1);
            have = now;
            if (note is null)
            {
                Forget(part);
            }

            if (_pace.IsLate)
            {
                throw new CommandFailure($"{entry.Path} comes too slowly: {Prospect(note)}.");
            }

            if (stalls > DesktopLimits.Stalls || note is null || attempt >= DesktopLimits.Resumptions)
            {
                throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{entry.Path} broke off after {now} octets: {(_isBarren && note is not null && !_isChanging ? Nothing(now) : Prospect(note))}."));
            }
        }
    }

    // Its server answered as if it gave it, and gave no octet.
    private string Nothing(long now) =>
        $"its server promises {(now == 0 ? "it" : "the rest")} and then {(_isSilent ? "says nothing" : "ends the connection")}; {(now == 0 ? "" : "what came is kept, ")}try again later";

    // What another run will do.
    private string Prospect(PartNote? note) =>
        note is null ? "try again, from the start, since its server does not say which version it has"
        : _isChanging ? "it is being changed where it comes from; try again later"
        : _isOnlyWhole ? "try again, from the start, since its server does not give the rest of it"
        : "run the command again, it goes on from there";

    /// <summary>Asks for what is missing, and takes it.</summary>
    /// <returns>Whether all of the file is in the part now; if not, <paramref name="now"/> octets are.</returns>
    private bool Ask(RemoteEntry entry, string part, string source, long from, ref PartNote? note, Teller.Track track, out long now)
    {
        string tag = note?.Tag ?? "";
        now = 0;
        int status = Get(entry, from, tag);
        _isRest = status == 206 && from > 0 && IsRest(from, tag);
        if (from > 0 && !_isRest && status is 416 or 206)
        {
            // Not the rest of what is here, whatever it is: all of it then.
            peer.Client.Close();
            status = Get(entry, 0, "");
        }

        if (status != 200 && !_isRest)
        {
            peer.Expect(status == 206 ? 502 : status, entry.Path);
            throw peer.Refusal(status, entry.Path);
        }

        ResponseReader head = peer.Client.Response;
        long rest = head.ContentLength;
        string newTag = peer.Client.Value(Field.ETag);
        LookAtVersion(entry, from > 0, tag, newTag);
        if (head.Has(Field.ContentEncoding))
        {
            throw Refuse(part, $"{entry.Path} comes in a content coding that nobody asked for");
        }

        if (!_isRest && rest >= 0 && newTag.Length > 0 && newTag == entry.Tag && entry.Length >= 0 && rest != entry.Length)
        {
            throw Refuse(part, string.Create(CultureInfo.InvariantCulture, $"{entry.Path} comes with {rest} octets, where the same version was told as {entry.Length}"));
        }

        bool endsAnyhow = head.EndsWithConnection;
        DateTime? modified = DateTime.TryParse(peer.Client.Value(Field.LastModified), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) ? time : null;
        if (!_isRest)
        {
            // One without a tag says no more than whose the part is.
            PartNote kept = new(source, newTag.StartsWith('"') ? newTag : "", rest);
            folder.Delete(part);
            folder.Delete(part + PartNote.Suffix);
            kept.Write(folder, part + PartNote.Suffix);
            note = kept.Tag.Length > 0 ? kept : null;
        }

        Tag = newTag.StartsWith('"') ? newTag : _isRest ? tag : "";
        Modified = modified;
        return Take(entry, part, _isRest ? from : 0, modified, peer.Client.Digest(), track, endsAnyhow, out now);
    }

    private int Get(RemoteEntry entry, long from, string tag) => peer.Ask("GET", entry.Path, client =>
    {
        client.Field("Accept-Encoding: ", "identity");
        if (from > 0)
        {
            client.Field("Range: ", string.Create(CultureInfo.InvariantCulture, $"bytes={from}-"));
            client.Field("If-Range: ", tag);
        }
    });

    // Whether what comes now is of the version that is here. A server may answer with the whole whatever it is asked for (RFC 9110 §14.2).
    private void LookAtVersion(RemoteEntry entry, bool isAsked, string tag, string newTag)
    {
        bool isSame = _isRest || newTag == tag;
        _isChanging = _hasCome && tag.Length > 0 && !isSame; // another than an earlier run left is no more than newer
        _hasCome = true;
        _isOnlyWhole = !_isRest && isSame && (isAsked || _isOnlyWhole);
        if (isAsked && !_isRest)
        {
            teller.Say($"{entry.Path} {(_isOnlyWhole ? "comes only as a whole" : newTag.Length > 0 ? "has changed" : "comes without its version")}: fetching it from the start");
        }
    }

    // What comes is of no use, and neither is what had come.
    private CommandFailure Refuse(string part, string what)
    {
        peer.Client.Close();
        Forget(part);
        return new CommandFailure($"{what}: nothing was kept.");
    }

    private bool Take(RemoteEntry entry, string part, long from, DateTime? modified, byte[]? said, Teller.Track track, bool endsAnyhow, out long now)
    {
        WholeCheck? check = said is null ? null : new WholeCheck(new PcDigests().Sha256());
        FolderWriter writer = folder.Write(part, anew: from == 0);
        int got = ByteSource.Broken;
        bool isSlow = false;
        _pace.Forgive();
        try
        {
            if (writer.Position != from && !writer.Rewind(from))
            {
                folder.Check(writer.Status, part);
            }

            ByteSource body = peer.Client.Body;
            for (long began = peer.Clock.Milliseconds; !isSlow && (got = body.Read(_block, 0, _block.Length)) > 0; began = peer.Clock.Milliseconds)
            {
                // Bounded as every content is: an octet a second holds nobody for ever.
                isSlow = _pace.Came(got, peer.Clock.Milliseconds - began);
                if (!writer.Write(_block, 0, got))
                {
                    peer.Client.Close();
                    folder.Check(writer.Status, part);
                }

                check?.Append(writer.Position - got, _block, 0, got);
                track.At(writer.Position);
            }
        }
        finally
        {
            now = writer.Position;
            _isBarren = now == from;
            _isSilent = got == ByteSource.TimedOut;
            writer.Modified = got == ByteSource.End ? modified : null;
            int status = writer.Close(durable: got == ByteSource.End);
            if (got == ByteSource.End)
            {
                folder.Check(status, part);
            }
        }

        if (got != ByteSource.End)
        {
            // Of what broke off, or drips, nothing more is read: who asked closes the connection.
            return false;
        }

        peer.Client.Finish();
        if (endsAnyhow && now != entry.Length)
        {
            Forget(part);
            throw new CommandFailure($"{entry.Path} came without its length, so nobody can say whether it is whole: fetch it from a peer that tells.");
        }

        // RFC 9530 §3: the digest is of all of it, whatever part of it came now.
        if (!(check?.IsRight(folder.Store, part, now, said!, _block, out bool _) ?? true))
        {
            throw Refuse(part, $"{entry.Path} is not what its sender says that it is (Repr-Digest)");
        }

        return true;
    }

    /// <summary>Whether a 206 is the rest that was asked for: from this octet on, of this version (RFC 9110 §15.3.7).</summary>
    private bool IsRest(long from, string tag)
    {
        string newTag = peer.Client.Value(Field.ETag);

        // It must go on to the end, or the part would never be whole, and be as long as it says.
        return ContentRange.Read(peer.Client.Value(Field.ContentRange), out long first, out long last, out long total)
            && first == from
            && last == total - 1
            && (newTag.Length == 0 || newTag == tag)
            && (peer.Client.Response.ContentLength < 0 || peer.Client.Response.ContentLength == last - from + 1);
    }

    private PartNote? ReadNote(string part, string source)
    {
        if (folder.Find(part) is not { } there)
        {
            return null;
        }

        PartNote? note = PartNote.Read(folder, part + PartNote.Suffix);
        if (there.IsCollection || note is null)
        {
            throw new CommandFailure($"{folder.Shown(part)} is in the way and not of our making: move it away.");
        }

        return note.Source == source && note.Tag.Length > 0 && (note.Length < 0 || there.Length <= note.Length) ? note : null;
    }

    private void Forget(string part)
    {
        folder.Delete(part);
        folder.Delete(part + PartNote.Suffix);
    }
}
