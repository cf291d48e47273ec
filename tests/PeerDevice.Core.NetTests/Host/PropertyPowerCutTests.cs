namespace PeerDevice.Tests.Host;

/// <summary>The fear: the power goes while properties are changed, or their resource is written or deleted.</summary>
public sealed class PropertyPowerCutTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("PROPPATCH f")]
    [InlineData("PROPPATCH bare")]
    [InlineData("PROPPATCH d/")]
    [InlineData("PROPPATCH- f")]
    [InlineData("PUT f")]
    [InlineData("PUT new")]
    [InlineData("DELETE f")]
    [InlineData("DELETE d")]
    [InlineData("DELETE A%20long%20name.text")]
    public void APropertyIsNeverLostAndNeverAnothers(string request) => PropertyCuts.Try(request, "", output);
}
