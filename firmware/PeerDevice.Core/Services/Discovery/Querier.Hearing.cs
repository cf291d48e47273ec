using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <content>What others say.</content>
public sealed partial class Querier
{
    private const int ServiceLabel = 11;
    private static readonly object LabelLength = (byte)ServiceLabel;

    // Each time that a literal is loaded costs a board 12 octets, and this is asked of every message on the link.
    private static readonly string ServiceText = "_peerdevice";

    private readonly TxtReader _keys = new TxtReader();

    private bool _isMissing;

    /// <inheritdoc/>
    public void Hear(byte[] message, int end, Route from, long now)
    {
        // RFC 6762 §11: what does not come from our own link is not believed; §6: nor a response from another port.
        if (!from.IsOnLink || from.Port != Limits.DnsPort || _hasLeft || !Concerns(message, end))
        {
            return;
        }

        // One that is broken anywhere is not believed at all.
        if (!_reader.Read(message, end) || !_reader.IsWhole())
        {
            return;
        }

        lock (_directory.Gate)
        {
            if (_reader.IsResponse)
            {
                HearPointers(from.Segment, now);
                HearServices(from.Segment, now);
                HearAddresses(from, now);
                AskForMissing();
            }
            else
            {
                HearQuestions(from.Segment, now);
            }
        }
    }

    /// <summary>
    /// Whether a message can be about peers, by a look that costs next to nothing: it has the label of their service in it, which stands in the name of every instance; or its first record is of the host of one.
    /// </summary>
    internal bool Concerns(byte[] b, int end)
    {
        if (end <= DnsType.HeaderOctets)
        {
            return false;
        }

        int at = System.Array.IndexOf(b, LabelLength, DnsType.HeaderOctets, end - DnsType.HeaderOctets);
        while (at > 0)
        {
            at++;
            if (end - at < ServiceLabel)
            {
                break;
            }

            if (b[at] == '_' && Text.EqualsIgnoreCase(b, at, at + ServiceLabel, ServiceText))
            {
                return true;
            }

            at = System.Array.IndexOf(b, LabelLength, at, end - at);
        }

        return (b[2] & DnsType.Response) != 0 && TellsOfHost(b, end);
    }

    /// <inheritdoc/>
    internal override bool TellsOfHost(byte[] b, int end)
    {
        int length = b[DnsType.HeaderOctets];
        if (length == 0 || length > Limits.DnsLabelOctets || ((HostLengths >> length) & 1) == 0 || b[5] != 0 || b[4] != 0)
        {
            return false;
        }

        lock (_directory.Gate)
        {
            return IsHost(b, DnsType.HeaderOctets, end);
        }
    }

    private bool IsHost(byte[] b, int at, int end)
    {
        int mark = NameMark.Of(b, at, end);
        for (int i = 0; i < _directory.Count; i++)
        {
            KnownPeer peer = _directory.At(i);
            if (peer.HostMark == mark && peer.Host.Length != 0 && DnsName.Is(b, at, end, peer.Host))
            {
                return true;
            }
        }

        return false;
    }

    private void HearPointers(int segment, long now)
    {
        while (NextRecord())
        {
            if (_reader.Type != DnsType.Ptr || !DnsName.Is(_reader.Buffer, _reader.NameStart, _reader.End, _service) || !IsInstance(_reader.Buffer, _reader.DataStart, _reader.DataEnd))
            {
                continue;
            }

            int outcome = _cache.Hear(_reader, segment, now);
            CachedRecord? record = _cache.Last;
            if (record is null || outcome == RecordCache.Refused)
            {
                continue;
            }

            if (outcome == RecordCache.Ending)
            {
                Wake(record.EndsAt);
                continue;
            }

            KnownPeer? peer = _directory.Announced(record.Data, now);
            if (peer is null)
            {
                // Ourselves, or no room for whom it leads to.
                record.EndBy(now);
                Wake(now);
                continue;
            }

            peer.Confirmations = 0;
            peer.IsDoubted = false;
            if (outcome == RecordCache.New || peer.ResolveAt == long.MaxValue)
            {
                ScheduleMissing(peer, now);
            }

            Wake(record.RefreshAt);
        }
    }

    // What comes along in the same message is not missing.
    private void ScheduleMissing(KnownPeer peer, long now)
    {
        if (peer.Port == 0 || !peer.IsDescribed || !peer.HasAddress)
        {
            if (peer.ResolveAt == long.MaxValue && peer.Tries < Limits.DnsResolveTries)
            {
                peer.ResolveAt = now + Limits.DnsFirstQuestion + (Draw() * Limits.DnsFirstQuestionSpread / byte.MaxValue);
                _isMissing = true;
            }
        }
    }

    // What came with the same message is not missing any more.
    private void AskForMissing()
    {
        for (int i = 0; i < _directory.Count && _isMissing; i++)
        {
            KnownPeer peer = _directory.At(i);
            if (peer.Tries == 0 && peer.Confirmations == 0 && peer.Port != 0 && peer.IsDescribed && peer.HasAddress)
            {
                peer.ResolveAt = long.MaxValue;
            }

            Wake(peer.ResolveAt);
        }

        _isMissing = false;
    }

