using System;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>Does something on the PC; what fails there is a driver's fault here.</summary>
internal static class HostCall
{
    internal static void Do(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            throw Card.DriverFault();
        }
    }
}
