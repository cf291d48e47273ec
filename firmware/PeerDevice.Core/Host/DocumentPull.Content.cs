namespace PeerDevice.Host;

/// <content>Its octets, as they come, to their end.</content>
internal sealed partial class DocumentPull
{
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count > _straight)
        {
            return Fill(buffer, offset, count, Unread, 0);
        }

        // Each block that a board fetches passes here: how fast it came is looked at now and then.
        long before = _clock.Milliseconds;
        int got = _body.Read(buffer, offset, count);
        _waited += _clock.Milliseconds - before;
        if (got < count || _waited > Limits.PaceMilliseconds)
        {
            return Fill(buffer, offset, count, got, 0);
        }

        _octets += got;
        _straight -= got;
        _check.Append(buffer, offset, got);
        return got;
    }

    // A file comes by whole blocks, however little each read brings: they are written, and looked at, as they are. What comes slowly is not waited for so long that who looks on sees nothing.
    private int Fill(byte[] buffer, int offset, int count, int got, long waited)
    {
        int filled = 0;
        int came = _end;
        long until = _clock.Milliseconds + Limits.PullGather;
        while (came > 0 && filled < count && (filled == 0 || (IsFile && _clock.Milliseconds < until)))
        {
            came = Take(buffer, offset + filled, count - filled, got, waited);
            filled += came > 0 ? came : 0;
            got = Unread;
        }

        if (filled > 0)
        {
            _check.Append(buffer, offset, filled);
        }

        if (_end > 0 && came <= 0)
        {
            _end = came == End ? Finish() : came;
        }

        _straight = _end > 0 && !_isEnough && _toSkip == 0 && _length >= 0 ? _length - _octets : 0;
        return filled > 0 ? filled : _end;
    }

    // Takes what was read already, or reads some, until there is an octet, or no more to be had.
    private int Take(byte[] buffer, int offset, int count, int got, long waited)
    {
        while (true)
        {
            long left = _toSkip > 0 ? _toSkip : _length >= 0 ? _length - _octets : count;
            int want = left < count ? (int)left : count;
            if (want == 0)
            {
                return End;
            }

            if (got == Unread && _isEnough)
            {
                if (!Tire())
                {
                    return Lose("It came too slowly.");
                }

                got = Broken;
            }
            else if (got == Unread)
            {
                long before = _clock.Milliseconds;
                got = _body.Read(buffer, offset, want);
                waited = _clock.Milliseconds - before;
            }

            if (got > 0)
            {
                _isEnough = Count(got, waited);
                if (_toSkip == 0)
                {
                    _barren = 0;
                    _octets += got;
                    _counted = _octets;
                    return _length >= 0 || _octets <= Most ? got : Lose("It is larger than what is fetched.");
                }

                _toSkip -= got;
            }
            else if (got == End && _length < 0 && _toSkip == 0)
            {
                _length = _octets;
                return End;
            }
            else
            {
                Count(0, waited);
                _isWeary |= got == TimedOut;
                _isEnough = false;
                _pace.Forgive();
                if (Trouble.Length > 0 || !Resume())
                {
                    return Broken;
                }
            }

            got = Unread;
            waited = 0;
        }
    }

    // What came since it was looked at last is counted here, too.
    private bool Count(int got, long waited)
    {
        long octets = _octets - _counted + got;
        _counted = _octets;
        waited += _waited;
        _waited = 0;
        return _pace.Came(octets, waited);
    }

    // It is too slow: whether another is to be looked for.
    private bool Tire()
    {
        _isWeary = true;
        return MayMove && _pace.IsLate;
    }

    // The end: it is what it was said to be, or it is not there.
    private int Finish()
    {
        Credit();
        if (_check.End())
        {
            _holders?.Judge(true, false);
            if (_check.IsKnown)
            {
                // Of what was changed since nobody can say who was wrong.
                _suspects?.Judge(false, true);
            }

            return End;
        }

        // Where its own server gave some of it, too, that one alone can say whose fault it was.
        IsMixed = _wasElsewhere;
        if (!IsFile || !_hasGiven)
        {
            _holders?.Judge(false, !_hasGiven);
        }

        return Lose("Its content is not what its server says it is.");
    }

    // Notes who gave what came since the last turn.
    private void Credit()
    {
        if (_octets > _from && _isElsewhere)
        {
            _holders!.Gave();
        }

        _hasGiven |= _octets > _from && !_isElsewhere;
        _from = _octets;
    }
}
