using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A listing lets its visitor say what it knows of a file, but only of the card that is in.</summary>
public sealed class CardMemoryTests
{
    private const long Known = 99;

    [Fact]
    public void WhatIsKnownIsNotLookedUp()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 7);
        card.Put("b", 8);
        Knower knower = new Knower { Knows = name => name == "a" };
        Assert.Equal(StoreStatus.Ok, card.Store.List("", knower));
        Assert.Equal("a:99 b:8", knower.All);
    }

    [Fact]
    public void ACardThatIsGoneByThenIsNoticedAndNothingIsToldOfIt()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 7);
        card.Put("b", 8);
        Knower knower = new Knower();
        knower.Knows = _ =>
        {
            card.PullOut();
            return true;
        };
        Assert.Equal(StoreStatus.Absent, card.Store.List("", knower));
        Assert.Equal("", knower.All);
        card.PutBack();
    }

    [Fact]
    public void WhereTheCardCannotBeAskedNothingIsBelieved()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 7);
        List<BlockSource> open = new List<BlockSource>();
        for (int i = 0; i < Limits.CardFiles; i++)
        {
            Assert.Equal(StoreStatus.Ok, card.Open("a", out BlockSource? content));
            open.Add(content!);
        }

        Knower knower = new Knower { Knows = _ => true };
        Assert.Equal(StoreStatus.Ok, card.Store.List("", knower));
        Assert.Equal("a:7", knower.All);
        open.ForEach(content => content.Close());
        Assert.Equal(StoreStatus.Ok, card.Store.List("", knower));
        Assert.Equal("a:99", knower.All);
    }

    [Fact]
    public void EachMountHasANumberOfItsOwn()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 7);
        int first = MountOf(card);
        Assert.Equal(first, MountOf(card));
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.Find("a", card.Entry));
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.True(MountOf(card) > first);
    }

    private static int MountOf(CardInSlot card)
    {
        Knower knower = new Knower();
        Assert.Equal(StoreStatus.Ok, card.Store.List("", knower));
        return knower.Mount;
    }

    private sealed class Knower : MemberVisitor
    {
        private readonly SortedSet<string> _all = new SortedSet<string>(StringComparer.Ordinal);

        public Func<string, bool> Knows { get; set; } = _ => false;

        public int Mount { get; private set; }

        public override bool NeedsFacts => true;

        internal string All
        {
            get
            {
                string all = string.Join(" ", _all);
                _all.Clear();
                return all;
            }
        }

        public override bool Recall(string name, StoreEntry entry)
        {
            Mount = entry.Mount;
            bool knows = Knows(name);
            entry.Length = knows ? Known : entry.Length;
            return knows;
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection)
            {
                _all.Add(name + ":" + entry.Length);
            }

            return true;
        }
    }
}
