namespace PeerDevice.Tests.Host;

/// <summary>The fear: the power goes while properties move with their resource.</summary>
public sealed class PropertyMovePowerCutTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("MOVE f", "new")]
    [InlineData("MOVE f", "g")]
    [InlineData("MOVE bare", "g")]
    [InlineData("MOVE f", "bare")]
    [InlineData("MOVE f", "F")]
    [InlineData("MOVE A%20long%20name.text", "g")]
    [InlineData("MOVE f", "A%20long%20name.text")]
    [InlineData("MOVE d", "new")]
    public void APropertyIsNeverLostAndNeverAnothers(string request, string destination) => PropertyCuts.Try(request, destination, output);
}
