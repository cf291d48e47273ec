using System;

namespace PeerDevice.Simulation;

/// <summary>The power is gone. Nothing that a program does afterwards has any effect; the test discards it and mounts what survived.</summary>
public sealed class PowerCut : Exception
{
    /// <summary>A cut before a step.</summary>
    public PowerCut(int step)
        : base("The power was cut before step " + step + ".")
    {
    }
}
