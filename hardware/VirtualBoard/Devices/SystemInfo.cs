namespace nanoFramework.Runtime.Native;

/// <summary>What the runtime says of itself.</summary>
internal static class SystemInfo
{
    /// <summary>What it was built for, as `nanoff` calls it.</summary>
    internal static string TargetName { get; set; } = "";
}
