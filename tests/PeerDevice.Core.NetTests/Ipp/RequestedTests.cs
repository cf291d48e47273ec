using System;
using System.Linq;
using PeerDevice.Services.Printing.Ipp;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

public sealed class RequestedTests
{
    // All of one length, with one letter in the middle and one at the end: they are looked for in one place.
    private static readonly string[] Alike = [.. Enumerable.Range(0, Limits.IppRequested).Select(static i => $"name-{i:x2}-of-one-mark")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(Limits.IppRequested - 1)]
    public void EachNameThatWasGivenIsWantedAndNoOther(int given)
    {
        Requested requested = Given(Alike[..given]);
        foreach (string name in Alike)
        {
            Assert.Equal(Alike.AsSpan(0, given).Contains(name), requested.Wants(name, Requested.Description));
        }

        Assert.False(requested.Wants("other", Requested.Description));
    }

    [Fact]
    public void AGroupIsWantedAsAWholeAndANameBesideIt()
    {
        Requested requested = Given(["job-template", "printer-name"]);
        Assert.True(requested.Wants("sides-default", Requested.Template));
        Assert.True(requested.Wants("printer-name", Requested.Description));
        Assert.False(requested.Wants("printer-info", Requested.Description));
        Assert.False(requested.Wants("media-col-database", Requested.Alone));
    }

    [Fact]
    public void MoreNamesThanAreKeptAreAll()
    {
        Requested requested = Given([.. Alike, "one-more"]);
        Assert.True(requested.Wants("printer-info", Requested.Description));
        Assert.False(requested.Wants("media-col-database", Requested.Alone));
        Assert.True(requested.Wants(Alike[7], Requested.Alone));
    }

    [Fact]
    public void WhatWasGivenBeforeIsForgotten()
    {
        Requested requested = Given(["printer-name"]);
        requested.Begin(Ask(["printer-info"], out int at), at, 0);
        Assert.False(requested.Wants("printer-name", Requested.Description));
        Assert.True(requested.Wants("printer-info", Requested.Description));
        requested.BeginAll(Requested.Template);
        Assert.False(requested.Wants("printer-info", Requested.Description));
        Assert.True(requested.Wants("sides-default", Requested.Template));
    }

    private static Requested Given(string[] names)
    {
        Requested requested = new(Limits.IppRequested);
        requested.Begin(Ask(names, out int at), at, 0);
        return requested;
    }

    private static IppReader Ask(string[] names, out int at)
    {
        byte[] message = IppMessage.Request(w => w.Keywords("requested-attributes", string.Join(',', names)));
        IppReader reader = IppMessage.Read(message, out int answer);
        Assert.Equal(IppReader.Complete, answer);
        at = reader.Find(0, "requested-attributes");
        return reader;
    }
}
