using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>
/// The fear: the heap of a board is short for a moment, and a file that is there is told as one that is not, or one that was refused is there all the same. Each call into the class library is the one that
/// finds no memory, in turn, until none does any more.
/// </summary>
public sealed class ShortMemoryTests : IDisposable
{
    private const int Length = 3000;
    private const string Name = "folder/file";

    // More than any operation makes.
    private const int MostCalls = 200;

    private readonly CardInSlot _card = new CardInSlot();

    public ShortMemoryTests()
    {
        System.IO.Directory.CreateDirectory(_card.OnPc("folder"));
        System.IO.Directory.CreateDirectory(_card.OnPc("empty"));
        _card.Put(Name, Length);
        Assert.Equal(StoreStatus.Ok, _card.Store.Find(Name, _card.Entry));
    }

    public void Dispose()
    {
        Card.Touched = static () => { };
        _card.Dispose();
    }

    [Fact]
    public void AFileThatIsThereIsNeverTakenForMissing()
    {
        Assert.True(EachCallFails(
            () => _card.Store.Find(Name, _card.Entry),
            () => !_card.Entry.IsCollection && _card.Entry.Length == Length) > 0);
    }

    [Fact]
    public void ACollectionThatIsThereIsNeverTakenForMissing()
    {
        Assert.True(EachCallFails(() => _card.Store.Find("folder", _card.Entry), () => _card.Entry.IsCollection) > 0);
    }

    [Fact]
    public void AFileIsReadRightOrNotAtAll()
    {
        byte[] read = new byte[Length];
        Assert.True(EachCallFails(
            () =>
            {
                int status = _card.Open(Name, out BlockSource? content);
                if (content is null)
                {
                    return status;
                }

                Array.Clear(read);
                int got = content.ReadAt(0, read, 0, Length);
                content.Close();
                return got < 0 ? StoreStatus.Failed : StoreStatus.Ok;
            },
            () => read.AsSpan().SequenceEqual(CardInSlot.Octets(Length))) > 0);
    }

    [Fact]
    public void AFolderIsListedInFullOrNotAtAll()
    {
        Names names = new Names();
        Assert.True(EachCallFails(
            () =>
            {
                names = new Names();
                return _card.Store.List("folder", names);
            },
            () => names.All == "file:" + Length) > 0);
    }

    [Fact]
    public void WhatIsToBeWrittenIsThereOrToldAsFailed()
    {
        Assert.True(EachCallFails(
            () =>
            {
                System.IO.File.Delete(_card.OnPc("folder/new"));
                return _card.Write("folder/new", Length);
            },
            () => System.IO.File.ReadAllBytes(_card.OnPc("folder/new")).AsSpan().SequenceEqual(CardInSlot.Octets(Length))) > 0);
    }

    [Fact]
    public void WhatIsToBeMovedIsAtOneOfBothPlaces()
    {
        Assert.True(EachCallFails(
            () =>
            {
                System.IO.File.Delete(_card.OnPc("moved"));
                _card.Put(Name, Length);
                int status = _card.Store.Move(Name, "moved");
                Assert.True(System.IO.File.Exists(_card.OnPc(Name)) || System.IO.File.Exists(_card.OnPc("moved")));
                return status;
            },
            () => System.IO.File.ReadAllBytes(_card.OnPc("moved")).AsSpan().SequenceEqual(CardInSlot.Octets(Length))) > 0);
    }

    [Fact]
    public void WhatIsToBeDeletedIsGoneOrToldAsFailed()
    {
        Assert.True(EachCallFails(
            () =>
            {
                _card.Put(Name, Length);
                return _card.Store.Delete(Name);
            },
            () => !System.IO.File.Exists(_card.OnPc(Name))) > 0);
    }

    [Fact]
    public void ACollectionIsMadeOrToldAsFailed()
    {
        Assert.True(EachCallFails(
            () =>
            {
                if (System.IO.Directory.Exists(_card.OnPc("made")))
                {
                    System.IO.Directory.Delete(_card.OnPc("made"));
                }

                return _card.Store.MakeCollection("made");
            },
            () => System.IO.Directory.Exists(_card.OnPc("made"))) > 0);
    }

    // To ask the card whether it is there takes memory too. Time stands still here: a card that was taken for one that is out would stay away.
    [Fact]
    public void ACardIsNotTakenForOneThatIsOut()
    {
        int asked = 0;
        for (int failing = 1; failing < MostCalls; failing++)
        {
            int calls = 0;
            bool hasFailed = false;
            Card.Touched = () =>
            {
                calls++;
                if (calls == 1)
                {
                    throw Card.DriverFault();
                }

                if (calls == failing + 1)
                {
                    hasFailed = true;
                    throw new OutOfMemoryException();
                }
            };
            int status = _card.Open(Name, out _);
            Assert.True(status == StoreStatus.Failed || (hasFailed && status == StoreStatus.Busy), "call " + failing + ": told as " + status);
            Card.Touched = static () => { };
            Assert.Equal(StoreStatus.Ok, _card.Store.Find(Name, _card.Entry));
            if (!hasFailed)
            {
                break;
            }

            asked++;
        }

        Assert.True(asked > 0, "the card was never asked");
    }

    // Busy is what a client is told 503 of, and when to ask again; "failed" would be the card's fault, and 500.
    [Fact]
    public void WhatFindsNoMemoryIsToldAsBusy()
    {
        Card.Touched = static () => throw new OutOfMemoryException();
        Assert.Equal(StoreStatus.Busy, _card.Open(Name, out _));
        Assert.Equal(StoreStatus.Busy, _card.Store.Delete(Name));
        int touched = 0;
        Card.Touched = () =>
        {
            if (touched++ == 0)
            {
                throw new OutOfMemoryException();
            }
        };
        Assert.Equal(StoreStatus.Busy, _card.Store.Find(Name, _card.Entry));
        Card.Touched = static () => { };
        Assert.Equal(StoreStatus.Ok, _card.Store.Find(Name, _card.Entry));
    }

    // At the first look there is nothing mounted yet.
    [Fact]
    public void ACardIsMountedAsSoonAsThereIsMemoryToLookWith()
    {
        _card.Reboot();
        Card.Touched = static () => throw new OutOfMemoryException();
        Assert.Equal(StoreStatus.Busy, _card.Store.Find(Name, _card.Entry));
        Card.Touched = static () => { };
        Assert.Equal(StoreStatus.Ok, _card.Store.Find(Name, _card.Entry));
    }

    // How many calls could fail. What failed is told as failed, or as busy, and works as soon as there is memory.
    private static int EachCallFails(Func<int> act, Func<bool> isRight)
    {
        for (int failing = 0; failing < MostCalls; failing++)
        {
            int left = failing;
            bool hasFailed = false;
            Card.Touched = () =>
            {
                if (left == 0)
                {
                    left--;
                    hasFailed = true;
                    throw new OutOfMemoryException();
                }

                left--;
            };
            int status = act();
            Card.Touched = static () => { };
            if (status == StoreStatus.Ok)
            {
                Assert.True(isRight(), "call " + failing + ": told as done, and is not");
            }
            else
            {
                Assert.True(status is StoreStatus.Failed or StoreStatus.Busy or StoreStatus.TooMany, "call " + failing + " failed: told as " + status);
                Assert.True(hasFailed, "failed by itself");
            }

            if (!hasFailed)
            {
                return failing;
            }

            Assert.Equal(StoreStatus.Ok, act());
            Assert.True(isRight(), "after call " + failing);
        }

        throw new InvalidOperationException("it never ends");
    }
}
