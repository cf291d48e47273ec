using System;

namespace nanoFramework.Runtime.Native;

/// <summary>The board's reset: it ends a virtual board, which whoever started it may start again.</summary>
internal static class Power
{
    private const int Restarting = 3;

    /// <summary>What a reset does; a test has it do something else.</summary>
    internal static Action Reboot { get; set; } = End;

    internal static void End()
    {
        Environment.Exit(Restarting);
    }

    internal static void RebootDevice()
    {
        Reboot();
    }
}
