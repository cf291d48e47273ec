namespace PeerDevice.Tests.Host;

/// <summary>The fear: the power goes while properties are copied with their resource.</summary>
public sealed class PropertyCopyPowerCutTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("COPY f", "new")]
    [InlineData("COPY f", "g")]
    [InlineData("COPY bare", "g")]
    [InlineData("COPY d", "new")]
    [InlineData("COPY d", "e")]
    public void APropertyIsNeverLostAndNeverAnothers(string request, string destination) => PropertyCuts.Try(request, destination, output);
}
