using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>
/// One raw connection (AppSocket) after another: what each brings is one Job of one document, which goes to the device as it is; what the device says goes back.
/// </summary>
internal sealed class RawConnection : DataConnection
{
    private readonly Intake _intake;
    private readonly RawSource _source;

    /// <summary>Makes what serves raw connections, one at a time.</summary>
    public RawConnection(Intake intake)
    {
        _intake = intake;
        _source = new RawSource(intake);
    }

    /// <summary>Prints what a link brings, to its end. Blocks for as long as the device takes.</summary>
    /// <returns>As <see cref="Intake.Submit"/>; FormatNotSupported for what a browser sends.</returns>
    public int Serve(Link link)
    {
        _source.Attach(link);
        Job job = new Job { Name = "raw from " + link.RemoteAddress, Host = link.RemoteAddress, Origin = Job.ByRaw };
        int status = _intake.Submit(job, "", "", _source, link.Sink);
        return _source.IsRequest ? PrintStatus.FormatNotSupported : status;
    }

    /// <summary>
    /// What a raw client sends. Who has sent nothing yet keeps the others from printing for less long; and while a device that talks is at the other end, whoever is waited for hears it. Where nobody else looks at the device, that is done while the client says nothing.
    /// </summary>
    private sealed class RawSource : ByteSource
    {
        // The first two octets of a record's header, and how long that is (RFC 8446 §5.1).
        private const int TlsHandshake = 22;
        private const int TlsMajor = 3;
        private const int TlsHeader = 5;

        private readonly Intake _intake;
        private Link? _link;
        private int _patience;
        private int _turn;

        /// <summary>Makes a source for an intake.</summary>
        public RawSource(Intake intake)
        {
            _intake = intake;
        }

        /// <summary>Whether what came is a browser's.</summary>
        public bool IsRequest { get; private set; }

        /// <summary>Begins with a connection.</summary>
        public void Attach(Link link)
        {
            _link = link;
            IsRequest = false;
            _patience = Limits.RawFirstMilliseconds;
            _turn = 0;
            SetTurn(_intake.Watch(_patience));
        }

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count)
        {
            Link link = _link!;
            if (_turn > Limits.BackTalkMilliseconds && _intake.IsTwoWay)
            {
                SetTurn(Limits.BackTalkMilliseconds);
            }

            int waited = 0;
            int got = link.Source.Read(buffer, offset, count);
            while (got == TimedOut && waited + _turn < _patience)
            {
                waited += _turn;
                _intake.PassBack();
                int left = _patience - waited;
                int next = _intake.Watch(_intake.IsTwoWay ? Limits.BackTalkMilliseconds : left);
                SetTurn(next < left ? next : left);
                got = link.Source.Read(buffer, offset, count);
            }

            if (_patience != Limits.RawSilenceMilliseconds && got > 0)
            {
                IsRequest = IsHead(buffer, offset, offset + got);
                if (IsRequest)
                {
                    return Broken;
                }

                _patience = Limits.RawSilenceMilliseconds;
                SetTurn(_intake.Watch(_patience));
            }

            return got;
        }

        // Browsers let any page send to this port what it likes behind a request head: so that no page prints, nothing is printed that begins with one, nor with so much of a line (method, blank, path) that its end
        // has not come yet: a page chooses how long its path is.
        private static bool IsHead(byte[] buffer, int start, int end)
        {
            const string Tail = " HTTP/1.1\r";

            // By https what comes first is TLS's: a record of a handshake, of version 3.x (RFC 8446 §5.1), with a name of the page's choice.
            if (end - start >= TlsHeader && buffer[start] == TlsHandshake && buffer[start + 1] == TlsMajor)
            {
                return true;
            }

            int at = start;
            while (at < end && buffer[at] >= 'A' && buffer[at] <= 'Z')
            {
                at++;
            }

            if (at == start || at + 1 >= end || buffer[at] != ' ')
            {
                return false;
            }

            int line = Octets.Find(buffer, at, end, Octets.LineFeed);
            int tail = line - Tail.Length;
            return line < 0 ? buffer[at + 1] == '/' : tail > at && Text.Is(buffer, tail, line, Tail) && Octets.Find(buffer, at + 1, tail, Octets.Space) < 0;
        }

        private void SetTurn(int milliseconds)
        {
            if (milliseconds != _turn)
            {
                _turn = milliseconds;
                _link!.SetReadPatience(milliseconds);
            }
        }
    }
}
