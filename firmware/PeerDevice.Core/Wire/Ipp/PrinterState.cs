namespace PeerDevice.Wire.Ipp;

/// <summary>The values of printer-state (RFC 8011 §5.4.11).</summary>
public static class PrinterState
{
    /// <summary>idle: new jobs begin at once.</summary>
    public const int Idle = 3;

    /// <summary>processing.</summary>
    public const int Processing = 4;

    /// <summary>stopped: somebody has to do something.</summary>
    public const int Stopped = 5;
}
