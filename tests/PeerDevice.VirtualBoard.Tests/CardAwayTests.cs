using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>Cards are pulled out. Nothing is taken for missing because of that, and service comes back with the card.</summary>
public sealed class CardAwayTests
{
    [Fact]
    public void EveryCallAnswersAbsentWhileTheCardIsOut()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Absent, card.Store.Find("not there", card.Entry));
        Assert.Equal(StoreStatus.Absent, card.Store.Find("", card.Entry));
        Assert.Equal(StoreStatus.Absent, card.Open("a", out _));
        Assert.Equal(StoreStatus.Absent, card.Write("b", 1));
        Assert.Equal(StoreStatus.Absent, card.Store.Delete("a"));
        Assert.Equal(StoreStatus.Absent, card.Store.Move("a", "b"));
        Assert.Equal(StoreStatus.Absent, card.Store.MakeCollection("c"));
        Assert.Equal(StoreStatus.Absent, card.Store.List("", new Names()));
    }

    [Fact]
    public void ServiceComesBackWithTheCard()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Ok, card.Write("b", 1));
    }

    [Fact]
    public void AFreshCardInThePlaceOfTheOldOneTakesAnUploadAtOnce()
    {
        using CardInSlot card = new CardInSlot();
        Assert.Equal(StoreStatus.Ok, card.Write(".peer/u/1", 1));
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Write(".peer/u/2", 1));
        Directory.CreateDirectory(card.Folder);
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Ok, card.Write(".peer/u/2", 1));
        Assert.True(File.Exists(card.OnPc(".peer/u/2")));
    }

    [Fact]
    public void ABoardThatStartsWithoutACardServesItWhenItComes()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
    }

    [Fact]
    public void AnEmptySlotIsNotMountedAtEveryCall()
    {
        using CardInSlot card = new CardInSlot();
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        card.PutBack();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        Assert.False(Card.IsMounted);
    }

    [Fact]
    public void WhatIsOpenWhenTheCardGoesFailsAndHoldsTheMountingBackUntilItIsClosed()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 100);
        Assert.Equal(StoreStatus.Ok, card.Open("a", out BlockSource? content));
        Assert.Equal(StoreStatus.Ok, card.Store.Create("b", false, out FileWriter? writer));
        card.PullOut();
        Assert.True(content!.ReadAt(0, new byte[10], 0, 10) < 0);
        Assert.False(writer!.Write(new byte[10], 0, 10));
        Assert.Equal(StoreStatus.Absent, writer.Status);
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Absent, writer.Close(true));
        content.Close();
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
    }

    [Fact]
    public void ACardThatWasAwayBetweenTwoCallsIsToldOnce()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        Assert.Equal(StoreStatus.Ok, card.Open("a", out BlockSource? content));
        card.PullOut();
        Assert.True(content!.ReadAt(0, new byte[1], 0, 1) < 0);
        content.Close();
        card.PutBack();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
    }

    [Fact]
    public void OnAnStm32TheRuntimeMounts()
    {
        using CardInSlot card = new CardInSlot();
        Card.Use(card.Folder, true);
        CardStore store = new CardStore(new CardSlot(Card.Drive), card.Clock);
        card.Put("a", 1);
        Assert.Equal(StoreStatus.Ok, store.Find("a", card.Entry));
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Absent, store.Find("a", card.Entry));
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Ok, store.Find("a", card.Entry));
        Assert.True(File.Exists(card.OnPc(".peer/probe")));
    }
}
