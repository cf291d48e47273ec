using System;
using System.Text;
using PeerDevice.Services.Files;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Files;

public sealed class LockMemoryTests
{
    private const string Before = "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>";
    private const string Behind = "</owner></lockinfo>";

    [Theory]
    [InlineData("Anna")]
    [InlineData("M\u00FCller")]
    [InlineData("\uFFFD")]
    public void TheSameContentIsReadOnce(string owner)
    {
        LockMemory memory = new LockMemory();
        LockInfo? first = Read(memory, Before + owner + Behind, 0);
        Assert.Same(first, Read(memory, Before + owner + Behind, 0));
        LockInfo? other = Read(memory, Before + "Otto" + Behind, 0);
        Assert.NotSame(first, other);
        Assert.Contains("Otto", Encoding.UTF8.GetString(other!.Owner));
        Assert.Contains(owner, Encoding.UTF8.GetString(Read(memory, Before + owner + Behind, 0)!.Owner));
    }

    [Fact]
    public void ASharedLockIsNotTakenForTheExclusiveOneBefore()
    {
        LockMemory memory = new LockMemory();
        Assert.False(Read(memory, Before + Behind, 0)!.IsShared);
        Assert.True(Read(memory, Before.Replace("exclusive", "shared") + Behind, 0)!.IsShared);
    }

    [Fact]
    public void ARefusedContentIsNotRememberedAndSpoilsNothing()
    {
        LockMemory memory = new LockMemory();
        LockInfo? first = Read(memory, Before + Behind, 0);
        Assert.Null(Read(memory, Before, 400));
        Assert.Null(Read(memory, Before, 400));
        Assert.Same(first, Read(memory, Before + Behind, 0));
    }

    /// <summary>Octets that are no UTF-8 are read as U+FFFD: they must not pass for a content that has that character.</summary>
    [Fact]
    public void AMalformedContentDoesNotPassForTheOneBefore()
    {
        LockMemory memory = new LockMemory();
        byte[] right = Encoding.UTF8.GetBytes(Before + "\uFFFD" + Behind);
        Assert.NotNull(memory.Read(right, right.Length, out _));
        byte[] wrong = (byte[])right.Clone();

        // The beginning of a longer sequence, as long as U+FFFD itself.
        new byte[] { 0xF0, 0x9F, 0x98 }.CopyTo(wrong, Array.IndexOf(wrong, (byte)0xEF));
        Assert.Equal(Encoding.UTF8.GetString(right), Encoding.UTF8.GetString(wrong));
        Assert.Null(memory.Read(wrong, wrong.Length, out int refusal));
        Assert.NotEqual(0, refusal);
    }

    private static LockInfo? Read(LockMemory memory, string content, int refusal)
    {
        byte[] body = Encoding.UTF8.GetBytes(content);
        LockInfo? wanted = memory.Read(body, body.Length, out int answer);
        Assert.Equal(refusal, answer);
        return wanted;
    }
}
