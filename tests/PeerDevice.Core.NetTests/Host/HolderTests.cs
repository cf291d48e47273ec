using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Services.Mirrors;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;
using PeerDevice.Wire.Ipp;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Host;

/// <summary>The fears: a content that several peers have is lost with the first of them, is a mixture, or comes from where nobody should look; and who has it first serves everybody.</summary>
public sealed class HolderTests
{
    private const int Octets = 100_001;
    private const string Want = "Want-Repr-Digest: peerdevice-tree-1=1\r\n";
    private static readonly string Text = new(Enumerable.Range(0, Octets).Select(i => (char)(33 + ((i * 31 >> 3) % 90))).ToArray());

    [Theory]
    [InlineData("dies")]
    [InlineData("falls silent")]
    [InlineData("dribbles")]
    [InlineData("is another")]
    [InlineData("is busy")]
    public void WhatOnePeerDoesNotGoOnWithAnotherDoes(string fault)
    {
        Neighbourhood office = Office(3, 1);
        office.Bend = (index, line, answer, link) =>
        {
            if (index != 0 || !line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            link.Send(answer[..40_000]);
            switch (fault)
            {
                case "dies":
                    office.Gone.Add(0);
                    link.Break();
                    break;
                case "dribbles":
                    for (int i = 40_000; i < 40_200; i++)
                    {
                        link.Send(answer[i..(i + 1)]).Wait(1000);
                    }

                    break;
                case "is another":
                    office[0].Put("a.bin", Text[1..] + "!");
                    link.Break();
                    break;
                case "is busy":
                    office.Bend = (index, _, _, link) => index == 0 && link.Send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n").End() is not null;
                    link.Break();
                    break;
            }

            return true;
        };
        Answer answer = Copy(office, 2);
        Assert.EndsWith("success: Created\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(Text, office[2].Get("b.bin"));
        Assert.InRange(office.Served(1), 50_000, 70_000);

        // It is told to whoever asks, and found here from now on.
        Assert.Equal(Text, office[2].Ask("GET", TreePath(Text)).Text);
        Assert.Empty(office[2].Leftovers());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatALiarGaveIsNeverThere(bool isFirstThere)
    {
        Neighbourhood office = Office(3, 1);
        bool wasCut = false;
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal) && index == 0 && !wasCut)
            {
                // Cut, and gone for a while.
                wasCut = true;
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            if (line.StartsWith("GET ", StringComparison.Ordinal) && index == 1)
            {
                if (isFirstThere)
                {
                    office.Gone.Remove(0);
                }

                answer[^1] ^= 1;
            }

            return false;
        };
        office[2].Put("b.bin", "MINE");
        Answer answer = Copy(office, 2);
        if (isFirstThere)
        {
            Assert.EndsWith("success: Created\n", answer.Text, StringComparison.Ordinal);
            Assert.Equal(Text, office[2].Get("b.bin"));
        }
        else
        {
            Assert.Contains("failure: ", answer.Text, StringComparison.Ordinal);
            Assert.Equal("MINE", office[2].Get("b.bin"));
        }

        Assert.Empty(office[2].Leftovers());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoLiedIsNotAskedForTheNextFileNorForAnHour(bool isPrinted)
    {
        string other = Text[1..] + "!";
        Neighbourhood office = Office(3, 1);
        office[0].Put("b.bin", other);
        office[1].Put("else.bin", other);
        Assert.NotNull(office[1].Ask("HEAD", "/files/else.bin", Want).Field("Repr-Digest"));
        int gets = 0;
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            // The first holder is cut each time somebody begins, and is back when the liar has lied.
            if (index == 0 && gets++ % 2 == 0)
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            office.Gone.Remove(0);
            answer[^1] ^= (byte)(index == 1 ? 1 : 0);
            return false;
        };
        if (isPrinted)
        {
            Assert.Equal(IppStatus.DocumentAccessError, IppCall.To(Operation.PrintUri).With(w => w.Uri("document-uri", "http://" + Neighbourhood.At(0) + "/files/a.bin")).Ask(office[2]).Status);
            gets = 0;
        }
        else
        {
            Assert.EndsWith("success: Created\n", Copy(office, 2).Text, StringComparison.Ordinal);
            Assert.Equal(Text, office[2].Get("b.bin"));
        }

        // It may have been the first holder's fault, so long as nobody else gave it right: then who is suspected is asked, but last.
        office.Asked.Clear();
        Answer next = office[2].Ask("COPY", "/files/c.bin", "Source: http://" + Neighbourhood.At(0) + "/files/b.bin\r\n");
        Assert.Equal(isPrinted, office.Asked.Exists(asked => asked.StartsWith(Neighbourhood.At(1) + " ", StringComparison.Ordinal)));
        Assert.Contains(isPrinted ? "success: " : "failure: ", next.Text, StringComparison.Ordinal);
        office.Gone.Clear();
        office[2].Clock.Advance(Limits.LiarMilliseconds + 1);
        office.Tell(2, "p1 again", Neighbourhood.At(1));
        office.Asked.Clear();
        gets = 0;
        office[2].Ask("COPY", "/files/d.bin", "Source: http://" + Neighbourhood.At(0) + "/files/b.bin\r\n");
        Assert.Contains(office.Asked, asked => asked.StartsWith(Neighbourhood.At(1) + " HEAD ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PcsGoOnAtAnotherByTheSha256WhereNobodyTellsATreeTag(bool isLie)
    {
        Neighbourhood office = new(new TestPeer(false, contents: new KnownContents(knowsTrees: false)), new TestPeer(false, contents: new KnownContents()));
        office.Add(new TestPeer(false));
        office[0].Put("a.bin", Text);
        office[1].Put("elsewhere.bin", Text);
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal) && index == 0)
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            answer[^1] ^= (byte)(isLie && line.StartsWith("GET ", StringComparison.Ordinal) ? 1 : 0);
            return false;
        };
        Answer answer = Copy(office, 2);
        Assert.Contains(isLie ? "failure: " : "success: ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(isLie ? null : Text, office[2].Get("b.bin"));
        Assert.Contains(office.Asked, asked => asked.StartsWith(Neighbourhood.At(1) + " GET /.well-known/ni/sha-256/", StringComparison.Ordinal));
        Assert.Empty(office[2].Leftovers());
    }

    [Fact]
    public void AHolderThatIsKnownByIpv6AloneIsOneToo()
    {
        Neighbourhood office = new(new TestPeer(false, contents: new KnownContents()), new TestPeer(false));
        office.Add(new TestPeer(false, contents: new KnownContents()), isIntroduced: false);
        office.Tell6(1, 2);
        office[0].Put("a.bin", Text);
        office[2].Put("elsewhere.bin", Text);
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal) && index == 0)
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            return false;
        };
        Assert.EndsWith("success: Created\n", Copy(office, 1).Text, StringComparison.Ordinal);
        Assert.Equal(Text, office[1].Get("b.bin"));
        Assert.Contains(office.Asked, asked => asked.StartsWith(Neighbourhood.At6(2) + " GET ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 500)]
    [InlineData(40, 0)]
    public void WhoIsSlowerByFarThanTheOneBeforeIsLeftForAnother(int rate, int most)
    {
        string text = string.Concat(Enumerable.Repeat(Text, 6));
        Neighbourhood office = new(new TestPeer(medium: new(4096, 512)), new TestPeer(medium: new(4096, 512)), new TestPeer(medium: new(4096, 512)), new TestPeer(medium: new(4096, 512)));
        office[0].Put("a.bin", text);
        foreach (int holder in (int[])[1, 2])
        {
            office[holder].Put("elsewhere.bin", text);
            Assert.NotNull(office[holder].Ask("HEAD", "/files/elsewhere.bin", Want).Field("Repr-Digest"));
        }

        int slow = -1;
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            // The first one gives 100 octets a millisecond, the next some: more than the least that is borne, but what comes from him would take minutes.
            slow = index != 0 && slow < 0 ? index : slow;
            if (index == 0 || index == slow)
            {
                int octets = index == 0 ? 10_000 : 100 * rate;
                for (int at = 0; at < answer.Length && (index != 0 || at < 300_000); at += octets)
                {
                    link.Send(answer[at..Math.Min(at + octets, answer.Length)]).Wait(100);
                }

                office.Gone.Add(index == 0 ? 0 : -1);
                link.Break();
                return true;
            }

            return false;
        };
        long before = office[3].Clock.Milliseconds;
        Assert.EndsWith("success: Created\n", Copy(office, 3).Text, StringComparison.Ordinal);
        Assert.Equal(text, office[3].Get("b.bin"));
        Assert.InRange((office[3].Clock.Milliseconds - before) / 1000, 0, 60);
        Assert.Equal(most > 0, office.Asked.Exists(asked => asked.StartsWith(Neighbourhood.At(3 - slow) + " GET ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\nETag: \"x\"\r\n\r\n")]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Length: 9\r\nContent-Range: bytes 0-8/100001\r\n\r\n012345678")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://203.0.113.7/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData("")]
    public void WhoSaysThatHeHasItAndAnswersOtherwiseIsPassedOver(string said)
    {
        Neighbourhood office = Office(4, 1, 2);
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal) && index == 0)
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            return line.StartsWith("GET ", StringComparison.Ordinal) && index == 1 && link.Send(said).End() is not null;
        };
        Assert.EndsWith("success: Created\n", Copy(office, 3).Text, StringComparison.Ordinal);
        Assert.Equal(Text, office[3].Get("b.bin"));
        Assert.DoesNotContain(office.Asked, asked => asked.StartsWith("203.", StringComparison.Ordinal));
    }