    private void HearServices(int segment, long now)
    {
        _reader.Rewind();
        while (NextRecord())
        {
            int type = _reader.Type;
            if (type != DnsType.Srv && type != DnsType.Txt)
            {
                continue;
            }

            KnownPeer? peer = _directory.Find(_reader.Buffer, _reader.NameStart, _reader.End);
            if (peer is null)
            {
                continue;
            }

            int outcome = _cache.Hear(_reader, segment, now);
            CachedRecord? record = _cache.Last;
            if (record is null || outcome == RecordCache.Refused)
            {
                continue;
            }

            if (outcome == RecordCache.Ending)
            {
                Wake(record.EndsAt);
                continue;
            }

            peer.SeenAt = now;
            if (type == DnsType.Srv)
            {
                HearService(peer, record);
            }
            else
            {
                HearText(peer, record);
            }
        }
    }

    private void HearService(KnownPeer peer, CachedRecord record)
    {
        byte[] data = record.Data;
        byte[] host = new byte[data.Length - DnsType.SrvOctets];
        System.Array.Copy(data, DnsType.SrvOctets, host, 0, host.Length);
        if (peer.Host.Length == 0 || !DnsName.Is(host, 0, host.Length, peer.Host))
        {
            peer.Host = host;
            peer.HostMark = NameMark.Of(host, 0, host.Length);
            peer.Address = 0;
            peer.Ipv6 = "";
            HostLengths |= 1L << host[0];
        }

        peer.Port = (data[4] << 8) | data[5];

        // It is there: what was doubted stands again.
        peer.Confirmations = 0;
        if (peer.IsDoubted)
        {
            peer.IsDoubted = false;
            Pointer(peer)?.Restore();
        }
    }

    private void HearText(KnownPeer peer, CachedRecord record)
    {
        peer.IsDescribed = true;
        _keys.Begin(record.Data, 0, record.Data.Length);
        if (_keys.Find("id"))
        {
            peer.Id = Text.String(record.Data, _keys.ValueStart, _keys.ValueEnd);
        }

        if (_keys.Find("kind"))
        {
            peer.Kind = Text.String(record.Data, _keys.ValueStart, _keys.ValueEnd);
        }
    }

    private void HearAddresses(Route from, long now)
    {
        bool isAnyIpv6 = false;
        _reader.Rewind();
        while (NextRecord())
        {
            bool isIpv6 = _reader.Type == DnsType.Aaaa && TakesIpv6;
            if ((_reader.Type != DnsType.A && !isIpv6) || !IsHost(_reader.Buffer, _reader.NameStart, _reader.End))
            {
                continue;
            }

            long address = isIpv6 ? 0 : _reader.Address;
            int outcome = _cache.Hear(_reader, from.Segment, now);
            CachedRecord? record = _cache.Last;
            if (record is null || outcome == RecordCache.Refused || outcome == RecordCache.Ending)
            {
                if (record is not null)
                {
                    Wake(record.EndsAt);
                }

                continue;
            }

            if (isIpv6)
            {
                isAnyIpv6 = true;
                continue;
            }

            int mark = NameMark.Of(record.Name, 0, record.Name.Length);
            for (int i = 0; i < _directory.Count; i++)
            {
                KnownPeer peer = _directory.At(i);
                if (peer.HostMark == mark && peer.Host.Length != 0 && DnsName.Is(record.Name, 0, record.Name.Length, peer.Host))
                {
                    HearAddress(peer, address, address == from.Ipv4, now);
                }
            }
        }

        if (isAnyIpv6)
        {
            HearAddressesOfIpv6(from, now);
        }
    }

    // A host has several of IPv6 as a rule. Which of them still stand is known when all of the message are heard, whatever their order.
    private void HearAddressesOfIpv6(Route from, long now)
    {
        _reader.Rewind();
        while (NextRecord())
        {
            if (_reader.Type != DnsType.Aaaa || _reader.TimeToLive == 0)
            {
                continue;
            }

            int mark = NameMark.Of(_reader.Buffer, _reader.NameStart, _reader.End);
            for (int i = 0; i < _directory.Count; i++)
            {
                KnownPeer peer = _directory.At(i);
                if (peer.HostMark == mark && peer.Host.Length != 0 && DnsName.Is(_reader.Buffer, _reader.NameStart, _reader.End, peer.Host))
                {
                    HearIpv6(peer, from, now);
                }
            }
        }
    }

    // Of several addresses the one counts that a packet came from, and otherwise that which is known already, as long as it is told.
    private void HearAddress(KnownPeer peer, long address, bool isSenders, long now)
    {
        peer.SeenAt = now;
        bool stands = false;
        for (CachedRecord? record = _cache.Find(peer.Host, DnsType.A, null, now); record is not null && !stands; record = _cache.Find(peer.Host, DnsType.A, record, now))
        {
            // One that ends in a moment was taken back.
            stands = record.EndsAt - now > Limits.DnsFlushMilliseconds && Ipv4.Of(record.Data, 0) == peer.Address;
        }

        if (isSenders || !stands)
        {
            peer.Address = address;
        }
    }

