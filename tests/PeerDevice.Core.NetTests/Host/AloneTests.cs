using System;
using PeerDevice.Services.Files;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a peer whose image has no neighbours offers what it cannot do, or ends where somebody asks for it. It answers as one that never heard of them.</summary>
public sealed class AloneTests
{
    private readonly TestPeer _alone = new(profile: Profile.SixteenSocketsSmallHeap());
    private readonly TestPeer _amongOthers = new();

    [Fact]
    public void WhoHasNoNeighboursOffersNothingOfThem()
    {
        foreach (TestPeer peer in new[] { _alone, _amongOthers })
        {
            bool isAlone = peer == _alone;
            peer.Put("large", new string('l', (int)Limits.DescribedOctets));
            Assert.Equal(!isAlone, peer.Ask("OPTIONS", "/files/").Field("DAV")!.Contains("copy-source", StringComparison.Ordinal));
            Assert.Equal(!isAlone, peer.Ask("OPTIONS", "/files/").Field("Accept-Patch") is not null);
            Assert.Equal(!isAlone, peer.Ask("HEAD", "/files/large").Field("Link") is not null);
            Assert.Equal(isAlone ? 404 : 200, peer.Ask("GET", "/files/large.meta4").Status);
            string report = peer.Ask("GET", "/.well-known/peerdevice").Text;
            Assert.Equal(!isAlone, report.Contains("\"copies\":", StringComparison.Ordinal));
            Assert.Equal(isAlone, report.Contains("\"uploads\":0,", StringComparison.Ordinal));
            Assert.DoesNotContain("\"peers\":", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NeighboursDoWithoutAnOffice()
    {
        Profile profile = Profile.SixteenSockets();
        profile.HasOffice = false;
        TestPeer peer = new(profile: profile);
        Assert.Contains("copy-source", peer.Ask("OPTIONS", "/files/").Field("DAV"), StringComparison.Ordinal);
        Assert.Contains("\"copies\":2", peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Source: http://10.0.0.2/files/a\r\n")]
    [InlineData("Source: http://10.0.0.2/files/a/\r\nFollow: ?1\r\n")]
    [InlineData("Follow: ?0\r\n")]
    public void WhoAsksItToFetchIsTold(string fields)
    {
        Answer answer = _alone.Ask("COPY", "/files/a", fields);
        Assert.Equal(403, answer.Status);
        Assert.Contains(FileShare.FetchesNothing, answer.Text, StringComparison.Ordinal);
        Assert.Equal("", _alone.Tree());
    }

    [Theory]
    [InlineData("/uploads/0123456789abcdef0123456789abcdef")]
    [InlineData("/copies/0123456789abcdef0123456789abcdef")]
    [InlineData("/.well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk")]
    public void OfUploadsCopiesAndContentsItKnowsNothing(string path)
    {
        Assert.Equal(404, _alone.Ask("GET", path).Status);
        Assert.Equal(404, _alone.Ask("DELETE", path).Status);
    }

    /// <summary>A part would otherwise stand for the whole.</summary>
    [Theory]
    [InlineData("?1", 201)]
    [InlineData("?0", 503)]
    [InlineData("1", 400)]
    public void APartIsNeverTakenForTheWhole(string isComplete, int status)
    {
        Assert.Equal(status, _alone.Ask("PUT", "/files/a", "Upload-Complete: " + isComplete + "\r\n", "alpha").Status);
        Assert.Equal(status == 201 ? "a = alpha" : "", _alone.Tree());
        Assert.Empty(_alone.Leftovers());
    }

    [Fact]
    public void AnUploadThatAnotherBoardTookIsNoneHereAndItsRoomIsGivenBack()
    {
        string put = TestPeer.Request("PUT", "/files/a", "Upload-Complete: ?0\r\nContent-Length: 100000\r\n") + new string('a', 100_000);
        string upload = _amongOthers.Serve(_amongOthers.Link().Send(put).End(), "PUT")[^1].Field("Location")!;
        Assert.Equal(204, _amongOthers.Ask("HEAD", upload).Status);
        Assert.NotEmpty(_amongOthers.Leftovers());
        TestPeer alone = new(profile: Profile.SixteenSocketsSmallHeap(), medium: _amongOthers.Medium.Copy());
        Assert.Equal(404, alone.Ask("HEAD", upload).Status);
        alone.Put("b", "beta");
        Assert.Equal("b = beta", alone.Tree());
        Assert.Empty(alone.Leftovers());
    }

    /// <summary>A card comes from a board that fetched: what came of it is of no use here, and its room is given back.</summary>
    [Fact]
    public void WhatAnotherBoardLeftOfAFetchIsSwept()
    {
        _amongOthers.Put("a", "alpha");
        string rest = _amongOthers.Store.ReservedFor("") + "/u/" + Staging.RestLetter + "0123456";
        Assert.Equal(Board.StoreStatus.Ok, _amongOthers.Store.Create(rest, false, out Board.FileWriter? writer));
        Assert.True(writer!.Write(new byte[100], 0, 100));
        Assert.Equal(Board.StoreStatus.Ok, writer.Close(true));
        TestPeer alone = new(profile: Profile.SixteenSocketsSmallHeap(), medium: _amongOthers.Medium.Copy());
        Assert.Equal("alpha", alone.Get("a"));
        Assert.Equal(Board.StoreStatus.NotFound, alone.Store.Find(rest, new Board.StoreEntry()));
    }
}
