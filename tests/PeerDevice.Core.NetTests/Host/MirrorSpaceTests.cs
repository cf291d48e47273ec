using System;
using System.Globalization;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Mirrors;

namespace PeerDevice.Tests.Host;

/// <summary>The fears: what does not fit keeps everything else away from a folder that follows, fills the store again and again, or has what is kept deleted for nothing.</summary>
public sealed class MirrorSpaceTests
{
    /// <summary>The fear: a file that can never fit, or that its source only says is so long, takes away day by day what was to be kept, and nothing comes for it.</summary>
    [Fact]
    public void WhatCannotFitTakesNothingAwayOfWhatIsKept()
    {
        MirrorRoom room = MirrorRoom.Following(false, ("a.jpg", "A"), ("b.jpg", "B"), ("z.jpg", "Z"));
        string[] kept = PutAway(room, "a.jpg", "b.jpg");
        room.Has("large.jpg", new string('l', (int)Limits.RoomOctets + 77));
        room.Peer.Plain.Capacity = Limits.RoomOctets;
        for (int round = 0; round < 3; round++)
        {
            room.Has("new" + round.ToString(CultureInfo.InvariantCulture), "N");
            Assert.Contains("p/large.jpg: ", room.Round(), StringComparison.Ordinal);
            Assert.Equal(["A", "B"], kept.Select(room.Reserved));
        }

        // The others come all the same.
        Assert.Equal("p/\np/new0 = N\np/new1 = N\np/new2 = N\np/z.jpg = Z", room.Tree());
        Assert.Empty(room.Peer.Leftovers());
    }

    /// <summary>The fear: what is kept stands in the way of what would fit without it.</summary>
    [Fact]
    public void WhatWouldFitWithoutWhatIsKeptComesInItsPlaceTheOldestDayFirst()
    {
        MirrorRoom room = MirrorRoom.Following(false, ("a.jpg", new string('a', (int)Limits.RoomOctets)), ("b.jpg", "B"), ("z.jpg", "Z"));
        string[] kept = PutAway(room, "a.jpg", "b.jpg");
        room.Has("large.jpg", new string('l', (int)Limits.RoomOctets + 77));
        room.Peer.Plain.Capacity = (2 * Limits.RoomOctets) - 99;
        Assert.Contains("p/large.jpg: ", room.Round(), StringComparison.Ordinal);
        Assert.Equal([null, "B"], kept.Select(room.Reserved));
        Assert.Equal("", room.Round());
        Assert.Equal("B", room.Reserved(kept[1]));
        Assert.Equal((int)Limits.RoomOctets + 77, room.Reserved("p/large.jpg")?.Length);
    }

    // Each on a day of its own; where they are then.
    private static string[] PutAway(MirrorRoom room, params string[] files)
    {
        string[] kept = new string[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            kept[i] = ".peer/t/" + ((TestPeer.Now / 86400) + i).ToString(CultureInfo.InvariantCulture) + "/p/" + files[i];
            room.Files.Remove(files[i]);
            Assert.Equal("", room.Round());
            room.Peer.Clock.Advance(86400000L);
        }

        return kept;
    }

    /// <summary>The fear: large files at the front keep everything behind them away for ever.</summary>
    [Fact]
    public void WhatDoesNotFitKeepsNothingAway()
    {
        MirrorRoom room = new(isFat: false);
        room.Peer.Plain.Capacity = Limits.RoomOctets;
        for (int i = 0; i < Limits.MirrorFailures + 1; i++)
        {
            room.Has("large" + i.ToString(CultureInfo.InvariantCulture), new string('l', (int)Limits.RoomOctets + 77));
        }

        room.Has("small", "S");
        room.Follow();
        Assert.Contains("p/large", room.Round(), StringComparison.Ordinal);
        Assert.Equal("p/\np/small = S", room.Tree());
    }

    /// <summary>The same of those that fill the store before anybody knows.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatFillsTheStoreKeepsNothingAwayAndTakesOneDayOfWhatIsKept(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        string[] kept = PutAway(room, "a.jpg", "b.jpg");
        for (int i = 0; i < Limits.MirrorFailures + 1; i++)
        {
            Fill(room, "large" + i.ToString(CultureInfo.InvariantCulture));
        }

        room.Has("small", "S");
        Assert.Contains("p/large", room.Round(), StringComparison.Ordinal);
        Assert.Equal("p/\np/c.jpg = C\np/small = S", room.Tree());
        Assert.Equal([null, "B"], kept.Select(room.Reserved));

