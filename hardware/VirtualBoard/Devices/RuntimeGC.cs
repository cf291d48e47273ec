namespace nanoFramework.Runtime.Native;

/// <summary>The runtime's collector, asked only how much heap is free.</summary>
internal static class GC
{
    /// <summary>What <see cref="Run"/> answers; tests make it small.</summary>
    internal static uint Free { get; set; } = 65536;

    internal static uint Run(bool compactHeap)
    {
        return Free;
    }
}
