using System.Linq;
using System.Reflection;
using System.Text;
using PeerDevice.Services.Files;
using PeerDevice.Tests.Dav;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Files;

public sealed class PropFindMemoryTests
{
    [Fact]
    public void TheSameContentIsReadOnce()
    {
        PropFindMemory memory = new PropFindMemory();
        PropFindReader? first = Read(memory, PropFindVectors.Davfs2Ls, 0);
        Assert.Same(first, Read(memory, PropFindVectors.Davfs2Ls, 0));
        Assert.NotSame(first, Read(memory, PropFindVectors.CadaverLs, 0));
        Assert.NotSame(first, Read(memory, PropFindVectors.Davfs2Ls, 0));
        Assert.Same(Read(memory, "", 0), Read(memory, "", 0));
    }

    [Fact]
    public void WhatIsRememberedOutlivesTheBufferItCameIn()
    {
        PropFindMemory memory = new PropFindMemory();
        byte[] buffer = Encoding.UTF8.GetBytes(PropFindVectors.CadaverLs);
        PropFindReader wanted = memory.Read(buffer, buffer.Length, out _)!;
        System.Array.Fill(buffer, (byte)'x');
        PeerDevice.Bytes.ByteWriter writer = new PeerDevice.Bytes.ByteWriter(new byte[200]);
        wanted.WriteUnknown(writer, 0);
        Assert.Equal("<x:executable xmlns:x=\"http://apache.org/dav/props/\"/>", Ascii.Written(writer));
    }

    /// <summary>The fear: a question that nobody copied stands in a block that its answer is made in.</summary>
    [Fact]
    public void WhereNothingIsRememberedNoBlockIsLentInWhichAQuestionCouldStand()
    {
        Profile[] profiles = typeof(Profile).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Profile)).Select(method => (Profile)method.Invoke(null, null)!).ToArray();
        Assert.Contains(profiles, profile => !profile.Remembers);
        Assert.All(profiles, profile => Assert.True(profile.Remembers || profile.Blocks == 0));
    }

    [Fact]
    public void ARefusedContentIsNotRememberedAndSpoilsNothing()
    {
        PropFindMemory memory = new PropFindMemory();
        PropFindReader? first = Read(memory, PropFindVectors.Davfs2Ls, 0);
        Assert.Null(Read(memory, "<foo>", 400));
        Assert.Same(first, Read(memory, PropFindVectors.Davfs2Ls, 0));
    }

    /// <summary>Octets that are no UTF-8 are read as U+FFFD: they must not pass for a content that has that character.</summary>
    [Fact]
    public void AMalformedContentDoesNotPassForTheOneBefore()
    {
        PropFindMemory memory = new PropFindMemory();
        byte[] right = Encoding.UTF8.GetBytes("<propfind xmlns='DAV:'><prop><a>\uFFFD</a></prop></propfind>");
        Assert.NotNull(memory.Read(right, right.Length, out _));
        byte[] wrong = (byte[])right.Clone();

        // The beginning of a longer sequence, as long as U+FFFD itself.
        new byte[] { 0xF0, 0x9F, 0x98 }.CopyTo(wrong, System.Array.IndexOf(wrong, (byte)0xEF));
        Assert.Equal(Encoding.UTF8.GetString(right), Encoding.UTF8.GetString(wrong));
        Assert.Null(memory.Read(wrong, wrong.Length, out int refusal));
        Assert.Equal(400, refusal);
    }

    private static PropFindReader? Read(PropFindMemory memory, string content, int refusal)
    {
        byte[] body = Encoding.UTF8.GetBytes(content);
        PropFindReader? wanted = memory.Read(body, body.Length, out int answer);
        Assert.Equal(refusal, answer);
        return wanted;
    }
}
