using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>A record that this peer tells on one link, and when it is told.</summary>
internal sealed class OwnRecord
{
    /// <summary>Never.</summary>
    internal const long Never = long.MaxValue;

    /// <summary>Data of a record whose data are a name, or nothing: one for all, since a board has many of them.</summary>
    internal static readonly byte[] NoData = new byte[0];

    private static readonly int[] NoTypes = new int[0];

    /// <summary>The name's place among those of the link.</summary>
    internal readonly int Name;

    /// <summary>Its type.</summary>
    internal readonly int Type;

    /// <summary>Seconds that it may be believed.</summary>
    internal readonly int Seconds;

    /// <summary>Data that are octets: of A, AAAA and TXT; the types of NSEC are <see cref="Types"/>.</summary>
    internal readonly byte[] Data;

    /// <summary>Where a PTR or SRV points: a name's place.</summary>
    internal readonly int Target;

    /// <summary>The port of an SRV.</summary>
    internal readonly int Port;

    /// <summary>The types that an NSEC tells.</summary>
    internal int[] Types = NoTypes;

    /// <summary>When it is to be told to all, in the clock's milliseconds.</summary>
    internal long Due = Never;

    /// <summary>When it was told to all last.</summary>
    internal long Told = long.MinValue / 2;

    /// <summary>Who waits for it: a bit for each querier whose known answers are still to come, and <see cref="Anybody"/>.</summary>
    internal int Waiting;

    /// <summary>Whether the message that is being read asks for it.</summary>
    internal bool IsWanted;

    /// <summary>Whether the question that asked for it wants a unicast response.</summary>
    internal bool WantsUnicast;

    /// <summary>Whether it stands in the message that is being written.</summary>
    internal bool IsWritten;

    /// <summary>The bit of <see cref="Waiting"/> of all whose known answers have come.</summary>
    internal const int Anybody = 1 << 30;

    internal OwnRecord(int name, int type, int seconds, byte[] data, int target, int port)
    {
        Name = name;
        Type = type;
        Seconds = seconds;
        Data = data;
        Target = target;
        Port = port;
    }

    /// <summary>Whether the record that a reader is at has the data of this one, which is of its type.</summary>
    /// <param name="heard">The reader.</param>
    /// <param name="target">The name that <see cref="Target"/> is the place of.</param>
    internal bool IsSame(DnsReader heard, byte[] target)
    {
        switch (Type)
        {
            case DnsType.Ptr:
                return DnsName.Is(heard.Buffer, heard.DataNameStart, heard.DataEnd, target);
            case DnsType.Srv:
                return heard.Port == Port && (heard.Priority | heard.Weight) == 0 && DnsName.Is(heard.Buffer, heard.DataNameStart, heard.DataEnd, target);
            case DnsType.Nsec:
                return true;
            default:
                return heard.DataEnd - heard.DataStart == Data.Length && Bytes.Octets.AreSame(heard.Buffer, heard.DataStart, Data, 0, Data.Length);
        }
    }
}
