using System;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading;
using PeerDevice.Services.Fetching;
using PeerDevice.Services.Mirrors;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fears: what a peer fetches from several at once is a mixture, is wrong since one lies, ends with one that dies, or leaves its parts behind.</summary>
public sealed class GatherTests
{
    private const int Octets = (int)Limits.GatherOctets + 77_777;
    private static readonly byte[] Content = Enumerable.Range(0, Octets).Select(i => (byte)(33 + ((i * 31 >> 3) % 90))).ToArray();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "first dies")]
    [InlineData(false, "first dies")]
    [InlineData(true, "other dies")]
    [InlineData(true, "other lies")]
    [InlineData(false, "other lies")]
    [InlineData(true, "first changes")]
    [InlineData(true, "other knows no ranges")]
    public void AFileComesFromSeveralAtOnceWholeAndRight(bool isFat, string fault)
    {
        TestPeer target = new(isFat, medium: isFat ? Card() : null);
        Neighbourhood office = Office(target);
        int gets = 0;
        office.Together = fault.Length == 0 ? new Barrier(2) : null;
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            gets++;
            int bad = fault.StartsWith("first", StringComparison.Ordinal) ? 0 : 1;
            if (index != bad || fault.Length == 0)
            {
                return false;
            }

            if (fault.EndsWith("dies", StringComparison.Ordinal))
            {
                office.Gone.Add(bad);
                link.Send(answer[..Math.Min(answer.Length, 100_000)]).Break();
                return true;
            }

            if (fault == "first changes" && gets > 1)
            {
                link.Send("HTTP/1.1 200 OK\r\nETag: \"new\"\r\nContent-Length: 3\r\n\r\nnew").End();
                return true;
            }

            if (fault == "other knows no ranges")
            {
                link.Send(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nETag: \"else\"\r\nContent-Length: {Octets}\r\n\r\n")).Send(Content).End();
                return true;
            }

            answer[^1] ^= (byte)(fault == "other lies" ? 1 : 0);
            return false;
        };
        Answer copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);
        Assert.Equal(Content, target.Ask("GET", "/files/b.bin").Content);
        Assert.Empty(target.Leftovers());
        if (fault.Length == 0)
        {
            // Both had something to do, and nobody all of it.
            Assert.InRange(office.Served(0), Limits.FetchStintOctets, Octets);
            Assert.InRange(office.Served(1), Limits.FetchStintOctets, Octets);
        }
    }

    [Fact]
    public void WhatNobodyGivesRightIsNotThereNorAnythingOfIt()
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(target);
        target.Put("b.bin", "MINE");
        office.Bend = (_, line, answer, _) =>
        {
            answer[^1] ^= (byte)(line.StartsWith("GET ", StringComparison.Ordinal) ? 1 : 0);
            return false;
        };
        Answer copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.Contains("failure: ", copied.Text, StringComparison.Ordinal);
        Assert.Equal("MINE", target.Get("b.bin"));
        Assert.Empty(target.Leftovers());
        office.Bend = null;
        office.Asked.Clear();
        copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);

        // Who lied alone is not asked for the next one.
        Assert.DoesNotContain(office.Asked, asked => asked.StartsWith(Neighbourhood.At(1) + " ", StringComparison.Ordinal));
    }

    /// <summary>The fear: a card is read once more for a tag that could be computed on the way, which costs a board a seventh of what fetching may cost.</summary>
    [Fact]
    public void WhatComesInOrderIsNotReadOnceMoreToBeVerified()
    {
        const string Whole = "open .peer/u/G";
        TestPeer[] sources = Sources(Few);
        TestPeer target = new(profile: Small(), medium: new(1_000, 512));
        Neighbourhood office = new(sources[0], sources[1], target) { Together = new Barrier(2) };
        int read = 0;
        int appended = 0;
        target.Store.Before = call =>
        {
            Interlocked.Add(ref read, call.StartsWith(Whole, StringComparison.Ordinal) && call.Length == Whole.Length + Limits.RestDigits ? 1 : 0);
            Interlocked.Add(ref appended, call.StartsWith(Whole, StringComparison.Ordinal) && call.EndsWith(".001", StringComparison.Ordinal) ? 1 : 0);
        };
        Answer copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", From));
        target.Store.Before = null;
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);
        Assert.Equal(Few, target.Ask("GET", "/files/b.bin").Content);
        Assert.Equal((0, 1), (read, appended));
    }

    [Fact]
    public void AMirrorGathersAndLeavesItsSourceInPeace()
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(new TestPeer(medium: Card()), target);
        office[2].Put("again.bin", Encoding.Latin1.GetString(Content));
        Know(office, 2, "again.bin");
        office.Together = new Barrier(2);
        Follow(office, target);
        Assert.Equal(Content, target.Ask("GET", "/files/p/a.bin").Content);
        Assert.InRange(office.Served(0), 0, 10_000);
        Assert.True(office.Served(1) > Limits.FetchStintOctets && office.Served(2) > Limits.FetchStintOctets);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(18)]
    [InlineData(42)]
    [InlineData(66)]
    [InlineData(84)]
    [InlineData(97)]
    public void ACutOfPowerWhileItComesFromSeveralLeavesNothingOfItBehind(int percent)
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(target);
        int before = target.Medium.Steps;
        Follow(office, target);
        long steps = target.Medium.Steps - before;

        // How two threads take turns is another each time, so how many steps it takes is not quite the same.
        target = new TestPeer(medium: Card());
        office.Add(target);
        Assert.Equal(204, target.Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
        target.Medium.CutAt = target.Medium.Steps + (int)(steps * percent / 100);
        try
        {
            InTime(target, () => Round(target));
        }
        catch (Exception fault) when (fault is PowerCut || target.Medium.IsCut)
        {
            // What it was told by a card without power is nothing to go by.
        }

        TestPeer later = new(medium: target.Medium.Copy());
        office.Add(later);
        InTime(later, () => Round(later));
        Assert.Equal(Content, later.Ask("GET", "/files/p/a.bin").Content);
        Assert.Empty(later.Leftovers());
        Assert.Equal("p/a.bin", string.Join(' ', later.Tree().Split('\n').Where(line => line.Contains(" = ", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(" = ", StringComparison.Ordinal)])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ACutOfPowerAtAnyWriteLosesNothingThatWasNotedAndSpoilsNothing(int shard)
    {
        // Each has its own sources, so that four of them may run at a time.
        TestPeer[] sources = Sources(Few);
        TestPeer before = new(medium: new(400, 2048));
        before.Put("mine.bin", Few.Length.ToString(CultureInfo.InvariantCulture));
        FatMedium prepared = before.Medium;
        int notes = 0;
        int survived = 0;
        for (int step = shard; survived < 2; step += 4)
        {
            FatMedium card = prepared.Copy();
            notes += Attempt(sources, card, step) ? 1 : 0;

            // How two threads take turns is another each time, so how many steps it takes is not quite the same.
            survived += card.IsCut ? 0 : 1;
            card = card.Copy();

            // What follows the cut is cut, too.
            Attempt(sources, card, step * 13 % 61);
            card = card.Copy();
            TestPeer later = new(profile: Small(), medium: card);
            Neighbourhood office = new(sources[0], sources[1], later);
            Answer copied = InTime(later, () => later.Ask("COPY", "/files/b.bin", From));
            Assert.True(copied.Text.EndsWith("success: Created\n", StringComparison.Ordinal), $"cut at {step}: {copied.Text}");
            Assert.True(Few.AsSpan().SequenceEqual(later.Ask("GET", "/files/b.bin").Content), $"cut at {step}");
            Assert.Empty(later.Leftovers());
            Assert.Equal(before.Get("mine.bin"), later.Get("mine.bin"));
            FatReport report = FatCheck.Examine(card);
            Assert.True(report.IsSound && report.CrossLinks.Count == 0, $"cut at {step}: {report}");
        }

        Assert.True(notes > 4, $"{notes} cuts left a record");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ACutOfPowerAtAnyWriteToADiskSpoilsNothing(int shard)
    {
        TestPeer[] sources = Sources(Few);
        int survived = 0;
        for (int step = shard; survived == 0; step += 2)
        {
            for (int manner = 0; manner < FolderDisk.Manners; manner++)
            {
                FolderDisk disk = new() { CutAt = step };
                Attempt(sources, disk);
                survived += disk.IsCut ? 0 : 1;
                TestPeer later = new(false, profile: Small(), inFront: disk.After(manner));
                Neighbourhood office = new(sources[0], sources[1], later);
                Answer copied = InTime(later, () => later.Ask("COPY", "/files/b.bin", From));
                Assert.True(copied.Text.EndsWith("success: Created\n", StringComparison.Ordinal), $"cut at {step}, manner {manner}: {copied.Text}");
                Assert.True(Few.AsSpan().SequenceEqual(later.Ask("GET", "/files/b.bin").Content), $"cut at {step}, manner {manner}");
            }
        }
    }

    /// <summary>The fear: a file of a few MiB begins nearly anew after a cut, since it was noted too seldom how far it was.</summary>
    [Fact]
    public void ACutCostsAQuarterOfAFileAndWhatWasOnItsWay()
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(target);
        int sent = 0;
        bool isHalfNoted = false;
        target.Store.Before = call =>
        {
            if (!call.EndsWith(FetchRecord.EvenSuffix, StringComparison.Ordinal) && !call.EndsWith(FetchRecord.OddSuffix, StringComparison.Ordinal))
            {
                return;
            }

            isHalfNoted |= sent > Octets / 2 && call.StartsWith("create ", StringComparison.Ordinal);
            if (isHalfNoted && call.StartsWith("delete ", StringComparison.Ordinal))
            {
                // The note before is deleted: this one is whole, and on the medium.
                target.Medium.CutAt = target.Medium.Steps;
            }
        };
        office.Bend = (_, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            for (int at = 0; at < answer.Length; at += Quarter / 4)
            {
                int count = Math.Min(Quarter / 4, answer.Length - at);
                link.Wait(Limits.FetchWake).Then(() =>
                {
                    if (Interlocked.Add(ref sent, count) > Octets - (Quarter / 4))
                    {
                        // Not all of it comes before the note that is due.
                        SpinWait.SpinUntil(() => target.Medium.IsCut, 60_000);
                    }
                }).Send(answer[at..(at + count)]);
            }

            link.End();
            return true;
        };
        Cut(target, () => target.Medium.IsCut);
        Assert.True(target.Medium.IsCut);
        office.Bend = null;
        office.Gone.Add(1);
        TestPeer later = new(medium: target.Medium.Copy());
        office.Add(later);
        long before = office.Served(0) + office.Served(1);
        Assert.EndsWith("success: Created\n", InTime(later, () => later.Ask("COPY", "/files/b.bin", From)).Text, StringComparison.Ordinal);
        Assert.Equal(Content, later.Ask("GET", "/files/b.bin").Content);
        Assert.Empty(later.Leftovers());
        // The last quarter, what came behind the last note, and, of each source, a piece that was on its way and what was not written yet.
        Assert.InRange(office.Served(0) + office.Served(1) - before, 1, 3 * Quarter);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void WhatCameOfItGoesOnWhereItWas(bool isFat, bool isRestart)
    {
        TestPeer[] sources = Sources(Few);
        TestPeer target = new(isFat, profile: Small(), medium: new(1_000, 512));
        Neighbourhood office = new(sources[0], sources[1], target);
        LeaveInTheMiddle(office);
        office.Together = new Barrier(2);
        Assert.Contains("failure: ", InTime(target, () => target.Ask("COPY", "/files/b.bin", From)).Text, StringComparison.Ordinal);
        Assert.NotEmpty(target.Leftovers());
        long before = office.Served(0) + office.Served(1);
        int stored = isFat ? FatCheck.Examine(target.Medium).Files.Where(static file => file.Key.StartsWith(".peer/u/G", StringComparison.Ordinal) && !file.Key.EndsWith(".A", StringComparison.Ordinal) && !file.Key.EndsWith(".B", StringComparison.Ordinal)).Sum(static file => file.Value!.Length) : 0;

        // What is left belongs to nobody else's fetching: another file is copied meanwhile, and the first one's parts stay.
        TestPeer later = !isRestart ? target : isFat ? new(profile: Small(), medium: target.Medium.Copy()) : new(false, profile: Small(), inFront: target.Plain);
        office = new(sources[0], sources[1], later);
        if (isRestart && isFat)
        {
            // A board's milliseconds are another's after a restart. (A PC goes by the time of the file as well.)
            later.Clock.Advance(2000L * Limits.UploadIdle);
        }

        later.Put("small.txt", "small");
        if (isFat)
        {
            office.Gone.Add(1);
        }

        Answer copied = InTime(later, () => later.Ask("COPY", "/files/b.bin", From));
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);
        Assert.Equal(Few, later.Ask("GET", "/files/b.bin").Content);
        Assert.InRange(office.Served(0) + office.Served(1), 1, isFat ? Few.Length - stored + Limits.UploadWrite : Few.Length / 3);
        Assert.True(before > Few.Length / 2);
        if (isFat)
        {
            Assert.Empty(later.Leftovers());
        }
    }

    /// <summary>The fear: a board that has power again goes on before it has heard of anybody, and begins anew for that.</summary>
    [Fact]
    public void WhatCameOfItGoesOnThoughNobodyElseIsKnownYet()
    {
        TestPeer[] sources = Sources(Few);
        TestPeer target = new(profile: Small(), medium: new(1_000, 512));
        Neighbourhood office = new(sources[0], sources[1], target);
        LeaveInTheMiddle(office);
        office.Together = new Barrier(2);
        Assert.Contains("failure: ", InTime(target, () => target.Ask("COPY", "/files/b.bin", From)).Text, StringComparison.Ordinal);
        int stored = FatCheck.Examine(target.Medium).Files.Where(static file => file.Key.StartsWith(".peer/u/G", StringComparison.Ordinal) && !file.Key.EndsWith(".A", StringComparison.Ordinal) && !file.Key.EndsWith(".B", StringComparison.Ordinal)).Sum(static file => file.Value!.Length);
        Assert.True(stored > Few.Length / 2);
        TestPeer later = new(profile: Small(), medium: target.Medium.Copy());
        office = new(sources[0], sources[1], later);
        later.Neighbours.Meet(null);
        Assert.EndsWith("success: Created\n", InTime(later, () => later.Ask("COPY", "/files/b.bin", From)).Text, StringComparison.Ordinal);
        Assert.Equal(Few, later.Ask("GET", "/files/b.bin").Content);
        Assert.Empty(later.Leftovers());
        Assert.InRange(office.Served(0) + office.Served(1), 1, Few.Length - stored + Limits.UploadWrite);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsLeftOfOneIsGivenUpForAnotherAndAfterTwoDays(bool isOld)
    {
        TestPeer[] sources = Sources(Few);
        byte[] other = Few[..^1];
        sources[0].Put("other.bin", Encoding.Latin1.GetString(other));
        sources[1].Put("other.bin", Encoding.Latin1.GetString(other));
        foreach (TestPeer source in sources)
        {
            Assert.NotNull(source.Ask("HEAD", "/files/other.bin", "Want-Repr-Digest: peerdevice-tree-1=1\r\n").Field("Repr-Digest"));
        }

        TestPeer target = new(profile: Small(), medium: new(2_000, 512));
        Neighbourhood office = new(sources[0], sources[1], target);
        LeaveInTheMiddle(office);
        Assert.Contains("failure: ", InTime(target, () => target.Ask("COPY", "/files/b.bin", From)).Text, StringComparison.Ordinal);
        Assert.NotEmpty(target.Leftovers());
        office.Bend = null;
        office.Gone.Clear();
        if (isOld)
        {
            target.Clock.Advance((1000L * Limits.UploadIdle) + 1);
            target.Put("small.txt", "small");
        }
        else
        {
            Answer copied = InTime(target, () => target.Ask("COPY", "/files/c.bin", "Source: http://" + Neighbourhood.At(0) + "/files/other.bin\r\n"));
            Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);
            Assert.Equal(other, target.Ask("GET", "/files/c.bin").Content);
        }

        Assert.Empty(target.Leftovers());
        Assert.True(FatCheck.Examine(target.Medium).IsSound);
    }

    // Longer than whoever acts is waited for, which has failed by then: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(15);

    private const int Piece = 49_152;
    private const int Quarter = Octets / 4;

    // Octets of one second of a source that is slow, but not slower than any line is.

    // Milliseconds that pass in one: what is waited for here is for others to be tried again.
    private const int Tick = 10;
    private static readonly byte[] Few = Content[..200_001];
    private static readonly string From = "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n";

    // What comes from several at once is little here, and noted often.
    private static Profile Small()
    {
        Profile profile = Profile.SixteenSockets();
        profile.GatherOctets = 100_000;
        profile.GatherNote = 40_000;
        profile.FetchOctets = 16_384;
        return profile;
    }

    // Each goes when it has given three quarters of an answer.
    private static void LeaveInTheMiddle(Neighbourhood office)
    {
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            office.Gone.Add(index);
            link.Send(answer[..(answer.Length * 3 / 4)]).Break();
            return true;
        };
    }

    private static TestPeer[] Sources(byte[] content)
    {
        TestPeer[] sources = [new(), new()];
        foreach (TestPeer source in sources)
        {
            source.Put("a.bin", Encoding.Latin1.GetString(content));
            Assert.NotNull(source.Ask("HEAD", "/files/a.bin", "Want-Repr-Digest: peerdevice-tree-1=1\r\n").Field("Repr-Digest"));
        }

        return sources;
    }

    // Whether a record of it is left on the card.
    private static bool Attempt(TestPeer[] sources, FatMedium card, int step)
    {
        TestPeer target = new(profile: Small(), medium: card);
        Neighbourhood office = new(sources[0], sources[1], target);
        Pause(office, target, () => card.IsCut);
        card.CutAt = card.Steps + step;
        Cut(target, () => card.IsCut);
        return FatCheck.Examine(card.Copy()).Leftovers.Any(static path => path.EndsWith(".A", StringComparison.Ordinal) || path.EndsWith(".B", StringComparison.Ordinal));
    }

    private static void Attempt(TestPeer[] sources, FolderDisk disk)
    {
        TestPeer target = new(false, profile: Small(), inFront: disk);
        Neighbourhood office = new(sources[0], sources[1], target);
        Pause(office, target, () => disk.IsCut);
        Cut(target, () => disk.IsCut);
    }

    // Behind each piece that is worth a note nothing more comes before it is written: otherwise all of it would be there before whoever writes notes has had his turn.
    private static void Pause(Neighbourhood office, TestPeer target, Func<bool> isCut)
    {
        int begun = 0;
        int notes = 0;
        target.Store.Before = call =>
        {
            if (!call.EndsWith(FetchRecord.EvenSuffix, StringComparison.Ordinal) && !call.EndsWith(FetchRecord.OddSuffix, StringComparison.Ordinal))
            {
                return;
            }

            // One is whole, and on the medium, when the one before it is deleted.
            begun += call.StartsWith("create ", StringComparison.Ordinal) ? 1 : 0;
            notes = call.StartsWith("delete ", StringComparison.Ordinal) ? begun : notes;
        };
        office.Bend = (_, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            for (int at = 0; at < answer.Length; at += Piece)
            {
                int before = 0;
                link.Then(() => before = Volatile.Read(ref begun)).Send(answer[at..Math.Min(at + Piece, answer.Length)]);
                if (at + Piece < answer.Length)
                {
                    // Nobody writes any when all is over, or another was faster.
                    link.Wait(Limits.FetchWake).Then(() => SpinWait.SpinUntil(() => Volatile.Read(ref notes) > before || isCut() || link.IsClosed, Despair));
                }
            }

            link.End();
            return true;
        };
    }

    private static void Cut(TestPeer target, Func<bool> isCut)
    {
        try
        {
            InTime(target, () => target.Ask("COPY", "/files/b.bin", From));
        }
        catch (Exception fault) when (fault is PowerCut || isCut())
        {
            // What it was told by a medium without power is nothing to go by.
        }
    }

    private static FatMedium Card() => new(40_000, 512);

    /// <summary>One who has the content as a.bin and d/a.bin, another who has it elsewhere, and more.</summary>
    private static Neighbourhood Office(params TestPeer[] more)
    {
        Neighbourhood office = new(new TestPeer(medium: Card()), new TestPeer(medium: Card()));
        string text = Encoding.Latin1.GetString(Content);
        office[0].MakeCollection("d");
        office[0].Put("a.bin", text);
        office[0].Put("d/a.bin", text);
        Know(office, 0, "d/a.bin");
        office[1].Put("elsewhere.bin", text);
        Know(office, 1, "elsewhere.bin");
        foreach (TestPeer peer in more)
        {
            office.Add(peer);
        }

        return office;
    }

    private static void Know(Neighbourhood office, int index, string path)
    {
        Assert.NotNull(office[index].Ask("HEAD", "/files/" + path, "Want-Repr-Digest: peerdevice-tree-1=1\r\n").Field("Repr-Digest"));
    }

    private static void Follow(Neighbourhood office, TestPeer peer)
    {
        Assert.Equal(204, peer.Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
        InTime(peer, () => Round(peer));
    }

    private static bool Round(TestPeer peer)
    {
        Mirrors mirrors = peer.Neighbours.Files.Mirrors!;
        Assert.True(mirrors.Load());
        Mirror mirror = Assert.IsType<Mirror>(mirrors.Of("p"));
        mirrors.Round(mirror);
        Assert.Equal("", mirror.Trouble);
        return true;
    }

    // Whoever waits for another thread lets no time fly for it.
    private static T InTime<T>(TestPeer peer, Func<T> act)
    {
        // On a thread of its own: a clock that passes only while all wait sees to none of the pool's.
        T? came = default;
        ExceptionDispatchInfo? thrown = null;
        Thread acting = new(() =>
        {
            try
            {
                came = act();
            }
            catch (Exception fault)
            {
                thrown = ExceptionDispatchInfo.Capture(fault);
            }
        });
        Patient.Run(peer.Clock, Tick, "Who acts", [acting]);
        thrown?.Throw();
        return came!;
    }
}
