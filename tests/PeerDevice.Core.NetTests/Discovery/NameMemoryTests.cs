using System;
using System.Linq;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>The fear: who gave way is called otherwise after each restart, or writes its flash to death, or believes what is damaged.</summary>
public sealed class NameMemoryTests
{
    private const int Minute = 60_000;

    [Fact]
    public void WhoGaveWayHasItsNameAfterARestartToo()
    {
        MemoryNote note = new();
        Resident.Settled(out DnsStreet street);
        Resident second = new(street, 2, "desk", 80);
        NameMemory memory = new(note, second.Responder);
        memory.Load();
        for (int i = 0; i < 40; i++)
        {
            street.Run(5000);
            memory.Keep(false, street.Now);
        }

        Assert.Equal(("desk-2", "desk (2)"), (second.Host.Text, second.Label.Text));
        Assert.Equal(1, note.Writings);

        // The first is not even there any more.
        DnsStreet other = new(7);
        Resident again = new(other, 2, "desk", 80);
        new NameMemory(note, again.Responder).Load();
        again.House.Plug(false);
        again.House.Plug(true);
        other.Run(10000);
        Assert.Equal(("desk-2", "desk (2)"), (again.Host.Text, again.Label.Text));
        string said = string.Join('\n', Resident.Said(other, 0).Select(static said => said.Text));
        Assert.Contains("desk-2.local", said, StringComparison.Ordinal);
        Assert.Contains("desk (2)._ipp", said, StringComparison.Ordinal);
        Assert.DoesNotContain("desk.local", said, StringComparison.Ordinal);
        Assert.DoesNotContain("desk._ipp", said, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherNameHasNoNumberAndWhatWasKeptIsForgotten()
    {
        MemoryNote note = new() { Octets = Kept("desk", 3) };
        DnsStreet street = new(1);
        Resident renamed = new(street, 1, "reception");
        NameMemory memory = new(note, renamed.Responder);
        memory.Load();
        Run(street, memory, 2 * Minute);
        Assert.Equal(("reception", "reception"), (renamed.Host.Text, renamed.Label.Text));
        Resident back = new(new DnsStreet(2), 1, "desk");
        new NameMemory(note, back.Responder).Load();
        Assert.Equal("desk", back.Label.Text);
    }

    [Fact]
    public void WithoutAConflictNothingIsWritten()
    {
        MemoryNote note = new();
        Resident one = Resident.Settled(out DnsStreet street);
        NameMemory memory = new(note, one.Responder);
        memory.Load();
        Run(street, memory, 10 * Minute);
        memory.Keep(true, street.Now);
        Assert.Equal(0, note.Writings);
    }

    [Fact]
    public void WhoEndsInGoodOrderKeepsItAtOnceAndWhoIsStillAskingKeepsNothing()
    {
        MemoryNote note = new();
        Resident one = Resident.Settled(out DnsStreet street);
        NameMemory memory = new(note, one.Responder);
        one.Label.Set(2);
        one.House.Plug(false);
        one.House.Plug(true);
        memory.Keep(true, street.Now);
        Assert.Equal(0, note.Writings);
        street.Run(5000);
        memory.Keep(true, street.Now);
        Assert.Equal(1, note.Writings);
    }

    [Fact]
    public void WhoTakesEveryNameDoesNotWriteTheFlashToDeath()
    {
        MemoryNote note = new();
        Resident one = Resident.Settled(out DnsStreet street);
        NameMemory memory = new(note, one.Responder);
        memory.Load();
        const int Hours = 6;

        // Every ninety seconds, so that each name stands for more than a minute.
        for (int i = 0; i < Hours * 40; i++)
        {
            string name = one.Host.Text + ".local";
            for (int j = 0; j < 3; j++)
            {
                street.Say(Resident.Street + 50, Resident.Response(writer => writer.Address(DnsType.Answer, DnsText.Name(name), Resident.Street + 50, 120)));
                street.Run(400);
            }

            Run(street, memory, 90_000 - 1200);
        }

        Assert.True(one.Responder.Renamed > Hours * 30);
        Assert.InRange(note.Writings, 1, Hours + 1);
    }

    [Fact]
    public void AMediumThatFailsIsTriedOnceAnHour()
    {
        MemoryNote note = new() { Fails = true };
        Resident one = Resident.Settled(out DnsStreet street);
        NameMemory memory = new(note, one.Responder);
        memory.Load();
        one.Label.Set(2);
        Run(street, memory, 3 * 60 * Minute);
        Assert.InRange(note.Writings, 2, 4);
    }

    [Fact]
    public void WhatIsDamagedOrCutSaysNothingAndHostileNumbersAreNone()
    {
        byte[] good = Kept("desk", 3);
        for (int at = 0; at < good.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = (byte[])good.Clone();
                damaged[at] ^= (byte)(1 << bit);
                Assert.Equal("desk", Loaded(damaged));
            }

            Assert.Equal("desk", Loaded(good[..at]));
        }

        Assert.Equal("desk (3)", Loaded(good));
        FuzzRounds.Run(9, 2000, random =>
        {
            byte[] noise = new byte[random.Next(400)];
            random.NextBytes(noise);
            Assert.Equal("desk", Loaded(noise));
        });
        Assert.Equal("desk", Loaded(Kept("desk", 0)));
        Assert.Equal("desk", Loaded(Kept("desk", 40000)));
    }

    /// <summary>The power goes before write 1, 2, 3 … of the card: the record before, the new one, or none stands there, and everything else is well.</summary>
    [Fact]
    public void ACutOfPowerAtAnyWriteLeavesOneOfTheTwo()
    {
        byte[] old = Kept("desk", 2);
        byte[] fresh = Kept("desk", 3);
        foreach (Manners manners in Manners.All)
        {
            foreach (bool isFirst in new[] { true, false })
            {
                for (int cut = 1; Cut(cut, manners, isFirst ? null : old, fresh); cut++)
                {
                }
            }
        }
    }

    /// <returns>Whether it came to the cut.</returns>
    private static bool Cut(int cut, Manners manners, byte[]? old, byte[] fresh)
    {
        FatWorld world = FatWorld.Mounted(new FatMedium(1000, 512), manners);
        StoreNote note = new(world.Store, world.Commits, "names");
        Assert.True(old is null || note.Write(old, old.Length));
        world.Card.CutAt = world.Card.Steps + cut;
        bool wasCut = false;
        try
        {
            note.Write(fresh, fresh.Length);
        }
        catch (PowerCut)
        {
            wasCut = true;
        }

        wasCut |= world.Card.IsCut;
        FatWorld later = FatWorld.Mounted(world.Card.Copy(), manners);
        StoreNote again = new(later.Store, later.Commits, "names");
        byte[] octets = new byte[Limits.NameRecordOctets];
        byte[] read = octets[..again.Read(octets)];
        Assert.True(read.AsSpan().SequenceEqual(fresh) || (wasCut && read.AsSpan().SequenceEqual(old ?? [])), $"{manners}, cut {cut}: {Convert.ToHexString(read)}");
        Assert.True(again.Write(fresh, fresh.Length));
        Assert.Equal(fresh, octets[..again.Read(octets)]);
        Assert.Empty(FatCheck.Examine(later.Card).Leftovers);
        Assert.True(wasCut || cut > 3);
        return wasCut;
    }

    private static void Run(DnsStreet street, NameMemory memory, long milliseconds)
    {
        for (long until = street.Now + milliseconds; street.Now < until;)
        {
            street.Run(5000);
            memory.Keep(false, street.Now);
        }
    }

    private static string Loaded(byte[] octets)
    {
        Resident one = new(new DnsStreet(1), 1, "desk");
        new NameMemory(new MemoryNote { Octets = octets }, one.Responder).Load();
        return one.Label.Text;
    }

    /// <summary>The record of a peer whose names have a number.</summary>
    private static byte[] Kept(string name, int number)
    {
        DnsStreet street = new(1);
        Resident one = new(street, 1, name);
        one.Host.Set(2);
        one.Label.Set(2);
        street.Run(5000);
        MemoryNote note = new();
        new NameMemory(note, one.Responder).Keep(true, street.Now);
        byte[] octets = note.Octets;
        for (int at = 6; at < octets.Length - 4; at += 6)
        {
            octets[at + 4] = (byte)(number >> 8);
            octets[at + 5] = (byte)number;
        }

        uint crc = Crc32.Of(0, octets, 0, octets.Length - 4);
        for (int i = 0; i < 4; i++)
        {
            octets[^(i + 1)] = (byte)(crc >> (8 * i));
        }

        return octets;
    }
}
