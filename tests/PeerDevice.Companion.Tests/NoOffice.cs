using System.Runtime.CompilerServices;
using System.Threading;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>No test asks on a real network who is here: commands that look find nobody, unless a test says who.</summary>
internal static class NoOffice
{
    // Tests run beside each other: each has its own.
    private static readonly AsyncLocal<IOffice?> Told = new();

    [ModuleInitializer]
    internal static void Enter() => CommandLine.OpenOffice = static () => Told.Value ?? new FakeOffice();

    /// <summary>From here on, in this test, these are here.</summary>
    internal static void Is(IOffice office) => Told.Value = office;
}
