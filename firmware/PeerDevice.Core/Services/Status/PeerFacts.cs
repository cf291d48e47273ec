namespace PeerDevice.Services.Status;

/// <summary>What a peer can say of itself.</summary>
public sealed class PeerFacts
{
    /// <summary>The version of this engine.</summary>
    public const string Version = "0.1.0";

    /// <summary>Who it is, as long as it lives: eight hexadecimal digits.</summary>
    public string Id = "";

    /// <summary>Its name.</summary>
    public string Name = "";

    /// <summary>What it is: "board", "virtual board", "companion".</summary>
    public string Kind = "";

    /// <summary>What it goes without for want of memory, in words; empty for a peer that has enough.</summary>
    public string Without = "";

    /// <summary>The port of its HTTP service.</summary>
    public int HttpPort;

    /// <summary>The port of its LPD intake, or 0 where there is none.</summary>
    public int LpdPort;

    /// <summary>The port of IPP beside HTTP's own, or 0.</summary>
    public int IppPort;

    /// <summary>The UDP port of its SNMP agent, or 0 where there is none.</summary>
    public int SnmpPort;

    /// <summary>Sessions at once.</summary>
    public int Sessions;

    /// <summary>Uploads that can be cut and continued, at once.</summary>
    public int Uploads;

    /// <summary>Third-party copies at once; 0 where the peer fetches nothing.</summary>
    public int Copies;

    /// <summary>Whether the share can be written.</summary>
    public bool IsWritable;
}
