using System;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using static PeerDevice.Tests.Printing.LpdTalk;

namespace PeerDevice.Tests.Host;

/// <summary>LPD of a whole peer: open where it should be, not to be locked by who prints, and not to be brought down.</summary>
public sealed class LpdServerTests
{
    [Fact]
    public void AJobIsPrintedAndThePeerSaysWhereItTakesThem()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), hasSpool: true);
        Assert.Equal("\0\0\0\0\0", Ask(peer, Bring(), Control(), Data("a letter")));
        peer.Until(() => peer.Test.Output.Documents.Count == 1, 10);
        Assert.Equal("a letter", Texts(peer.Test.Output.Documents));
        Assert.Contains(",\"lpd\":515,\"snmp\":161}", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
        Assert.Contains("took a job from 10.77.0.2", peer.Test.Indicator.Lines);
        Assert.Contains("desk is ready", Ask(peer, "\u0003lp\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void ABoardOfFourSocketsHasNoLpd()
    {
        using RunningPeer peer = new(Profile.FourSockets());
        Assert.Null(peer.Test.Network.Connect(515));
        Assert.DoesNotContain("lpd", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereItIsNotWantedOrThePortIsTakenThePeerStartsWithoutIt()
    {
        using RunningPeer silent = new(Profile.SixteenSockets(), test => test.Settings.LpdPort = PeerSettings.NoPort);
        Assert.Null(silent.Test.Network.Connect(515));
        using RunningPeer taken = new(Profile.SixteenSockets(), test => test.Network.Listen(515));
        Assert.Equal(0, taken.Test.Peer.LpdPort);
        Assert.Contains(taken.Test.Indicator.Lines, line => line.Contains("port 515", StringComparison.Ordinal));
    }

    [Fact]
    public void WhoIsOffOurLinksDoesNotPrintAndIsToldNothing()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), test => test.Network.AcceptsOnLink = false);
        foreach (string said in new[] { Bring() + Control() + Data("x"), "\u0003lp\n", "\u0005lp root 1\n" })
        {
            MemoryLink link = peer.Connect(515);

            // It may be broken before it has said anything.
            link.Sink.Write(Encoding.Latin1.GetBytes(said), 0, said.Length);
            byte[] heard = new byte[100];
            int got = 0;
            peer.Until(() => (got = link.Source.Read(heard, 0, heard.Length)) != ByteSource.TimedOut, 1);
            Assert.Equal(ByteSource.Broken, got);
        }

        Assert.Equal(0, peer.Test.Output.Begins);
    }

    [Fact]
    public void ADeviceThatIsNotThereHoldsTheSenderBackAndTheQueueIsToldMeanwhile()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), test =>
        {
            test.Network.Capacity = 4096;
            test.Output.IsPresent = false;
        });
        string document = new('x', 100000);
        MemoryLink link = peer.Connect(515);
        System.Threading.Thread sender = new(() => RunningPeer.Send(link, Bring() + Control() + Data(document)));
        sender.Start();
        peer.Until(() => link.Sent >= 4096, 10);
        long before = peer.Test.Clock.Milliseconds;
        peer.Until(() => peer.Test.Clock.Milliseconds > before + 600000, 500);

        // A link's worth and the blocks' is all that was taken.
        Assert.InRange(link.Sent, 4096, (2 * 4096) + Profile.SixteenSockets().BlockOctets + Limits.LpdLineOctets);
        string state = Ask(peer, "\u0003lp\n");
        Assert.Contains("desk is stopped: The printer is not connected, or is switched off.\n", state, StringComparison.Ordinal);
        Assert.Matches("\n1st    anna       [0-9]+ +letter", state);
        peer.Test.Output.IsPresent = true;
        Assert.Equal("\0\0\0\0\0", Heard(peer, link, 5, 500));
        sender.Join();
        Assert.Equal(document, Texts(peer.Test.Output.Documents));
    }

    [Fact]
    public void JobsThatWaitForAJammedDeviceLockNeitherFilesNorQuestions()
    {
        Profile profile = Profile.SixteenSockets();
        using RunningPeer peer = new(profile, test => test.Output.IsPresent = false);
        MemoryLink[] links = Enumerable.Range(0, profile.Sessions - 1).Select(i => Bringing(peer, "document " + i)).ToArray();

        // There is one place more, but not for print data. Who brings some is told so after a while, and until then the others wait behind it.
        MemoryLink late = peer.Connect(515);
        RunningPeer.Send(late, Bring());
        Assert.Equal("\u0001", Heard(peer, late, 1, 100));
        Assert.Contains("desk is stopped", Ask(peer, "\u0004lp\n"), StringComparison.Ordinal);
        Assert.Equal(200, peer.Receive(peer.Ask("GET", "/.well-known/peerdevice"), 10).Status);
        peer.Test.Output.IsPresent = true;
        foreach (MemoryLink link in links)
        {
            Assert.Equal("\0\0", Heard(peer, link, 2, 100));
        }

        Assert.Equal(links.Length, peer.Test.Output.Documents.Count);

        // Who has brought a job and says nothing more does not keep the others out for long.
        Assert.Equal("\0\0\0\0\0", Ask(peer, Bring(), Control(), Data("next")));
    }

    [Fact]
    public void AFullQueueSaysNoAtOnceAndYesAgainWhenItIsNot()
    {
        Profile profile = Profile.SixteenSockets();
        profile.Jobs = 1;
        using RunningPeer peer = new(profile, test => test.Output.IsPresent = false);
        MemoryLink first = Bringing(peer, "first");
        Assert.Equal("\u0001", Ask(peer, Bring()));
        peer.Test.Output.IsPresent = true;
        Assert.Equal("\0\0", Heard(peer, first, 2, 100));
        Assert.Equal("\0\0\0\0\0", Ask(peer, Bring(), Control(), Data("second")));
        Assert.Equal("first|second", Texts(peer.Test.Output.Documents));
    }

    [Fact]
    public void ASilentConnectionHoldsTheOthersForAMomentOnly()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryLink silent = peer.Connect(515);
        MemoryLink next = peer.Connect(515);
        RunningPeer.Send(next, "\u0003lp\n");
        long began = peer.Test.Clock.Milliseconds;
        Assert.StartsWith("desk is ready", Heard(peer, next, 14, 100), StringComparison.Ordinal);
        Assert.InRange(peer.Test.Clock.Milliseconds - began, Limits.LpdCommandMilliseconds, Limits.LpdCommandMilliseconds + 5000);
        Assert.Equal("\u0001", Heard(peer, silent, 1, 10));
    }

    [Fact]
    public void WhoDiesInTheMiddleIsAbortedAndTheNextOneIsPrinted()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryLink link = peer.Connect(515);
        RunningPeer.Send(link, Bring() + Control() + "\u0003100 dfA001pc\nhalf");
        peer.Until(() => peer.Test.Output.Taken == 4, 10);
        link.Abort();
        Assert.Equal("\0\0\0\0\0", Ask(peer, Bring(), Control(), Data("next")));
        Job[] jobs = new Job[4];
        Assert.Equal(2, peer.Test.Peer.Parts.Printers.First!.List(jobs, true));
        Assert.Equal(new[] { JobState.Completed, JobState.Aborted }, jobs.Take(2).Select(job => job.State));

        // The device is free for the next one a moment before that is told.
        peer.Until(() => peer.Test.Indicator.Lines.Contains("gave up a job from 10.77.0.2 that did not come whole"), 10);
    }

    [Fact]
    public void NonsenseEndsItsConnectionAndNothingElse()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), hasSpool: true);
        MemoryLink other = peer.Connect(515);
        RunningPeer.Send(other, Bring() + Control() + "\u00036 dfA001pc\nnot");
        Assert.Equal("\0\0\0\0", Heard(peer, other, 4, 10));
        Random random = new(1179);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[random.Next(1, 600)];
            random.NextBytes(noise);
            string said = (i % 3) switch
            {
                0 => Encoding.Latin1.GetString(noise),
                1 => Bring() + Encoding.Latin1.GetString(noise),
                _ => Bring() + Control() + "\u0003" + Encoding.Latin1.GetString(noise),
            };
            Ask(peer, said);
        }

        Assert.StartsWith("desk is", Ask(peer, "\u0003lp\n"), StringComparison.Ordinal);
        RunningPeer.Send(other, "ice\0");
        Assert.Equal("\0", Heard(peer, other, 1, 10));
        peer.Until(() => peer.Test.Output.Documents.Count == 1, 10);
        Assert.Equal("notice", Texts(peer.Test.Output.Documents));
        Assert.DoesNotContain(peer.Test.Indicator.Lines, line => line.Contains("LPD failed", StringComparison.Ordinal));
    }

    // A client that has sent all of a job, and was answered as far as its data file.
    private static MemoryLink Bringing(RunningPeer peer, string document)
    {
        MemoryLink link = peer.Connect(515);
        RunningPeer.Send(link, Bring() + Control() + Data(document));
        Assert.Equal("\0\0\0", Heard(peer, link, 3, 10));
        return link;
    }

    private static string Ask(RunningPeer peer, params string[] parts)
    {
        MemoryLink link = peer.Connect(515);
        byte[] octets = Encoding.Latin1.GetBytes(string.Concat(parts));

        // It may be refused before it has said everything.
        link.Sink.Write(octets, 0, octets.Length);
        link.FinishSending();
        return Heard(peer, link, int.MaxValue, 10);
    }

    /// <summary>So many octets of what comes back, or all there is.</summary>
    private static string Heard(RunningPeer peer, MemoryLink link, int octets, int step)
    {
        StringBuilder heard = new();
        byte[] one = new byte[1];
        peer.Until(
            () =>
            {
                int got;
                while (heard.Length < octets && (got = link.Source.Read(one, 0, 1)) != ByteSource.TimedOut)
                {
                    if (got <= 0)
                    {
                        return true;
                    }

                    heard.Append((char)one[0]);
                }

                return heard.Length >= octets;
            },
            step);
        return heard.ToString();
    }
}
