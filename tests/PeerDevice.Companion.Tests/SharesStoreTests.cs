using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Tests;

/// <summary>Several folders as one store.</summary>
public sealed class SharesStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FolderStore _music;
    private readonly FolderStore _work;
    private readonly SharesStore _store;

    public SharesStoreTests()
    {
        _music = new FolderStore(_temp.Folder("one"), writable: true);
        _work = new FolderStore(_temp.Folder("two"), writable: true);
        _store = new SharesStore(new Dictionary<string, FolderStore> { ["music"] = _music, ["work"] = _work });
    }

    public void Dispose()
    {
        _music.Dispose();
        _work.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void TheFirstNameSaysWhichShare()
    {
        _temp.Text("one/song", "la");
        _temp.Text("two/deep/letter", "dear");
        Assert.Equal(["music/", "work/"], _store.Names(""));
        Assert.Equal("la", _store.Text("music/song"));
        Assert.Equal("dear", _store.Text("work/deep/letter"));
        Assert.True(_store.Entry("").IsCollection);
        Assert.True(_store.Entry("music").IsCollection);
        Assert.Equal("work/.peer", _store.ReservedFor("work/deep/letter"));
        Assert.Equal(StoreStatus.NotFound, _store.Find("play", new StoreEntry()));
        Assert.Equal(StoreStatus.NoParent, _store.Find("play/thing", new StoreEntry()));
    }

    [Fact]
    public void TheSharesThemselvesStandAsTheyAre()
    {
        Assert.Equal(StoreStatus.Denied, _store.Delete("music"));
        Assert.Equal(StoreStatus.Denied, _store.Move("music", "songs"));
        Assert.Equal(StoreStatus.Exists, _store.MakeCollection("music"));
        Assert.Equal(StoreStatus.Denied, _store.Create("music", append: false, out _));
        Assert.NotEqual(StoreStatus.Ok, _store.MakeCollection("new"));
        Assert.NotEqual(StoreStatus.Ok, _store.Create("new", append: false, out _));
        Assert.Equal(StoreStatus.WrongKind, _store.OpenRead("", new StoreEntry(), out _));
    }

    [Fact]
    public void FromOneShareToAnotherNothingIsMovedInOneStep()
    {
        _store.Put("music/song", "la");
        Assert.Equal(StoreStatus.OtherVolume, _store.Move("music/song", "work/song"));
        Assert.Equal(StoreStatus.Ok, _store.Move("music/song", "music/tune"));
        Assert.Equal("la", _store.Text("music/tune"));
    }

    [Theory, InlineData(""), InlineData(".."), InlineData("a/b"), InlineData(".peer"), InlineData(".PEER"), InlineData("a\\b")]
    public void ANameThatIsNoneNamesNoShare(string name) =>
        Assert.Throws<ArgumentException>(() => new SharesStore(new Dictionary<string, FolderStore> { [name] = _music }));
}
