namespace PeerDevice.Drivers;

/// <summary>Is told what is done to a button, on the runtime's own thread for events, which must not wait and which an exception would end.</summary>
public interface IPressed
{
    /// <summary>It was pressed.</summary>
    void Down();

    /// <summary>It was let go.</summary>
    void LetGo();

    /// <summary>It has been held for <see cref="Limits.HoldMilliseconds"/>.</summary>
    void HeldLong();
}
