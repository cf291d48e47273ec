using nanoFramework.System.IO.FileSystem;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A slot with a switch is believed where it says that it is empty.</summary>
public sealed class CardSlotTests
{
    [Fact]
    public void WhereTheSwitchSaysThatTheCardIsOutNothingIsSaidToBeNotThere()
    {
        using CardInSlot card = new();
        SDCard made = new(new SDCardSpiParameters()) { CardDetectEnabled = true, IsCardDetected = true };
        CardStore store = new(new CardSlot(Card.Drive, made), card.Clock);
        Assert.Equal(StoreStatus.NotFound, store.OpenRead("a.txt", card.Entry, out _));
        made.IsCardDetected = false;
        card.Clock.Sleep(Limits.CardTrustMilliseconds);
        Assert.Equal(StoreStatus.Absent, store.OpenRead("a.txt", card.Entry, out _));

        // A switch that is not there says nothing.
        made.CardDetectEnabled = false;
        card.Clock.Sleep(Limits.CardTrustMilliseconds + Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.NotFound, store.OpenRead("a.txt", card.Entry, out _));
    }

    [Fact]
    public void ASlotWithoutASwitchKnowsNothing()
    {
        Assert.False(new CardSlot(Card.Drive, new SDCard(new SDCardSpiParameters())).IsKnownEmpty());
        Assert.False(new CardSlot(Card.Drive).IsKnownEmpty());
    }
}