    [Fact]
    public void NobodyIsAskedOffTheLinkNorWithoutEnd()
    {
        Neighbourhood office = Office(2);
        for (int i = 0; i < 40; i++)
        {
            office.Tell(1, "far" + i.ToString(CultureInfo.InvariantCulture), "203.0.113." + i.ToString(CultureInfo.InvariantCulture));
            office.Tell(1, "near" + i.ToString(CultureInfo.InvariantCulture), "10.77.1." + i.ToString(CultureInfo.InvariantCulture));
        }

        office.Tell(1, "own", "10.77.0.1");
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            office.Gone.Add(0);
            link.Send(answer[..40_000]).Break();
            return true;
        };
        Assert.Contains("failure: ", Copy(office, 1).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(office.Asked, asked => asked.StartsWith("203.", StringComparison.Ordinal) || asked.StartsWith("10.77.0.1 ", StringComparison.Ordinal));
        Assert.Equal(Limits.HoldersAsked, office.Asked.Count(asked => asked.StartsWith("10.77.1.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NeighboursWhoSayNothingOrDripAreNotWaitedForOneByOne(bool drips)
    {
        Neighbourhood office = Office(9, 1, 2, 3, 4, 5, 6, 7);
        int silent = 0;
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal))
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            silent += index > 0 ? 1 : 0;
            for (int i = 0; drips && index > 0 && i < 100; i++)
            {
                link.Send(answer[i..(i + 1)]).Wait(Limits.HolderPatience - 100);
            }

            return index > 0;
        };
        Assert.Contains("failure: ", Copy(office, 8).Text, StringComparison.Ordinal);

        // Who drips is given up at the first octet that is late, so within twice the time of who is silent.
        int most = (Limits.HolderMilliseconds + Limits.HolderPatience - 1) / Limits.HolderPatience;
        Assert.InRange(silent, drips ? (most + 1) / 2 : most, most);
    }

    [Fact]
    public void APeerThatAnnouncesItselfHereAndIsElsewhereIsToldNothing()
    {
        Neighbourhood office = Office(3, 1);
        office.IsOnLink = host => host != Neighbourhood.At(1);
        office.Bend = (index, line, answer, link) =>
        {
            if (line.StartsWith("GET ", StringComparison.Ordinal))
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
            }

            return line.StartsWith("GET ", StringComparison.Ordinal);
        };
        Assert.Contains("failure: ", Copy(office, 2).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(office.Asked, asked => asked.StartsWith(Neighbourhood.At(1) + " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void ADocumentIsPrintedToItsEndThoughItsServerIsUnplugged(bool hasSpool, bool isLie)
    {
        Neighbourhood office = Office(2, 1);
        TestPeer printer = new(hasSpool: hasSpool);
        office.Add(printer);
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            if (index == 0)
            {
                office.Gone.Add(0);
                link.Send(answer[..40_000]).Break();
                return true;
            }

            answer[^1] ^= (byte)(isLie ? 1 : 0);
            return false;
        };
        IppReply reply = IppCall.To(Operation.PrintUri).With(w => w.Uri("document-uri", "http://" + Neighbourhood.At(0) + "/files/a.bin")).Ask(printer);
        printer.PrintStored();
        if (!isLie)
        {
            Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
            Assert.Equal(Text, Encoding.Latin1.GetString(Assert.Single(printer.Output.Documents)));
            return;
        }

        // What is on paper is on paper, but nobody calls it printed.
        Assert.Equal(IppStatus.DocumentAccessError, reply.Status);
        IppReply jobs = IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "all")).Ask(printer);
        string job = jobs.Groups.Single(g => g.Tag == IppTag.JobGroup).Values["job-id"].Single();
        Assert.Equal("8", IppCall.Of(Operation.GetJobAttributes, int.Parse(job, CultureInfo.InvariantCulture)).Ask(printer).OfJob("job-state"));
        Assert.Equal(hasSpool, printer.Output.Documents.Count == 0);
    }

    [Fact]
    public void WhoHasItFirstDoesNotServeEverybody()
    {
        const int Mirrors = 10;
        Neighbourhood office = Office(1);
        for (int i = 1; i <= Mirrors; i++)
        {
            TestPeer peer = new();
            office.Add(peer);
            Follow(office, i);
            Assert.Equal(Text, peer.Get("p/a.bin"));
            Assert.Empty(peer.Leftovers());
        }

        Assert.InRange(office.Served(0), Octets, 2 * Octets);
        Assert.True(Enumerable.Range(1, Mirrors).Count(i => office.Served(i) > Octets) >= 3);

        // The version is that of what is followed, wherever the octets came from: nothing is fetched twice.
        int gets = office.Asked.Count(asked => asked.Contains(" GET ", StringComparison.Ordinal));
        for (int i = 1; i <= Mirrors; i++)
        {
            Round(office, i);
        }

        Assert.Equal(gets, office.Asked.Count(asked => asked.Contains(" GET ", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIsSmallIsFetchedAsBefore()
    {
        Neighbourhood office = Office(3, 1);
        office[0].Put("d/small.txt", "small");
        Follow(office, 2);
        Assert.DoesNotContain(office.Asked, asked => asked.Contains(" HEAD /files/d/small.txt", StringComparison.Ordinal));
        Assert.Contains(Neighbourhood.At(0) + " GET /files/d/small.txt", office.Asked);
    }

    [Fact]
    public void ACutOfPowerAtAnyWriteOfAMirrorThatKeepsTagsLeavesWholeFiles()
    {
        for (int cut = 1; ; cut++)
        {
            Neighbourhood office = Office(2, 1);
            TestPeer peer = new();
            office.Add(peer);
            Assert.Equal(204, peer.Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
            peer.Medium.CutAt = peer.Medium.Steps + cut;
            try
            {
                Round(office, 2);
            }
            catch (PowerCut)
            {
            }

            bool wasCut = peer.Medium.IsCut;
            TestPeer later = new(medium: peer.Medium.Copy());
            office.Add(later);
            Assert.True(later.Get("p/a.bin") is null or { Length: Octets }, "cut " + cut.ToString(CultureInfo.InvariantCulture));
            Round(office, 3);
            Assert.Equal(Text, later.Get("p/a.bin"));
            Assert.Equal(Text, later.Ask("GET", TreePath(Text)).Text);
            Assert.Empty(later.Leftovers());
            if (!wasCut)
            {
                Assert.True(cut > 20);
                return;
            }
        }
    }

    [Theory]
    [InlineData("HEAD", true)]
    [InlineData("GET", false)]
    public void ABoardSaysWhatAContentIsToWhoWantsToKnowByHead(string method, bool isTold)
    {
        TestPeer peer = new();
        peer.Put("a.bin", Text);
        Answer answer = peer.Ask(method, "/files/a.bin", Want);
        Assert.Equal(isTold ? "peerdevice-tree-1=:" + Convert.ToBase64String(TagOf(Text)) + ":" : null, answer.Field("Repr-Digest"));
        Assert.Equal(peer.Ask("GET", "/files/a.bin").Tag, answer.Tag);
        Assert.Null(peer.Ask(method, "/files/a.bin").Field("Repr-Digest"));

        // What is small is not read for it.
        peer.Put("b.bin", "small");
        Assert.Null(peer.Ask(method, "/files/b.bin", Want).Field("Repr-Digest"));
    }

    /// <summary>Peers who know each other. The first has the content as a.bin and d/a.bin; those that are named have it too, at another place, and know it.</summary>
    private static Neighbourhood Office(int peers, params int[] holders)
    {
        Neighbourhood office = new(Enumerable.Range(0, peers).Select(_ => new TestPeer()).ToArray());
        office[0].MakeCollection("d");
        office[0].Put("a.bin", Text);
        office[0].Put("d/a.bin", Text);
        foreach (int holder in holders)
        {
            office[holder].Put("elsewhere.bin", Text);
            Assert.NotNull(office[holder].Ask("HEAD", "/files/elsewhere.bin", Want).Field("Repr-Digest"));
        }

        return office;
    }

    private static Answer Copy(Neighbourhood office, int to)
    {
        return office[to].Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n");
    }

    private static void Follow(Neighbourhood office, int index)
    {
        Assert.Equal(204, office[index].Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
        Round(office, index);
    }

    private static void Round(Neighbourhood office, int index)
    {
        Mirrors mirrors = office[index].Neighbours.Files.Mirrors!;
        Assert.True(mirrors.Load());
        Mirror mirror = Assert.IsType<Mirror>(mirrors.Of("p"));
        mirrors.Round(mirror);
        Assert.Equal("", mirror.Trouble);
    }

    private static byte[] TagOf(string content)
    {
        TreeTag tag = new();
        byte[] octets = Encoding.Latin1.GetBytes(content);
        tag.Append(octets, 0, octets.Length);
        return tag.End();
    }

    private static string TreePath(string content)
    {
        return "/.well-known/peerdevice/tree/" + Convert.ToHexStringLower(TagOf(content));
    }
}
