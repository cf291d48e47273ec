using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// The numbers of names that were others' (RFC 6762 §9), over a restart: so a peer is called tomorrow as it is today, whoever starts first. A name that is set anew has none. Written seldom
/// (PROTOCOL, "The record of names").
/// <code>
/// offset  octets
/// 0       4      "PDNN"
/// 4       1      version of this format: 1
/// 5       1      how many names follow
/// 6 each: the name that was wanted, as a number (4), which of those that would like it (2)
///         4      CRC-32 of all octets before
/// </code>
/// </summary>
public sealed class NameMemory
{
    private const int Version = 1;
    private const int Front = 6;
    private const int Each = 6;
    private const int Check = 4;

    private readonly INote _note;
    private readonly Responder _responder;
    private byte[] _kept = new byte[0];      // hardly anybody has another's name
    private byte[] _now = new byte[0];
    private int _keptCount;
    private int _renamed;
    private long _since = long.MinValue;
    private long _again = long.MinValue;

    /// <summary>Makes the memory of a responder that has not begun yet.</summary>
    public NameMemory(INote note, Responder responder)
    {
        _note = note;
        _responder = responder;
    }

    /// <summary>Gives the names the numbers that they had. What is damaged, or of another name, says nothing.</summary>
    public void Load()
    {
        _kept = new byte[Limits.NameRecordOctets];
        int count = _note.Read(_kept);
        _keptCount = IsWhole(count) ? count : 0;
        for (int at = Front; at < _keptCount - Check; at += Each)
        {
            uint key = (uint)BigEndian.Read(_kept, at, 4);
            for (int i = -1; i < _responder.Offers.Length; i++)
            {
                OwnLabel label = Label(i);
                if (label.Key == key)
                {
                    label.Set((int)BigEndian.Read(_kept, at + 4, 2));
                }
            }
        }

        _kept = _keptCount == 0 ? new byte[0] : _kept;
    }

    /// <summary>Keeps the numbers, where they are others than what is kept and have stood for a while; and no more often than a medium bears for ever, however others' names change.</summary>
    /// <param name="isEnding">Whether the peer ends in good order: then there is no later.</param>
    /// <param name="now">The clock's milliseconds.</param>
    public void Keep(bool isEnding, long now)
    {
        if (!_responder.IsSettled || _renamed != _responder.Renamed || _since == long.MinValue)
        {
            _renamed = _responder.Renamed;
            _since = now;
        }

        if (!_responder.IsSettled || (!isEnding && (now - _since < Limits.NameKeptAfterMilliseconds || now < _again)))
        {
            return;
        }

        if (_keptCount == 0 && !IsAnyAnothers())
        {
            return;
        }

        _now = _now.Length == 0 ? new byte[Limits.NameRecordOctets] : _now;
        int count = Write();
        if (count == _keptCount && Octets.AreSame(_now, 0, _kept, 0, count))
        {
            return;
        }

        // Whether it could be written or not.
        _again = now + Limits.NameKeptAgainMilliseconds;
        if (_note.Write(_now, count))
        {
            byte[] kept = _kept.Length == 0 ? new byte[Limits.NameRecordOctets] : _kept;
            System.Array.Copy(_now, 0, kept, 0, count);
            _kept = kept;
            _keptCount = count;
        }
    }

    private bool IsAnyAnothers()
    {
        bool isAny = false;
        for (int i = -1; i < _responder.Offers.Length; i++)
        {
            isAny |= Label(i).Number > 1;
        }

        return isAny;
    }

    /// <returns>Octets of the record.</returns>
    private int Write()
    {
        _now[0] = (byte)'P';
        _now[1] = (byte)'D';
        _now[2] = (byte)'N';
        _now[3] = (byte)'N';
        _now[4] = Version;
        int at = Front;
        for (int i = -1; i < _responder.Offers.Length; i++)
        {
            OwnLabel label = Label(i);
            if (label.Number > 1 && !Has(at, label.Key) && at + Each + Check <= _now.Length)
            {
                BigEndian.Put(_now, at, label.Key, 4);
                BigEndian.Put(_now, at + 4, (uint)label.Number, 2);
                at += Each;
            }
        }

        _now[5] = (byte)((at - Front) / Each);
        BigEndian.Put(_now, at, (uint)Crc32.Of(0, _now, 0, at), 4);
        return at + Check;
    }

    private bool Has(int end, uint key)
    {
        for (int at = Front; at < end; at += Each)
        {
            if ((uint)BigEndian.Read(_now, at, 4) == key)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWhole(int count)
    {
        return count >= Front + Check && _kept[0] == 'P' && _kept[1] == 'D' && _kept[2] == 'N' && _kept[3] == 'N' && _kept[4] == Version && count == Front + (_kept[5] * Each) + Check
            && (uint)BigEndian.Read(_kept, count - Check, 4) == (uint)Crc32.Of(0, _kept, 0, count - Check);
    }

    /// <summary>The host's label for -1, then those of the services.</summary>
    private OwnLabel Label(int index)
    {
        return index < 0 ? _responder.Host : _responder.Offers[index].Label;
    }
}
