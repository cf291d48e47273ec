using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>The collection above the share: Windows asks for the properties of "/" before it looks at anything below.</content>
public sealed partial class FileShare
{
    /// <summary>Answers a PROPFIND of "/": a collection with one member, the share.</summary>
    public void PropFindRoot(Exchange exchange)
    {
        int depth = DepthOf(exchange);
        if (depth == DepthMalformed)
        {
            exchange.Answer(400);
            return;
        }

        PropFindReader? wanted = ReadWanted(exchange, out int refusal);
        if (wanted is null)
        {
            exchange.MustClose |= refusal == 413 || refusal == 408;
            exchange.Answer(refusal);
            return;
        }

        if (depth == DepthInfinity)
        {
            RefuseInfinity(exchange);
            return;
        }

        new RootWriter(exchange, wanted).Send(_locks, depth == 1);
    }

    /// <summary>Answers an OPTIONS of "/" or of the server as a whole: Windows asks there what kind of server this is.</summary>
    public static void OptionsOfServer(Exchange exchange)
    {
        exchange.Start(200);
        exchange.Out.Ascii(exchange.MayWrite ? DavWriting : DavReading);
        exchange.Out.Ascii("Allow: OPTIONS, GET, HEAD, PROPFIND\r\n");
        exchange.EndHead(0);
        exchange.Flush();
    }

    private sealed class RootWriter
    {
        private readonly Exchange _exchange;
        private readonly PropFindReader _wanted;
        private readonly MultistatusWriter _writer = new MultistatusWriter();

        internal RootWriter(Exchange exchange, PropFindReader wanted)
        {
            _exchange = exchange;
            _wanted = wanted;
        }

        internal void Send(Locks locks, bool withMembers)
        {
            _exchange.StartParts(207);
            _exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
            _exchange.EndHeadOfParts();
            _exchange.FlushPart();
            _writer.Under(_exchange.Out, "/");
            _writer.Begin(_exchange.Out);

            // "/" itself cannot be locked.
            Show(locks, new HeldLock[0], false);
            if (Write("") && withMembers)
            {
                Show(locks, locks.Around("", false), _exchange.MayWrite);
                Write(Prefix.Substring(1, Prefix.Length - 2));
            }

            _exchange.FlushPart();
            _writer.End(_exchange.Out);
            _exchange.EndParts();
        }

        private void Show(Locks locks, HeldLock[] around, bool canLock)
        {
            bool showsLocks = _wanted.Wants(DavProperty.LockDiscovery);
            bool showsKinds = _wanted.Wants(DavProperty.SupportedLock);
            if (showsLocks || showsKinds)
            {
                _writer.Pieces = new LockPieces(locks, around, "", showsLocks, showsKinds, canLock);
            }
        }

        private bool Write(string name)
        {
            // Twice false on an empty buffer is no use (a name of hundreds of octets asked for in a buffer of some).
            while (!_writer.Entry(_exchange.Out, name, true, 0, 0, _exchange.Head, 0, "", _wanted))
            {
                int before = _exchange.Out.Room;
                if (!_exchange.FlushPart() || _exchange.Out.Room <= before)
                {
                    _exchange.MustClose = true;
                    return false;
                }
            }

            return true;
        }
    }
}