    // The same of IPv6, but one that is of the link alone is the last choice: who is told of it elsewhere cannot use it.
    private void HearIpv6(KnownPeer peer, Route from, long now)
    {
        int at = _reader.DataStart;
        string address = AddressOf(_reader.Buffer, at, from.Segment);
        bool isOfLink = Ipv6.IsLinkLocal(_reader.Buffer, at);
        bool wasOfLink = peer.Ipv6.IndexOf('%') >= 0;
        bool stands = false;
        bool isTaken = false;
        for (CachedRecord? record = _cache.Find(peer.Host, DnsType.Aaaa, null, now); record is not null; record = _cache.Find(peer.Host, DnsType.Aaaa, record, now))
        {
            isTaken |= Octets.AreSame(record.Data, 0, _reader.Buffer, at, Ipv6.Octets);
            stands |= peer.Ipv6.Length > 0 && record.EndsAt - now > Limits.DnsFlushMilliseconds && AddressOf(record.Data, 0, record.Segment) == peer.Ipv6;
        }

        if (!isTaken)
        {
            return;
        }

        peer.SeenAt = now;
        bool isSenders = from.AddressOctets == Ipv6.Octets && Octets.AreSame(from.Address, 0, _reader.Buffer, at, Ipv6.Octets);
        if (address.Length > 0 && (!stands || (isOfLink == wasOfLink ? isSenders : wasOfLink)))
        {
            peer.Ipv6 = address;
        }
    }

    /// <summary>An IPv6 address as text, with our number of its link where it is of that alone; empty where it leads to no host.</summary>
    private string AddressOf(byte[] b, int at, int segment)
    {
        if (!Ipv6.IsHosts(b, at))
        {
            return "";
        }

        if (!Ipv6.IsLinkLocal(b, at))
        {
            return Ipv6.Text(b, at);
        }

        Segment? link = segment < _segments.Length ? _segments[segment] : null;
        return link is null || link.Zone == 0 ? "" : Ipv6.Text(b, at) + "%" + link.Zone.ToString();
    }

    /// <summary>Hears what another asks: the same need not be asked by us, and what is not answered may be gone.</summary>
    private void HearQuestions(int segment, long now)
    {
        bool isBrowse = false;

        // A message without a question goes on with what another could not say at once (§7.2).
        bool isMore = _reader.Questions == 0;
        bool isWhole = !_reader.IsTruncated;
        while (_reader.NextQuestion())
        {
            if (_reader.HasClassBit)
            {
                // QU: its answer need not reach us.
                continue;
            }

            if (_reader.Type == DnsType.Ptr && DnsName.Is(_reader.Buffer, _reader.NameStart, _reader.End, _service))
            {
                isBrowse = true;
                continue;
            }

            _questionsHeard.Note(_reader.Buffer, _reader.NameStart, _reader.End, _reader.Type, segment, now);
        }

        if (!isBrowse && !isMore)
        {
            return;
        }

        // RFC 6762 §7.3: ours is the same only when it would name all the answers that this one names.
        bool isOurs = true;
        while (NextRecord())
        {
            if (_reader.Type == DnsType.Ptr)
            {
                CachedRecord? known = _cache.FindPointer(_reader, now);

                // Ourselves we need not name.
                isOurs &= known is not null ? known.IsYoung(now) : _directory.IsOurs(_reader.Buffer, _reader.DataStart, _reader.DataEnd);
                if (known is not null)
                {
                    known.NamedAt = now;
                }
            }
        }

        if (isMore)
        {
            if (!isOurs)
            {
                _questionsHeard.Forget(_service, DnsType.Ptr, segment);
            }

            return;
        }

        if (isOurs)
        {
            _questionsHeard.Note(_service, 0, _service.Length, DnsType.Ptr, segment, now);
        }

        if (!isWhole)
        {
            return;
        }

        for (CachedRecord? record = _cache.After(null); record is not null; record = _cache.After(record))
        {
            // One question a second counts: the same one comes by each link, and from many at once.
            if (record.Type == DnsType.Ptr && record.NamedAt != now && now - record.DoubtedAt >= Limits.DnsSameQuestionMilliseconds)
            {
                record.Doubts++;
                record.DoubtedAt = now;
                if (record.Doubts >= Limits.DnsConfirmations)
                {
                    Wake(now + Limits.DnsDoubtMilliseconds);
                }
            }
        }
    }

    // Answers and additionals, of the Internet's class: what stands in the section of authority is only wished for (§8.2).
    private bool NextRecord()
    {
        while (_reader.NextRecord())
        {
            if (_reader.Section != DnsType.Authority && _reader.Class == DnsType.In)
            {
                return true;
            }
        }

        return false;
    }

    // A label, then the service: nothing else may be told as a peer.
    private bool IsInstance(byte[] b, int at, int end)
    {
        int length = NameMark.ToLabel(b, ref at, ref end) ? b[at] : 0;
        return length > 0 && length <= Limits.DnsLabelOctets && DnsName.Is(b, at + length + 1, end, _service);
    }
}
