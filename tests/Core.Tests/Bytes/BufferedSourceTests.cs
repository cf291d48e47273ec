using PeerDevice.Bytes;

namespace PeerDevice.Tests.Bytes;

public class BufferedSourceTests
{
    [Fact]
    public void FillsBehindWhatIsUnreadAndMovesItOnlyWhenItMust()
    {
        var source = new BufferedSource(new byte[8]);
        source.Attach(new ScriptedSource(Ascii.Octets("abcdefghij"), 5));
        Assert.Equal(5, source.Fill());
        source.Start = 3;
        Assert.Equal(3, source.Fill());
        Assert.Equal(3, source.Start);
        Assert.Equal(2, source.Fill());
        Assert.Equal(0, source.Start);
        Assert.Equal("defghij", Text.String(source.Buffer, source.Start, source.End));
        Assert.Equal(ByteSource.End, source.Fill());
    }

    [Fact]
    public void SaysSoWhenItIsFull()
    {
        var source = new BufferedSource(new byte[4]);
        source.Attach(new ScriptedSource(Ascii.Octets("abcdef"), 9));
        Assert.Equal(4, source.Fill());
        Assert.Equal(BufferedSource.Full, source.Fill());
        source.Start = 4;
        Assert.Equal(2, source.Fill());
        Assert.Equal(0, source.Start);
    }

    [Fact]
    public void ReadsWhatIsBufferedFirstAndThenStraightFromTheSource()
    {
        var inner = new ScriptedSource(Ascii.Octets("abcdefghij"), 4);
        var source = new BufferedSource(new byte[8]);
        source.Attach(inner);
        source.Fill();
        byte[] into = new byte[8];
        Assert.Equal(3, source.Read(into, 0, 3));
        Assert.Equal(1, source.Read(into, 3, 5));
        Assert.Equal(4, source.Read(into, 4, 4));
        Assert.Equal("abcdefgh", Text.String(into, 0, 8));
        Assert.Equal(source.Start, source.End);
    }

    [Fact]
    public void PassesOnWhyNothingCame()
    {
        var source = new BufferedSource(new byte[8]);
        Assert.Equal(ByteSource.Broken, source.Fill());
        Assert.Equal(ByteSource.Broken, source.Read(new byte[1], 0, 1));
        source.Attach(new ScriptedSource(new byte[0], 1, ByteSource.TimedOut));
        Assert.Equal(ByteSource.TimedOut, source.Fill());
        source.Attach(new ScriptedSource(new byte[0], 1, ByteSource.Broken));
        Assert.Equal(ByteSource.Broken, source.Fill());
    }

    [Fact]
    public void ForgetsWhatWasBufferedForTheConnectionBefore()
    {
        var source = new BufferedSource(new byte[8]);
        source.Attach(new ScriptedSource(Ascii.Octets("old"), 9));
        source.Fill();
        source.Attach(new ScriptedSource(Ascii.Octets("new"), 9));
        Assert.Equal(3, source.Fill());
        Assert.Equal("new", Text.String(source.Buffer, source.Start, source.End));
    }
}
