using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>Copies files and folders from one peer to another, through this PC and without keeping anything here.</summary>
internal sealed class Relay(RemotePeer from, RemotePeer to, Teller teller, bool force)
{
    private readonly byte[] _block = new byte[DesktopLimits.Step];
    private readonly Upload _upload = new(to, teller, force);

    /// <summary>Copies a file or folder; what fails in it is told, and the rest goes on.</summary>
    public void Copy(RemoteEntry entry, string target, int depth = 0)
    {
        try
        {
            if (!entry.IsCollection)
            {
                CopyFile(entry, target);
                return;
            }

            if (depth >= DesktopLimits.TreeDepth)
            {
                throw new CommandFailure($"{entry.Path} lies deeper than {DesktopLimits.TreeDepth} folders: copy it by its own name.");
            }

            _upload.MakeFolder(target);
            foreach (RemoteEntry member in from.List(entry.Path))
            {
                if (Names.Objection(member.Name) is { } objection)
                {
                    teller.Complain($"left out {member.Path}: {objection}.");
                    continue;
                }

                Copy(member, PeerAddress.Join(target, member.Name), depth + 1);
            }
        }
        catch (CommandFailure failure) when (!failure.IsFinal && depth > 0)
        {
            teller.Complain(failure.Message);
        }
    }

    private void CopyFile(RemoteEntry entry, string target)
    {
        int status = from.Ask("GET", entry.Path, static client => client.Field("Accept-Encoding: ", "identity"));
        if (status != 200)
        {
            from.Expect(status, entry.Path);
            throw from.Refusal(status, entry.Path);
        }

        ResponseReader head = from.Client.Response;
        if (head.EndsWithConnection)
        {
            from.Client.Close();
            throw new CommandFailure($"{entry.Path} comes without its length, so nobody can say whether it is whole: fetch it from a peer that tells.");
        }

        using Teller.Track track = teller.Follow(entry.Name, head.IsChunked ? -1 : head.ContentLength);
        to.Client.Start("PUT", target);
        if (!force)
        {
            to.Client.Field("If-None-Match: ", "*");
        }

        to.Check(to.Client.Begin(head.IsChunked ? -1 : head.ContentLength, expectsContinue: true));
        long moved = 0;
        int got = ByteSource.End;
        while (!to.Client.IsAnswered && (got = from.Client.Body.Read(_block, 0, _block.Length)) > 0)
        {
            if (!to.Client.Content.Write(_block, 0, got))
            {
                break; // the peer may have said why
            }

            moved += got;
            track.At(moved);
        }

        if (got < 0)
        {
            // Without an end the other peer must not take it for whole.
            to.Client.Close();
            from.Client.Close();
            throw new CommandFailure($"{entry.Path} broke off after {moved} octets: try again.");
        }

        to.Check(to.Client.Complete());
        from.Client.Finish();
        to.Expect(to.Client.Response.Status, target);
        to.Client.Finish();
        teller.Say($"{entry.Path} -> {target}");
    }
}
