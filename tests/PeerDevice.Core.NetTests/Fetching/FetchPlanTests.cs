using System;
using System.Linq;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Tests.Fetching;

/// <summary>
/// The fears: one source makes all others wait; octets are missing, or are somebody's who lied; what several fetch is fetched over and over; a source that is gone is waited for. All on a virtual clock.
/// </summary>
public sealed class FetchPlanTests(ITestOutputHelper output)
{
    private const long Length = 24_000_000;
    private const int Rounds = 60;

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(84, 84, 42, 10)]
    [InlineData(100, 1, 1, 1)]
    [InlineData(50, 20, 10, 5)]
    public void TheSlowestNeverMakesTheWholeWait(int a, int b, int c, int d)
    {
        double unit = 3600.0 / (a + b + c + d);
        Office office = new(Length, 0, Of(a * unit), Of(b * unit), Of(c * unit), Of(d * unit));
        Assert.True(office.Run(60_000));
        Assert.True(office.IsRight());
        double ideal = Length / 3600.0;
        output.WriteLine($"{office.Took} ms, ideal {ideal:F0} ms, {office.Came - Length} octets twice");
        Assert.InRange(office.Took, ideal * 0.98, ideal * 1.03);
        Assert.InRange(office.Came, Length, Length * 1.02);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoDiesOrFallsSilentIsNotWaitedFor(bool dies)
    {
        Office office = new(Length, 0, Of(900), Of(900), Of(900), new Office.Place { Rate = static _ => 900, DiesAt = dies ? 2000 : long.MaxValue, SilentFrom = dies ? long.MaxValue : 2000 });
        Assert.True(office.Run(60_000));
        Assert.True(office.IsRight());
        double ideal = 2000 + ((Length - (3600 * 2000)) / 2700.0);
        output.WriteLine($"{office.Took} ms, ideal {ideal:F0} ms");
        Assert.InRange(office.Took, ideal * 0.98, ideal * 1.05);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(600)]
    [InlineData(3000)]
    public void WhoAnswersLateAtFirstKeepsNobody(long late)
    {
        Office office = new(Length, 0, new Office.Place { Rate = static _ => 900, FirstAnswer = late }, Of(900), Of(900), Of(900));
        Assert.True(office.Run(60_000));
        Assert.True(office.IsRight());
        double ideal = (Length + (900.0 * late)) / 3600;
        output.WriteLine($"{office.Took} ms, ideal {ideal:F0} ms");
        Assert.InRange(office.Took, ideal * 0.98, ideal * 1.03);
        Assert.InRange(office.Came, Length, Length * 1.02);

        // And when all do, the first to come least of all.
        office = new(Length, 0, [.. Enumerable.Range(0, 4).Select(i => new Office.Place { Rate = static _ => 900, FirstAnswer = late + (300 * i) })]);
        Assert.True(office.Run(60_000));
        ideal = (Length + (900.0 * ((4 * late) + 1800))) / 3600;
        Assert.InRange(office.Took, ideal * 0.98, ideal * 1.03);
    }

    [Fact]
    public void WhoLiesIsFoundOutByTheFirstPieceAndItsPiecesComeFromOthers()
    {
        Office office = new(Length, 262144, Of(900), Of(900), Of(900), new Office.Place { Rate = static _ => 900, Lies = static _ => true });
        Assert.True(office.Run(60_000));
        Assert.True(office.IsRight());
        Assert.True(office.Sources[3].IsDropped);
        Assert.Equal(3, office.Sources.Count(static source => !source.IsDropped));
        Assert.InRange(office.Took, 0, Length / 2700.0 * 1.05);
    }

    [Fact]
    public void WhereAllLieNothingIsDone()
    {
        Office office = new(Length, 262144, new Office.Place { Lies = static _ => true }, new Office.Place { Lies = static _ => true });
        Assert.False(office.Run(60_000));
        Assert.False(office.Plan.HasSource());
    }

    [Fact]
    public void WithAnySourcesWithAnyVicesItIsRightOrNotThere()
    {
        FuzzRounds.Run(1, Rounds, static random =>
        {
            long length = random.Next(3) == 0 ? random.Next(1, 70_000) : random.Next(1, 3_000_000);
            Office.Place[] places = new Office.Place[random.Next(1, 7)];
            bool hasHonest = false;
            for (int i = 0; i < places.Length; i++)
            {
                int vice = random.Next(5);
                hasHonest |= vice == 0;
                double rate = random.Next(1, 400);
                int phase = random.Next(2000);
                long first = random.NextInt64(length);
                places[i] = new Office.Place
                {
                    Rate = vice == 4 ? now => (now + phase) % 3000 < 1200 ? 0 : rate : _ => rate,
                    Answer = random.Next(1, 60),
                    DiesAt = vice == 1 ? random.Next(1, 4000) : long.MaxValue,
                    SilentFrom = vice == 2 ? random.Next(1, 4000) : long.MaxValue,
                    Lies = vice == 3 ? at => at >= first : static _ => false,
                };
            }

            Office office = new(length, 65536, places);
            bool isDone = office.Run(4_000_000);
            Assert.True(!isDone || office.IsRight(), "done and wrong");
            Assert.True(isDone || !hasHonest, $"not done, though one source gives all; {office.Plan.Missing()} of {length} missing");
            Assert.True(office.Plan.Count <= 64);
        });
    }

    [Fact]
    public void WhoIsSlowerByFarGivesWayToWhoWaitsAndIsAskedAgainAtLast()
    {
        FetchSource[] sources = [new("http://a", 1), new("http://b", 2), new("http://c", 3)];
        FetchPlan plan = new(sources, 8, 32768, 1 << 20, false);
        plan.Begin(Length);
        Assert.Equal(0, plan.TakeSource(0));
        Assert.Equal(1, plan.TakeSource(0));
        FetchRun fast = plan.Assign(0, 0)!;
        FetchRun slow = plan.Assign(1, 0)!;
        for (long now = 0; now < 3000; now += 100)
        {
            sources[0].Gave(90_000, 90_000, now);
            sources[1].Gave(500, 500, now);
        }

        // A third one waits, and would do better; but nobody waits for the fast one.
        Assert.True(plan.IsOutdone(1, 3000));
        Assert.False(plan.IsOutdone(0, 3000));
        sources[1].IsLast = true;
        sources[1].IsBusy = false;
        plan.Leave(slow, 1);
        Assert.Equal(2, plan.TakeSource(3000));
        Assert.Equal(FetchRun.Nobody, plan.TakeSource(3000));
        Assert.False(plan.IsOutdone(0, 3000));

        // All others are gone: slow is better than nothing.
        plan.Drop(0, "");
        plan.Drop(2, "");
        plan.Leave(fast, 0);
        Assert.True(plan.HasSource());
        Assert.Equal(1, plan.TakeSource(3000));
        Assert.False(plan.IsOutdone(1, 9000));
    }

    [Fact]
    public void RunsStandOneBehindTheOtherAndNeverOverlap()
    {
        Office office = new(Length, 0, Of(500), Of(100), Of(700), Of(40), Of(300));
        for (int steps = 0; steps < 4; steps++)
        {
            office.Run(500);
            long at = 0;
            for (int i = 0; i < office.Plan.Count; i++)
            {
                FetchRun run = office.Plan.At(i);
                Assert.Equal(at, run.First);
                Assert.True(run.First <= run.Sure && run.Sure <= run.Next && run.Next <= run.Reserved && run.Reserved <= run.End);
                at = run.End;
            }

            Assert.Equal(Length, at);
        }
    }

    /// <summary>The fear: a board asks for a file of gigabytes by the MiB, or for so much towards the end that whoever is done ends the other's connection.</summary>
    [Theory]
    [InlineData(1L << 32, 8 << 20)]
    [InlineData(16 << 20, 4 << 20)]
    [InlineData(3 << 20, 1 << 20)]
    [InlineData(500_000, 500_000)]
    public void ABoardAsksForAShareOfWhatIsMissing(long length, long asked)
    {
        FetchPlan plan = new([new FetchSource("http://a", 1)], 8, Limits.UploadWrite, Limits.FetchBoardStint, false) { MostStint = Limits.FetchBoardStintMost };
        plan.Begin(length);
        Assert.Equal(0, plan.TakeSource(0));
        FetchRun run = Assert.IsType<FetchRun>(plan.Assign(0, 0));
        Assert.InRange(plan.Stint(run, 0, 0), asked, asked + Limits.UploadWrite);
    }

    [Fact]
    public void ARunOfARecordForWhoseFileThereIsNoRoomIsRefused()
    {
        FetchPlan plan = new([new FetchSource("http://a", 1)], 8, 1, 1, false);
        Assert.False(plan.Recall(8, 0, 0, 10));
        Assert.False(plan.Recall(-1, 0, 0, 10));
        Assert.True(plan.Recall(7, 0, 0, 10));
    }

    [Theory]
    [InlineData(2_000_000_000_000_000_000, -1)]
    [InlineData(long.MaxValue, -1)]
    [InlineData(4096, 0)]
    [InlineData(262144, 1)]
    [InlineData(1L << 60, 8)]
    public void PiecesOfAnyLengthHaveALevelOrNone(long octets, int level)
    {
        PieceList pieces = new(PieceList.TreeNodes, octets, new byte[32]);
        int found = -2;
        System.Threading.Thread looking = new(() => found = pieces.Level) { IsBackground = true };
        looking.Start();
        Assert.True(looking.Join(TimeSpan.FromMinutes(10)), "endless");
        Assert.Equal(level, found);
        Assert.Equal(level > 0, pieces.Fits(1));
    }

    private static Office.Place Of(double rate) => new() { Rate = _ => rate };
}
