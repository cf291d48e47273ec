namespace nanoFramework.Runtime.Native;

/// <summary>The runtime's collector, asked only how much heap is free.</summary>
internal static class GC
{
    /// <summary>What <see cref="Run"/> answers: what a board with PSRAM has. Tests make it small.</summary>
    internal static uint Free { get; set; } = 4 * 1024 * 1024;

    internal static uint Run(bool compactHeap)
    {
        return Free;
    }
}
