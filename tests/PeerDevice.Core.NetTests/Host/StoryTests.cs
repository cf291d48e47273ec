using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Services.Mirrors;
using PeerDevice.Tests.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The whole story in memory, where the moment can be chosen: a text that was put on one board is printed by another's printer, while a third peer mirrors it; and the first is unplugged in the middle of that.
/// </summary>
public sealed class StoryTests
{
    private const int Octets = 150_000;
    private static readonly string Letter = new(Enumerable.Range(0, Octets).Select(i => (char)(33 + ((i * 31 >> 3) % 90))).ToArray());

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(1, false, true)]
    [InlineData(70_000, false, true)]
    [InlineData(70_000, true, true)]
    [InlineData(70_000, false, false)]
    [InlineData(149_999, true, false)]
    public void TheFirstBoardIsUnpluggedWhileTheSecondPrintsAndNoOctetIsMissing(int after, bool isPc, bool hasSpool)
    {
        TestPeer one = new();
        TestPeer two = new(hasSpool: hasSpool);
        TestPeer third = isPc ? new(false, contents: new KnownContents()) : new();
        Neighbourhood office = new(one, two, third);
        one.MakeCollection("docs");
        one.Put("docs/letter.txt", Letter);
        Mirror(third);
        Assert.Equal(Letter, third.Get("docs/letter.txt"));
        office.Bend = (index, line, answer, link) =>
        {
            if (index != 0 || line != "GET /files/docs/letter.txt")
            {
                return false;
            }

            int head = answer.Length - Octets;
            office.Gone.Add(0);
            link.Send(answer[..(head + after)]).Break();
            return true;
        };
        IppReply reply = IppCall.To(Operation.PrintUri).With(w => w.Uri("document-uri", "http://" + Neighbourhood.At(0) + "/files/docs/letter.txt")).Ask(two);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        two.PrintStored();
        Assert.Equal(Letter, Encoding.Latin1.GetString(Assert.Single(two.Output.Documents)));

        // It is printed once, by what the third one has, and nobody asked the first one again and again.
        Assert.InRange(office.Served(2), Octets - after, Octets - after + 1000);
        Assert.InRange(office.Asked.Count(static asked => asked == Neighbourhood.At(0) + " in vain"), 0, Limits.PullTries);
        Assert.Equal("9", IppCall.Of(Operation.GetJobAttributes, Job(two)).Ask(two).OfJob("job-state"));

        // And what was on the first one is still to be had.
        Assert.Equal(Letter, third.Get("docs/letter.txt"));
    }

    private static void Mirror(TestPeer peer)
    {
        Assert.Equal(204, peer.Ask("COPY", "/files/docs/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/docs/\r\n").Status);
        Mirrors mirrors = peer.Neighbours.Files.Mirrors!;
        Assert.True(mirrors.Load());
        Mirror mirror = Assert.IsType<Mirror>(mirrors.Of("docs"));
        mirrors.Round(mirror);
        Assert.Equal("", mirror.Trouble);
    }

    private static int Job(TestPeer peer)
    {
        IppReply jobs = IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "all")).Ask(peer);
        return int.Parse(jobs.Groups.Single(g => g.Tag == IppTag.JobGroup).Values["job-id"].Single(), CultureInfo.InvariantCulture);
    }
}
