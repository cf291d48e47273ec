using System.Runtime.CompilerServices;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>No test asks on a real network who is here: commands that look find nobody, unless a test says who.</summary>
internal static class NoOffice
{
    [ModuleInitializer]
    internal static void Enter() => CommandLine.OpenOffice = static () => new FakeOffice();
}
