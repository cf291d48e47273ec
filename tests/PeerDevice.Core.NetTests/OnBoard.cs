// The tests under Core.Tests/OnBoard run on nanoFramework too and carry its test framework's attributes; here those are xunit's.
global using TestMethodAttribute = Xunit.FactAttribute;

namespace PeerDevice.Tests.OnBoard;

/// <summary>Marks a class of tests for nanoFramework's launcher; xunit needs no mark.</summary>
[System.AttributeUsage(System.AttributeTargets.Class)]
internal sealed class TestClassAttribute : System.Attribute
{
}