        // Once more, since a day has gone for them; then not before an hour is over, and nothing goes for them again.
        room.Round();
        int gets = room.Gets.Count;
        Assert.Contains("tried again later", room.Round(), StringComparison.Ordinal);
        Assert.Equal(gets, room.Gets.Count);
        room.Peer.Clock.Advance(Limits.MirrorUnfitMilliseconds);
        Assert.Contains("p/large", room.Round(), StringComparison.Ordinal);
        Assert.Equal(gets + Limits.MirrorFailures + 1, room.Gets.Count);
        Assert.Equal([null, "B"], kept.Select(room.Reserved));
        Assert.Empty(room.Peer.Leftovers());
    }

    /// <summary>The fear: one more than are remembered, and what is kept goes day by day.</summary>
    [Fact]
    public void OfMoreThanAreRememberedNoneTakesAnotherDayOfWhatIsKept()
    {
        MirrorRoom room = MirrorRoom.Following(false, ("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        string[] kept = PutAway(room, "a.jpg", "b.jpg");
        for (int i = 0; i < Limits.MirrorUnfit + 1; i++)
        {
            Fill(room, "large" + i.ToString(CultureInfo.InvariantCulture));
        }

        for (int round = 0; round < 4; round++)
        {
            Assert.Contains("p/large", room.Round(), StringComparison.Ordinal);
            Assert.Equal([null, "B"], kept.Select(room.Reserved));
        }
    }

    /// <summary>The fear: what fits by now waits.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnotherVersionAndWhoAsksAnewAreTriedAtOnce(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("c.jpg", "C"));
        Fill(room, "large");
        room.Round();
        room.Round();
        int gets = room.Gets.Count;
        room.Round();
        Assert.Equal(gets, room.Gets.Count);
        room.Follow();
        Assert.Contains("p/large: ", room.Round(), StringComparison.Ordinal);
        room.Round();
        Assert.Equal(gets + 2, room.Gets.Count);
        room.Has("large", "L");
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/c.jpg = C\np/large = L", room.Tree());
    }

    /// <summary>The fear: a card is filled in each round by what can never fit, or what is kept stands in the way of what would.</summary>
    [Theory]
    [InlineData(4096, false)]
    [InlineData(1024, true)]
    public void OnACardWhatIsKeptMakesWayWhereALengthIsKnownAndThatIsEnough(int clustersTooMany, bool fits)
    {
        const int Clusters = 4096;
        const int Octets = 512;
        MirrorRoom room = MirrorRoom.Following(true, ("a.jpg", new string('a', Clusters * Octets / 2)), ("b.jpg", "B"), ("c.jpg", "C"));
        string[] kept = PutAway(room, "a.jpg", "b.jpg");
        room.Has("large", new string('l', ((Clusters / 2) + clustersTooMany) * Octets));
        Assert.Contains("p/large: ", room.Round(), StringComparison.Ordinal);
        Assert.Equal([fits ? null : Clusters * Octets / 2, 1], kept.Select(place => room.Reserved(place)?.Length));
        int gets = room.Gets.Count;
        Assert.Equal(fits, room.Round().Length == 0);
        Assert.Equal(gets + (fits ? 1 : 0), room.Gets.Count);
        Assert.Equal("B", room.Reserved(kept[1]));
    }

    /// <summary>The fear: a store without room for one octet has each file of a source asked for in each round.</summary>
    [Fact]
    public void AStoreWithoutRoomForOneOctetEndsTheRound()
    {
        MirrorRoom room = MirrorRoom.Following(false, ("c.jpg", "C"));
        for (int i = 0; i < Limits.MirrorFailures + 2; i++)
        {
            room.Has("new" + i.ToString(CultureInfo.InvariantCulture), "N");
        }

        int gets = room.Gets.Count;
        room.Peer.Store.Status = StoreStatus.Full;
        room.Peer.Store.FailsNow = static call => call.StartsWith("write .peer/u/", StringComparison.Ordinal);
        for (int round = 1; round < 4; round++)
        {
            Assert.Contains("p/new", room.Round(), StringComparison.Ordinal);
            Assert.Equal(gets + (round * Limits.MirrorFailures), room.Gets.Count);
        }

        // As soon as there is room all of them come.
        room.Peer.Store.FailsNow = null;
        Assert.Equal("", room.Round());
    }

    [Fact]
    public void WhatIsRememberedIsBoundedAndNobodyWhoWaitsIsForgotten()
    {
        UnfitFiles unfit = new();
        for (int i = 1; i <= Limits.MirrorUnfit; i++)
        {
            Assert.True(unfit.Note(i, 1, 0, i == 5 ? 10 : 20));
        }

        const long Later = 10 + Limits.MirrorUnfitMilliseconds;
        Assert.False(unfit.Note(99, 1, 0, 20));
        Assert.False(unfit.Note(99, 1, Later - 1, Later + 10));
        Assert.True(unfit.Note(99, 1, Later, Later + 10));
        Assert.False(unfit.Has(5, 1));
        Assert.True(unfit.IsPassedOver(99, 1, Later + 9));
        Assert.True(unfit.IsPassedOver(99, 0, Later + 9));
        Assert.False(unfit.IsPassedOver(99, 2, Later + 9));
        Assert.False(unfit.IsPassedOver(99, 1, Later + 10));
        unfit.Forget(98);
        unfit.Forget(99);
        Assert.False(unfit.Has(99, 1));
    }

    // More than the store has room for, of which the source does not say so: on a PC no file has room for its second block.
    private static void Fill(MirrorRoom room, string name)
    {
        int writes = 0;
        room.Has(name, new string('l', 4194304));
        room.Lengthless.Add(name);
        room.Peer.Store.Status = StoreStatus.Full;
        room.Peer.Store.FailsNow = call =>
        {
            bool isWrite = call.StartsWith("write .peer/u/", StringComparison.Ordinal);
            writes = call.StartsWith("create ", StringComparison.Ordinal) ? 0 : writes + (isWrite ? 1 : 0);
            return !room.Peer.Store.IsFat && isWrite && writes > 1;
        };
    }
}
