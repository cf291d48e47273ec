using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <content>What is missing, what ends soon, and what is doubted.</content>
public sealed partial class Querier
{
    /// <summary>Takes out what has ended, and asks about what others asked for in vain.</summary>
    private void ForgetEnded(long now)
    {
        for (CachedRecord? record = _cache.After(null); record is not null; record = _cache.After(record))
        {
            if (record.Type == DnsType.Ptr && record.Doubts >= Limits.DnsConfirmations && now - record.DoubtedAt >= Limits.DnsDoubtMilliseconds)
            {
                // RFC 6762 §10.5: two questions without an answer for ten seconds.
                record.Doubts = 0;
                KnownPeer? doubted = _directory.Find(record.Data, 0, record.Data.Length);
                if (doubted is not null)
                {
                    // All doubt it at one moment: one of them asks, and the others hear that.
                    PeerDirectory.Doubt(doubted, now);
                    doubted.ResolveAt = now + (Draw() * Limits.DnsConfirmAgain / byte.MaxValue);
                }
            }
        }

        for (CachedRecord? ended = _cache.TakeEnded(now); ended is not null; ended = _cache.TakeEnded(now))
        {
            if (ended.Type == DnsType.Ptr)
            {
                _directory.Gone(ended.Data);
            }
        }
    }

    /// <summary>Gathers the questions that are due, as many as one message may have.</summary>
    private bool Collect(long now)
    {
        _questions = 0;
        bool isWanted = now < _directory.WantedUntil;
        for (int i = 0; i < _directory.Count && _questions + 2 < Limits.DnsQuestionsAtOnce; i++)
        {
            KnownPeer peer = _directory.At(i);
            if (!peer.IsAnnounced)
            {
                continue;
            }

            // Who was left alone is asked again for who looks now.
            peer.Tries = isWanted && !_wasWanted ? 0 : peer.Tries;
            if (peer.Confirmations > 0)
            {
                if (now >= peer.ResolveAt)
                {
                    Confirm(peer, now);
                }
            }
            else if (now >= peer.ResolveAt)
            {
                Resolve(peer, now);
            }
            else if (isWanted)
            {
                Refresh(peer, now);
            }
        }

        _wasWanted = isWanted;
        for (CachedRecord? record = _cache.After(null); record is not null; record = _cache.After(record))
        {
            if (record.Type == DnsType.Ptr && now >= record.RefreshAt)
            {
                // One question asks for all that are as old: those that are not, it says.
                record.Refreshed();
                Ask(_service, DnsType.Ptr);
            }
        }

        return _questions > 0;
    }

    private void Resolve(KnownPeer peer, long now)
    {
        bool isComplete = true;
        if (peer.Port == 0 || _cache.Find(peer.Instance, DnsType.Srv, null, now) is null)
        {
            isComplete = false;
            Ask(peer.Instance, DnsType.Srv);
        }

        if (!peer.IsDescribed)
        {
            isComplete = false;
            Ask(peer.Instance, DnsType.Txt);
        }

        if (peer.Host.Length != 0 && (!peer.HasAddress || Addresses(peer, now) is null))
        {
            isComplete = false;
            Ask(peer.Host, DnsType.A);
            if (TakesIpv6)
            {
                Ask(peer.Host, DnsType.Aaaa);
            }
        }

        // Whoever does not answer so often does not until somebody wants it.
        peer.Tries++;
        peer.ResolveAt = isComplete || peer.Tries >= Limits.DnsResolveTries ? long.MaxValue : now + ((long)Limits.DnsFirstInterval << peer.Tries);
    }

    private void Refresh(KnownPeer peer, long now)
    {
        CachedRecord? service = _cache.Find(peer.Instance, DnsType.Srv, null, now);
        CachedRecord? address = peer.Host.Length == 0 ? null : Addresses(peer, now);
        if (service is null || address is null)
        {
            if (peer.ResolveAt == long.MaxValue && peer.Tries < Limits.DnsResolveTries)
            {
                Resolve(peer, now);
            }

            return;
        }

        if (now >= service.RefreshAt)
        {
            service.Refreshed();
            Ask(peer.Instance, DnsType.Srv);
        }

        if (now >= address.RefreshAt)
        {
            address.Refreshed();
            Ask(peer.Host, address.Type);
        }
    }

    /// <summary>A record of the kind of address that a peer is reached by, while there is one.</summary>
    private CachedRecord? Addresses(KnownPeer peer, long now)
    {
        return _cache.Find(peer.Host, peer.Address == 0 && peer.Ipv6.Length > 0 ? DnsType.Aaaa : DnsType.A, null, now);
    }

    /// <summary>Asks whether a peer is there at all: without an answer in ten seconds all that was known of it ends (§10.4).</summary>
    private void Confirm(KnownPeer peer, long now)
    {
        if (peer.Confirmations == Limits.DnsConfirmations)
        {
            CachedRecord? pointer = Pointer(peer);
            if (pointer is not null)
            {
                pointer.EndBy(now + Limits.DnsDoubtMilliseconds);
                peer.IsDoubted = true;
            }
        }

        Ask(peer.Instance, DnsType.Srv);
        peer.Confirmations--;
        peer.ResolveAt = peer.Confirmations == 0 ? long.MaxValue : now + Limits.DnsConfirmAgain;
    }

    private CachedRecord? Pointer(KnownPeer peer)
    {
        for (CachedRecord? record = _cache.After(null); record is not null; record = _cache.After(record))
        {
            if (record.Type == DnsType.Ptr && DnsName.Is(record.Data, 0, record.Data.Length, peer.Instance))
            {
                return record;
            }
        }

        return null;
    }

    private void Ask(byte[] name, int type)
    {
        if (_questions > 0 && _types[_questions - 1] == type && _names[_questions - 1] == name)
        {
            return;
        }

        if (_questions < Limits.DnsQuestionsAtOnce)
        {
            _names[_questions] = name;
            _types[_questions++] = type;
        }
    }

    private long NextDue(long now)
    {
        long due = _askAt < _widenAt ? _askAt : _widenAt;
        bool isWanted = now < _directory.WantedUntil;
        for (CachedRecord? record = _cache.After(null); record is not null; record = _cache.After(record))
        {
            due = record.EndsAt < due ? record.EndsAt : due;
            if (record.Type == DnsType.Ptr)
            {
                due = record.RefreshAt < due ? record.RefreshAt : due;
                if (record.Doubts >= Limits.DnsConfirmations && record.DoubtedAt + Limits.DnsDoubtMilliseconds < due)
                {
                    due = record.DoubtedAt + Limits.DnsDoubtMilliseconds;
                }
            }
            else if (isWanted && (record.Type == DnsType.Srv || record.Type == DnsType.A || record.Type == DnsType.Aaaa) && record.RefreshAt > now)
            {
                due = record.RefreshAt < due ? record.RefreshAt : due;
            }
        }

        for (int i = 0; i < _directory.Count; i++)
        {
            long at = _directory.At(i).ResolveAt;
            due = at < due ? at : due;
        }

        // Never at once again: what could not be said now can be said in a moment.
        return due <= now ? now + Limits.DnsPause : due;
    }
}
