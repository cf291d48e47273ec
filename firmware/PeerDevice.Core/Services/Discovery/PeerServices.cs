using PeerDevice.Bytes;

namespace PeerDevice.Services.Discovery;

/// <summary>The services that a peer tells of at <c>/.well-known/peerdevice</c>, a bit for each, and their names there.</summary>
public static class PeerServices
{
    private const int Count = 5;

    /// <summary>The bit of the service whose name was read last; 0 for one that is not known here.</summary>
    public static int Of(Wire.Json.JsonReader json)
    {
        for (int i = 0; i < Count; i++)
        {
            if (json.Is(Name(i)))
            {
                return 1 << i;
            }
        }

        return 0;
    }

    /// <summary>Writes their names as the members of an array.</summary>
    public static void Write(ByteWriter to, int services)
    {
        bool isFirst = true;
        for (int i = 0; i < Count; i++)
        {
            if ((services & (1 << i)) != 0)
            {
                to.Ascii(isFirst ? "\"" : ",\"");
                to.Ascii(Name(i));
                to.Octet((byte)'"');
                isFirst = false;
            }
        }
    }

    private static string Name(int index)
    {
        return index == 0 ? "http" : index == 1 ? "raw" : index == 2 ? "lpd" : index == 3 ? "ipp" : "snmp";
    }
}
