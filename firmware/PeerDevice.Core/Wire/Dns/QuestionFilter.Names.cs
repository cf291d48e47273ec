using System;

namespace PeerDevice.Wire.Dns;

/// <content>The names that are known: by what they begin with, and by which octets of that they are sought.</content>
public sealed partial class QuestionFilter
{
    /// <summary>The names in the order in which they were added, for whoever adds them to keep no list of his own.</summary>
    internal byte[][] Names => _names;

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_last, 0, _last.Length);
        _unique = 0;
        _unclear = HighBits;
        _soughtCount = 0;
    }

    /// <summary>Says that others hear what is said of the instances of a service type: of a question those whose second label is the first of its name, of what is told all that has this label somewhere.</summary>
    /// <param name="name">The type's name; its first label has seven octets at least, and the name itself is added too.</param>
    public void SetBeside(byte[] name)
    {
        _beside = BitConverter.ToInt64(name, 0) | FoldFront;
        _besideLength = name[0];
    }

    /// <summary>
    /// Says that records are of interest only where they are of one of the names so far, or lead to one: that the names that follow, up to <see cref="EndUnique"/>, are only pointers to these, as reverse names are.
    /// </summary>
    public void EndSought()
    {
        _soughtCount = 0;
        for (int i = 0; i < _count; i++)
        {
            int at = 0;
            while (at < _soughtCount && _sought[at] != _starts[i])
            {
                at++;
            }

            if (_names[i][0] <= ShortLabel || (at == _soughtCount && !Seek(_names[i], _starts[i])))
            {
                _soughtCount = 0;
                return;
            }
        }
    }

    /// <summary>Chooses by which octet a name's beginning is found: by its length, or, where every message has octets that are the same, by what is rarest behind it, of a letter in both cases.</summary>
    /// <returns>False when there is no room for it.</returns>
    private bool Seek(byte[] name, int start)
    {
        int offset = 0;
        if (name[0] <= CommonLength || name[0] == DnsType.Ptr || name[0] == DnsType.Txt)
        {
            offset = 1;
            for (int i = 2; i < sizeof(int); i++)
            {
                offset = Rarity.IndexOf((char)(name[i] | CaseBit)) < Rarity.IndexOf((char)(name[offset] | CaseBit)) ? i : offset;
            }
        }

        int octet = name[offset];
        bool isLetter = offset > 0 && Rarity.IndexOf((char)(octet | CaseBit)) >= 0;
        if (_soughtCount + (isLetter ? 2 : 1) > Sought)
        {
            return false;
        }

        AddSought((byte)octet, offset, start);
        if (isLetter)
        {
            AddSought((byte)(octet ^ CaseBit), offset, start);
        }

        return true;
    }

    private void AddSought(byte octet, int offset, int start)
    {
        _octets[_soughtCount] = octet;
        _offsets[_soughtCount] = offset;
        _sought[_soughtCount++] = start;
    }

    /// <summary>Says that the names so far are this peer's alone, and that those that follow are others' too: a service type's.</summary>
    public void EndUnique()
    {
        _unique = _count;
    }

    /// <summary>Adds a known name.</summary>
    /// <returns>False when there is no more room, or the name is none or the root's.</returns>
    public bool Add(byte[] name)
    {
        if (_count == _names.Length || name.Length <= ShortLabel || name.Length > Limits.DnsNameOctets)
        {
            return false;
        }

        // Nothing but its octets can be known of one that is short all over.
        int start = Start(name, 0, name.Length);
        _unclear = name[0] <= ShortLabel && name.Length < sizeof(long) ? -1 : _unclear;
        int mark = (int)((uint)start % Marks);
        _starts[_count] = start;
        int before = _last[mark];
        _next[_count] = (byte)before;
        _other[_count] = before != 0 && _starts[before - 1] == start ? _other[before - 1] : (byte)before;
        _last[mark] = (byte)(_count + 1);
        _names[_count++] = name;
        return true;
    }

    /// <summary>Which of the known names a name of a message is.</summary>
    /// <returns>How many were added before it; -1 when it is none.</returns>
    public int Find(byte[] b, int at, int end)
    {
        int name = b[at] > Limits.DnsLabelOctets ? FirstLabel(b, at, end) : at;
        if (name < 0)
        {
            return None;
        }

        int start = Start(b, name, end);
        return start == 0 ? FindByAll(b, at, end) : Find(b, at, end, start, _count);
    }

    /// <summary>Where the labels begin of a name that begins with a pointer; -1 when it is none.</summary>
    private static int FirstLabel(byte[] b, int at, int end)
    {
        for (int hops = 0; hops < Limits.DnsHops; hops++)
        {
            int target = DnsName.Target(b, at, end, at);
            if (target < 0 || b[target] <= Limits.DnsLabelOctets)
            {
                return target;
            }

            end = at;
            at = target;
        }

        return -1;
    }

    /// <summary>What a name begins with, but for the case of letters: the length and the first three octets of its first label, or, where that is short, its first eight octets.</summary>
    /// <param name="b">What has it.</param>
    /// <param name="at">Where its first label is.</param>
    /// <param name="end">Behind what has it.</param>
    /// <returns>0 when that would not tell.</returns>
    private int Start(byte[] b, int at, int end)
    {
        if (b[at] > ShortLabel)
        {
            return BitConverter.ToInt32(b, at) | Fold;
        }

        long front = end - at < sizeof(long) ? -1 : BitConverter.ToInt64(b, at);
        if ((front & _unclear) != 0)
        {
            return 0;
        }

        return ((int)front ^ (int)(front >> Half)) | FoldShort;
    }

    /// <summary>Whether a name is one of those that are this peer's alone.</summary>
    private bool IsUnique(byte[] b, int at, int end)
    {
        int name = b[at] > Limits.DnsLabelOctets ? FirstLabel(b, at, end) : at;
        if (name < 0)
        {
            return false;
        }

        int start = Start(b, name, end);
        int known = start == 0 ? FindByAll(b, at, end) : _last[(uint)start % Marks] == 0 ? None : Find(b, at, end, start, _unique);
        return known >= 0 && known < _unique;
    }

    /// <summary>Finds a name among the first so many, of those that begin so.</summary>
    private int Find(byte[] b, int at, int end, int start, int count)
    {
        int known = _last[(uint)start % Marks];
        while (known != 0)
        {
            if (_starts[known - 1] != start)
            {
                known = _other[known - 1];
                continue;
            }

            if (known <= count && DnsName.Is(b, at, end, _names[known - 1]))
            {
                return known - 1;
            }

            known = _next[known - 1];
        }

        return None;
    }

    /// <summary>Finds a name among all.</summary>
    private int FindByAll(byte[] b, int at, int end)
    {
        int known = _count - 1;
        while (known >= 0 && !DnsName.Is(b, at, end, _names[known]))
        {
            known--;
        }

        return known;
    }
}
