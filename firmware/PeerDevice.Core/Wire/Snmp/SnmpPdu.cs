namespace PeerDevice.Wire.Snmp;

/// <summary>The PDUs that an agent knows, and what it says in its answers (RFC 1157 §4.1, RFC 3416 §3).</summary>
public static class SnmpPdu
{
    /// <summary>SNMPv1 (RFC 1157 §4).</summary>
    public const int Version1 = 0;

    /// <summary>SNMPv2c (RFC 1901 §3).</summary>
    public const int Version2c = 1;

    /// <summary>GetRequest: the values of variables.</summary>
    public const int Get = 0xA0;

    /// <summary>GetNextRequest: the names and values of the variables that follow.</summary>
    public const int GetNext = 0xA1;

    /// <summary>Response.</summary>
    public const int Response = 0xA2;

    /// <summary>SetRequest: sets variables.</summary>
    public const int Set = 0xA3;

    /// <summary>GetBulkRequest: many GetNext in one (SNMPv2 only).</summary>
    public const int GetBulk = 0xA5;

    /// <summary>Nothing went wrong.</summary>
    public const int NoError = 0;

    /// <summary>The answer is larger than a message may be.</summary>
    public const int TooBig = 1;

    /// <summary>There is no such variable, or none that follows, or it cannot be set (SNMPv1).</summary>
    public const int NoSuchName = 2;

    /// <summary>The variable may not be set by whoever asks (SNMPv2).</summary>
    public const int NoAccess = 6;
}
