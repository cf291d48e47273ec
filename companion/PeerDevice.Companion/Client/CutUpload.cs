using System;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Stores one large file on a peer that takes uploads which can be cut (PROTOCOL): what arrived is never sent again, not after a lost connection, and not
/// when the command is run anew.
/// </summary>
internal sealed class CutUpload(RemotePeer peer, Teller teller, (string Field, string Value) condition, byte[] block)
{
    private const int NoAnswer = 0;

    private string _resource = "";
    private long _at;
    private int _stalls;

    /// <summary>Sends an opened file.</summary>
    /// <returns>The status of the answer, whose head can still be read: whoever calls finishes it. -1 where the peer does not take it this way, and nothing was sent.</returns>
    public int Send(LocalFolder folder, string from, BlockSource source, string to, Teller.Track track)
    {
        long version = folder.Find(from)?.Version ?? 0;
        string file = folder.Shown(from);
        UploadNote? note = UploadNote.Find(peer.Client.Authority, to, file, source.Length, version, source, block);
        if (note is not null)
        {
            _resource = note.Resource;
            int known = GoOn(to, track, source.Length, out bool isComplete);
            if (isComplete)
            {
                note.Forget();
                return known;
            }

            if (known is < 200 or >= 300)
            {
                note.Forget();
                note = null;
                _at = 0;
            }
            else
            {
                teller.Say($"continued {to} at {_at.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        if (note is null)
        {
            int begun = Begin(to, source.Length);
            if (_resource.Length == 0)
            {
                return begun;
            }

            note = UploadNote.Begin(peer.Client.Authority, to, file, _resource, source.Length, version);
        }

        while (true)
        {
            if (folder.Find(from) is not { } entry || entry.Version != version || entry.Length != source.Length)
            {
                note.Forget();
                peer.Ask("DELETE", _resource);
                peer.Client.Finish();
                throw new CommandFailure($"{file} changed while it was sent: run the command again.");
            }

            long count = Math.Min(DesktopLimits.UploadPart - (_at % DesktopLimits.UploadPart), source.Length - _at);
            bool isLast = _at + count == source.Length;
            int status = SendPart(source, count, isLast, track);
            if (status is >= 200 and < 300 && isLast)
            {
                note.Forget();
                return status;
            }

            if (status is >= 200 and < 300)
            {
                peer.Client.Finish();
                note.Add(source, _at, count, block);
                _at += count;
                _stalls = 0;
            }
            else if (status is NoAnswer or 409 or 400 or 408 or 503)
            {
                int known = GoOn(to, track, source.Length, out bool isComplete);
                if (isComplete)
                {
                    note.Forget();
                    return known;
                }

                if (known is < 200 or >= 300)
                {
                    note.Forget();
                    throw known == 404 ? new CommandFailure($"{peer.Client.Authority} no longer knows the upload of {to}: run the command again.") : peer.Refusal(known, to);
                }
            }
            else
            {
                if (status is not (412 or 423))
                {
                    // 412 and 423 leave it as it is: under another condition it goes on without sending anything again.
                    note.Forget();
                }

                return status;
            }
        }
    }

    // The status of what the peer said of the upload, and how far it is; waits for a peer that cannot be reached, longer each time.
    private int GoOn(string to, Teller.Track track, long length, out bool isComplete)
    {
        isComplete = false;
        while (true)
        {
            peer.Client.Start("HEAD", _resource);
            int outcome = peer.Client.Ask();
            int status = outcome == HttpClient.Ok ? peer.Client.Response.Status : NoAnswer;
            if (status == 204
                && long.TryParse(peer.Client.Value(Field.UploadOffset), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
                && offset >= 0 && offset <= length)
            {
                isComplete = peer.Client.Value(Field.UploadComplete) == "?1";
                peer.Client.Finish();
                _stalls = offset > _at ? 0 : _stalls + 1;
                _at = offset;
                track.At(offset);
                if (isComplete)
                {
                    // Its answer was lost: what it said is asked again.
                    return peer.Ask("HEAD", to);
                }

                Despair(HttpClient.Broken);
                if (_stalls > 1)
                {
                    BackOff();
                }

                return status;
            }

            if (status != NoAnswer && status != 503)
            {
                peer.Client.Finish();
                return status == 204 ? 404 : status;
            }

            _stalls++;
            if (outcome == HttpClient.Ok)
            {
                peer.Client.Finish();
            }

            Despair(outcome == HttpClient.Ok ? HttpClient.Silent : outcome);
            BackOff();
        }
    }

    private void BackOff() =>
        peer.Wait(Math.Min(DesktopLimits.BackOff << Math.Min(_stalls - 1, DesktopLimits.BackOffDoublings), DesktopLimits.BackOffMost));

    private void Despair(int outcome)
    {
        if (_stalls > DesktopLimits.UploadStalls)
        {
            throw new CommandFailure(
                peer.Sentence(outcome) + string.Create(CultureInfo.InvariantCulture, $" {_at} octets have arrived: run the command again to go on."),
                isFinal: outcome is HttpClient.Unreachable or HttpClient.Silent);
        }
    }

    // Begins an upload with nothing in it: its name is known before anything is sent.
    private int Begin(string to, long length)
    {
        for (int attempt = 1; ; attempt++)
        {
            peer.Client.Start("PUT", to);
            AddCondition();
            peer.Client.Field("Upload-Complete: ", "?0");
            peer.Client.Field("Upload-Length: ", length);
            peer.Check(peer.Client.Begin(0, expectsContinue: false));
            peer.Check(peer.Client.Complete());
            if (peer.WaitIfBusy(attempt))
            {
                continue;
            }

            int status = peer.Client.Response.Status;
            string resource = peer.Client.Value(Field.Location);
            bool isInParts = resource.StartsWith('/') && peer.Client.Value(Field.UploadComplete) == "?0";
            if (status == 503)
            {
                // No place for another: then as any other file.
                peer.Client.Finish();
                return -1;
            }

            if (status is < 200 or >= 300)
            {
                return status;
            }

            peer.Client.Finish();
            if (!isInParts)
            {
                throw new CommandFailure($"{peer.Client.Authority} says that it takes uploads in parts, and does not: it may have emptied {to}.");
            }

            _resource = resource;
            return status;
        }
    }

    private int SendPart(BlockSource source, long count, bool isLast, Teller.Track track)
    {
        peer.Client.Start("PATCH", _resource);
        if (isLast)
        {
            AddCondition();
        }

        peer.Client.Field("Content-Type: ", "application/partial-upload");
        peer.Client.Field("Upload-Offset: ", _at);
        peer.Client.Field("Upload-Complete: ", isLast ? "?1" : "?0");
        if (peer.Client.Begin(count, expectsContinue: count >= DesktopLimits.ExpectFrom) != HttpClient.Ok)
        {
            return NoAnswer;
        }

        long sent = 0;
        while (!peer.Client.IsAnswered && sent < count)
        {
            long step = Math.Min(DesktopLimits.Step, count - sent);
            long moved = peer.Client.Content.TransferFrom(source, _at + sent, step, block);
            sent += moved;
            track.At(_at + sent);
            if (moved < step)
            {
                break; // the peer may have said why
            }
        }

        return peer.Client.Complete() == HttpClient.Ok ? peer.Client.Response.Status : NoAnswer;
    }

    private void AddCondition()
    {
        if (condition.Field.Length > 0)
        {
            peer.Client.Field(condition.Field, condition.Value);
        }
    }
}
