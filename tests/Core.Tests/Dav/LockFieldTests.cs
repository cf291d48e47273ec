using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

/// <summary>The fields that are about locks: Timeout, Lock-Token, If (RFC 4918 §10.4 to §10.7).</summary>
public class LockFieldTests
{
    [Theory]
    [InlineData("Second-1", 1)]
    [InlineData("Second-3599", 3599)]
    [InlineData("sECOND-17", 17)]
    [InlineData("Second-0", 1)]
    [InlineData("Second-3601", 3600)]
    [InlineData("Second-4100000000", 3600)]
    [InlineData("Second-99999999999999999999999", 3600)]
    [InlineData("Infinite", 3600)]
    [InlineData("Infinite, Second-60", 3600)]
    [InlineData("Second-60, Infinite", 60)]
    [InlineData("Second-x, Second-60", 60)]
    [InlineData("Minute-5 ,\tSecond-60 ", 60)]
    [InlineData("Secund-60", 3600)]
    [InlineData("Second60", 3600)]
    [InlineData("Second-", 3600)]
    [InlineData("", 3600)]
    [InlineData(",", 3600)]
    public void ATimeoutIsWhatWasAskedForOrTheMost(string field, int seconds)
    {
        byte[] b = Ascii.Octets("x" + field + "9");
        Assert.Equal(seconds, TimeoutField.Seconds(b, 1, b.Length - 1, 3600));
    }

    [Theory]
    [InlineData("<a>", "a")]
    [InlineData("<urn:uuid:6a8b6a2c-0000-4000-8000-1234567890ab>", "urn:uuid:6a8b6a2c-0000-4000-8000-1234567890ab")]
    [InlineData("<>", null)]
    [InlineData("<a", null)]
    [InlineData("a>", null)]
    [InlineData("<<a>", null)]
    [InlineData("<a>>", null)]
    [InlineData("<a><b>", null)]
    public void ALockTokenStandsBetweenAngleBrackets(string field, string? token)
    {
        byte[] b = Ascii.Octets("x" + field + "9");
        int start = 1;
        int end = b.Length - 1;
        Assert.Equal(token is not null, LockTokenField.Read(b, ref start, ref end));
        Assert.Equal(token ?? field, Text.String(b, start, end));
    }

    [Fact]
    public void ALockTokenHasNothingButVisibleAscii()
    {
        const string Form = "<urn:uuid:0123456789>";
        for (int at = 1; at < Form.Length - 1; at++)
        {
            for (int octet = 0; octet < 256; octet++)
            {
                byte[] b = Ascii.Octets(Form);
                b[at] = (byte)octet;
                int start = 0;
                int end = b.Length;
                Assert.Equal(octet > ' ' && octet < 0x7F && octet != '<' && octet != '>', LockTokenField.Read(b, ref start, ref end));
            }
        }
    }

    [Fact]
    public void AUriOfAnIfFieldHasNoBlankAndNoAngleBracket()
    {
        const string Form = "<urn:uuid:0123456789>";
        for (int at = 1; at < Form.Length - 1; at++)
        {
            for (int octet = 0; octet < 256; octet++)
            {
                byte[] b = Ascii.Octets("(" + Form + ")");
                b[1 + at] = (byte)octet;
                IfReader reader = new IfReader();
                reader.Begin(b, 0, b.Length);
                Assert.Equal(IfReader.List, reader.Next());
                bool isRight = octet > ' ' && octet != '<' && octet != '>';
                Assert.Equal(isRight ? IfReader.StateToken : octet == '>' && at > 1 ? IfReader.StateToken : IfReader.Malformed, reader.Next());
                if (isRight)
                {
                    Assert.Equal(2, reader.Start);
                    Assert.Equal(Form.Length, reader.Stop);
                    Assert.Equal(IfReader.ListEnd, reader.Next());
                    Assert.Equal(IfReader.End, reader.Next());
                }
            }
        }
    }

    [Theory]
    [InlineData("(<a>)", "( a ) .")]
    [InlineData("(<a> <b>) (Not <c> [\"d\"])", "( a b ) ( !c 'd' ) .")]
    [InlineData("<http://x/y> (<a>) <z> ([W/\"e\"])", "@http://x/y ( a ) @z ( ~'e' ) .")]
    [InlineData("(<a>", "( a ?")]
    [InlineData("(<a", "( ?")]
    [InlineData("(<>)", "( ?")]
    [InlineData("(<a <b>)", "( ?")]
    [InlineData("()", "( ?")]
    [InlineData("<z>", "@z ?")]
    [InlineData("(<a>) <z> (<b>)", "( a ) ?")]
    [InlineData("", "?")]
    public void AnIfFieldIsReadPartByPart(string field, string parts)
    {
        byte[] b = Ascii.Octets("(" + field + ">)");
        IfReader reader = new IfReader();
        reader.Begin(b, 1, b.Length - 2);
        string read = "";
        int part;
        do
        {
            part = reader.Next();
            read += Said(reader, part, b);
        }
        while (part != IfReader.End && part != IfReader.Malformed);
        Assert.Equal(parts, read);
    }

    private static string Said(IfReader reader, int part, byte[] b)
    {
        string name = part == IfReader.End || part == IfReader.Malformed ? "" : Text.String(b, reader.Start, reader.Stop);
        string not = reader.IsNot ? "!" : "";
        switch (part)
        {
            case IfReader.End:
                return ".";
            case IfReader.Malformed:
                return "?";
            case IfReader.List:
                return "( ";
            case IfReader.ListEnd:
                return ") ";
            case IfReader.Tag:
                return "@" + name + " ";
            case IfReader.EntityTag:
                return not + (reader.IsWeak ? "~'" : "'") + name + "' ";
            default:
                return not + name + " ";
        }
    }
}
