using System;

namespace PeerDevice.Simulation.Fat;

/// <summary>
/// An open file, as FatFs holds it: where it begins and how long it is are known to it alone until they are written into its entry.
/// </summary>
internal sealed class FatFile
{
    private readonly FatMedium _medium;
    private int _start;
    private int _index = -1;
    private int _cluster;

    internal FatFile(FatMedium medium, FatEntry entry)
    {
        _medium = medium;
        Entry = entry;
        _start = entry.Start;
        Length = entry.Size;
    }

    internal FatEntry Entry { get; }

    internal long Length { get; private set; }

    /// <summary>Reads; negative when the chain does not lead there.</summary>
    internal int Read(long position, byte[] buffer, int offset, int count)
    {
        _medium.Powered();
        int read = 0;
        while (read < count && position + read < Length)
        {
            int cluster = ClusterAt(position + read);
            if (cluster == 0)
            {
                return read > 0 ? read : -1;
            }

            int at = (int)((position + read) % _medium.ClusterOctets);
            int part = (int)Math.Min(Math.Min(_medium.ClusterOctets - at, count - read), Length - position - read);
            byte[]? data = _medium.Data(cluster);
            if (data is null)
            {
                Array.Clear(buffer, offset + read, part);
            }
            else
            {
                Array.Copy(data, at, buffer, offset + read, part);
            }

            read += part;
        }

        return read;
    }

    /// <summary>Takes room up to a length, as far as there is any. What stands in it is what was there before.</summary>
    /// <returns>Whether there was room for all of it.</returns>
    internal bool Extend(long length)
    {
        while (Length < length)
        {
            long room = Length % _medium.ClusterOctets;
            if (room == 0 && !AddCluster())
            {
                return false;
            }

            Length = Math.Min(length, Length + _medium.ClusterOctets - room);
        }

        return true;
    }

    /// <summary>Writes behind what is there or over it; takes clusters as it goes. Octets written.</summary>
    internal int Write(long position, byte[] buffer, int offset, int count)
    {
        int written = 0;
        while (written < count)
        {
            int at = (int)((position + written) % _medium.ClusterOctets);
            int part = Math.Min(_medium.ClusterOctets - at, count - written);
            if (!Extend(Math.Max(Length, position + written + part)))
            {
                return written;
            }

            int cluster = ClusterAt(position + written);
            if (cluster == 0)
            {
                return -1;
            }

            _medium.WriteData(cluster, at, buffer, offset + written, part);
            written += part;
        }

        return written;
    }

    /// <summary>Gives back what stands behind a length: the clusters first; the entry learns of it at <see cref="Sync"/>.</summary>
    internal void Truncate(long length)
    {
        if (length == 0)
        {
            Free(_start);
            _start = 0;
        }
        else if (length < Length)
        {
            int last = ClusterAt(length - 1);
            int next = last == 0 ? 0 : _medium.Next(last);
            if (last != 0 && next > 0)
            {
                _medium.SetNext(last, FatMedium.EndOfChain);
                Free(next);
            }
        }

        _index = -1;
        Length = Math.Min(Length, length);
    }

    /// <summary>Writes into the entry where the file begins and how long it is.</summary>
    internal void Sync()
    {
        _medium.SetContent(Entry, _start, Length);
    }

    internal void Free(int cluster)
    {
        Free(_medium, cluster);
    }

    /// <summary>
    /// Frees a chain from its first cluster on, until it ends or meets one that is free already. What stands in one sector of the
    /// table is freed by one write, as FatFs leaves a sector only when the chain does.
    /// </summary>
    internal static void Free(FatMedium medium, int cluster)
    {
        while (cluster > 0 && medium.Next(cluster) != 0)
        {
            cluster = medium.FreeWithinSector(cluster);
        }
    }

    private bool AddCluster()
    {
        int last = Length == 0 ? 0 : ClusterAt(Length - 1);
        if (last != 0 && _medium.Next(last) > 0)
        {
            // An append that was cut had come this far: FatFs goes on with the cluster that follows already.
            return true;
        }

        int free = _medium.FindFree();
        if (free == 0 || (last == 0 && _start != 0))
        {
            return false;
        }

        _medium.SetNext(free, FatMedium.EndOfChain);
        if (last == 0)
        {
            _start = free;
        }
        else
        {
            _medium.SetNext(last, free);
        }

        return true;
    }

    private int ClusterAt(long position)
    {
        int wanted = (int)(position / _medium.ClusterOctets);
        if (_index < 0 || _index > wanted)
        {
            _index = 0;
            _cluster = _start;
        }

        while (_index < wanted)
        {
            int next = _cluster == 0 ? 0 : _medium.Next(_cluster);
            if (next <= 0)
            {
                _index = -1;
                return 0;
            }

            _cluster = next;
            _index++;
        }

        return _cluster;
    }
}
