using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>
/// One raw connection (AppSocket) after another: what each brings is one Job of one document, which goes to the device as it is; what the device says goes back.
/// </summary>
internal sealed class RawConnection : DataConnection
{
    private readonly Intake _intake;
    private readonly RawSource _source;

    /// <summary>Makes what serves raw connections to a Printer, one at a time.</summary>
    public RawConnection(Printer printer, IClock clock, BlockPool blocks, int ownOctets)
    {
        _intake = new Intake(printer, clock, blocks, ownOctets);
        _source = new RawSource(_intake);
    }

    /// <summary>Prints what a link brings, to its end. Blocks for as long as the device takes.</summary>
    /// <returns>As <see cref="Intake.Submit"/>.</returns>
    public int Serve(Link link)
    {
        _source.Attach(link);
        Job job = new Job { Name = "raw from " + link.RemoteAddress, Host = link.RemoteAddress, Origin = Job.ByRaw };
        return _intake.Submit(job, "", "", _source, link.Sink);
    }

    /// <summary>
    /// What a raw client sends. Who has sent nothing yet keeps the others from printing for less long; and while a device that talks is at the other end, whoever is waited for hears it.
    /// </summary>
    private sealed class RawSource : ByteSource
    {
        private readonly Intake _intake;
        private Link? _link;
        private int _patience;
        private int _turn;

        /// <summary>Makes a source for an intake.</summary>
        public RawSource(Intake intake)
        {
            _intake = intake;
        }

        /// <summary>Begins with a connection.</summary>
        public void Attach(Link link)
        {
            _link = link;
            _patience = Limits.RawFirstMilliseconds;
            SetTurn(_patience);
        }

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count)
        {
            Link link = _link!;
            if (_turn == _patience && _intake.IsTwoWay)
            {
                SetTurn(Limits.BackTalkMilliseconds);
            }

            int waited = 0;
            int got = link.Source.Read(buffer, offset, count);
            while (got == TimedOut && waited + _turn < _patience)
            {
                waited += _turn;
                _intake.PassBack();
                got = link.Source.Read(buffer, offset, count);
            }

            if (_patience != Limits.RawSilenceMilliseconds && got > 0)
            {
                if (IsRequest(buffer, offset, offset + got))
                {
                    return Broken;
                }

                _patience = Limits.RawSilenceMilliseconds;
                SetTurn(_patience);
            }

            return got;
        }

        // Browsers let any page send to this port what it likes behind a request head: so that no page prints, nothing is printed that begins with one.
        private static bool IsRequest(byte[] buffer, int start, int end)
        {
            const string Tail = " HTTP/1.1\r";
            int line = Octets.Find(buffer, start, end, Octets.LineFeed);
            return line - start > Tail.Length && Text.Is(buffer, line - Tail.Length, line, Tail);
        }

        private void SetTurn(int milliseconds)
        {
            _turn = milliseconds;
            _link!.SetReadPatience(milliseconds);
        }
    }
}
