namespace PeerDevice.Wire.Http;

/// <summary>A head that was read and found in order, and what its fields said: to know it, or its fields, again without reading them.</summary>
internal sealed class HeadMemory
{
    /// <summary>Nothing is remembered yet.</summary>
    /// <param name="octets">Octets of a head that there is room for; 0 where none is remembered.</param>
    internal HeadMemory(int octets)
    {
        Octets = new byte[octets];
    }

    /// <summary>Where the values of the fields began, by field, as <see cref="At"/> has it.</summary>
    internal readonly int[] Starts = new int[Field.Count];

    /// <summary>Where they ended.</summary>
    internal readonly int[] Ends = new int[Field.Count];

    /// <summary>The head; <see cref="Length"/> of them count.</summary>
    internal readonly byte[] Octets;

    /// <summary>Octets of the head; 0 for none.</summary>
    internal int Length;

    /// <summary>Octets before its fields.</summary>
    internal int Fields;

    /// <summary>Where the fields stood when they were read.</summary>
    internal int At;

    /// <summary>Where the time of day of a Date stood when the fields were read, so that it may be another; -1 for none.</summary>
    internal int TimeAt = -1;

    /// <summary>Which fields there are, a bit each.</summary>
    internal uint Present;

    /// <summary>The Content-Length, or -1.</summary>
    internal long ContentLength;

    /// <summary>Whether the content is chunked.</summary>
    internal bool IsChunked;

    /// <summary>What somebody worked out from the fields, and notes beside them; -1 for nothing.</summary>
    internal int Note = -1;

    /// <summary>Whether Connection said close.</summary>
    internal bool SaysClose;

    /// <summary>Whether Connection said keep-alive.</summary>
    internal bool SaysKeepAlive;
}
