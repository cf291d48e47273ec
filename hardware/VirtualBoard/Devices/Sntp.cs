namespace nanoFramework.Networking;

/// <summary>The time service: the PC's clock is right already, and a virtual board asks nobody.</summary>
internal static class Sntp
{
    internal static bool IsStarted { get; private set; }

    internal static string Server1 { get; set; } = "";

    internal static void Start()
    {
        IsStarted = true;
    }

    internal static void Stop()
    {
        IsStarted = false;
    }
}
