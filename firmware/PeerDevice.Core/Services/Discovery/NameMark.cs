using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>A number that a name's first label always gives, whatever the case of its letters, and other labels seldom: names of one link differ in it nearly always.</summary>
internal static class NameMark
{
    private const int CaseBit = 0x20;
    private const int Factor = 31;

    /// <summary>The mark of a known name or of one of a message; 0 for what is none.</summary>
    public static int Of(byte[] b, int at, int end)
    {
        if (!ToLabel(b, ref at, ref end))
        {
            return 0;
        }

        int last = at < end ? at + b[at] : at;
        int mark = 0;
        for (; at <= last && at < end; at++)
        {
            mark = (mark * Factor) + (b[at] | CaseBit);
        }

        return mark;
    }

    /// <summary>Goes to the first label of a name that may begin with a pointer.</summary>
    /// <param name="b">What has the name.</param>
    /// <param name="at">Where it begins; where its first label is, or its root.</param>
    /// <param name="end">As in <see cref="DnsName.Skip"/>, before and behind.</param>
    /// <returns>False when it is none.</returns>
    public static bool ToLabel(byte[] b, ref int at, ref int end)
    {
        while (at < end && b[at] >= DnsType.Pointer)
        {
            int target = DnsName.Target(b, at, end, at);
            if (target < 0)
            {
                return false;
            }

            end = at;
            at = target;
        }

        return at < end;
    }
}
