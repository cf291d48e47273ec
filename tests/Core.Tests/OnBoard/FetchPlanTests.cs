using PeerDevice.Services.Fetching;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A content is dealt out among its sources, as a board deals it out to its two.</summary>
[TestClass]
public class FetchPlanTests
{
    private const int Length = 400000;
    private const int Unit = 1000;
    private const int Turn = 50;
    private const int Fast = 90;
    private const int Slow = 10;

    [TestMethod]
    public void TwoSourcesGiveEachOctetOnceAndTheSlowOneMakesNobodyWait()
    {
        int[] stored = new int[Length / Unit];
        long now = Fetch(Plan(out FetchSource[] sources), sources, stored, false);
        for (int i = 0; i < stored.Length; i++)
        {
            Check.Same(Unit, stored[i], "octets of unit " + i.ToString());
        }

        Check.Holds(now <= Length * 11 / 10 / (Fast + Slow), "it took " + now.ToString());
        Check.Holds(sources[1].Octets > Length / 20, "the slow one gave " + sources[1].Octets.ToString());
    }

    [TestMethod]
    public void WhatAWrongSourceGaveComesFromTheOther()
    {
        int[] stored = new int[Length / Unit];
        FetchPlan plan = Plan(out FetchSource[] sources);
        long now = Fetch(plan, sources, stored, true);
        Check.Holds(sources[1].IsLiar && sources[1].IsDropped, "who gave what is not right is not asked again");
        Check.Holds(plan.IsDone, "all is there after " + now.ToString());
    }

    [TestMethod]
    public void ARecordIsTakenUpWhereItFitsAndNothingElse()
    {
        FetchPlan plan = Plan(out FetchSource[] _);
        Check.Holds(plan.Recall(0, 0, 2500, 100000), "the first run");
        Check.Holds(!plan.Recall(1, 101000, 101000, Length), "a gap");
        Check.Holds(!plan.Recall(1, 100000, Length + 1, Length), "more than its end");
        Check.Holds(plan.Recall(1, 100000, Length, Length), "the second run");
        plan.Begin(Length);
        Check.Same(2, plan.Count, "runs");
        Check.Same(2000, plan.At(0).Next, "goes on at the beginning of a unit");
        Check.Same(98000, plan.Missing(), "missing");
        plan.Clamp(plan.At(1), 399999);
        Check.Same(399000, plan.At(1).Next, "no more than its file has");
    }

    private static FetchPlan Plan(out FetchSource[] sources)
    {
        sources = new FetchSource[] { new FetchSource("http://a/", 1), new FetchSource("http://b/", 2) };
        return new FetchPlan(sources, 8, Unit, Unit, false);
    }

    /// <summary>Lets two sources give what they are asked for, each at its rate; of the second one nothing is right where it lies.</summary>
    private static long Fetch(FetchPlan plan, FetchSource[] sources, int[] stored, bool lies)
    {
        FetchRun?[] runs = new FetchRun?[2];
        long now = 0;
        plan.Begin(Length);
        for (; !plan.IsDone && now < 60000; now += Turn)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                if (!sources[i].IsBusy && !sources[i].IsDropped && plan.TakeSource(now) != i)
                {
                    throw new System.Exception("another source was taken");
                }

                runs[i] ??= sources[i].IsDropped ? null : plan.Assign(i, now);
                FetchRun? run = runs[i];
                if (run is null)
                {
                    continue;
                }

                run.Asked = plan.Stint(run, i, now);
                int got = plan.Reserve(run, i, run.Next, Turn * (i == 0 ? Fast : Slow), out int _, now);
                bool goesOn = got > 0;
                if (goesOn && lies)
                {
                    run.Check ??= PieceCheck.For(new PieceList(PieceList.TreeNodes, Unit, new byte[PieceList.DigestOctets]), null);
                    plan.Keep(run);
                    goesOn = plan.Judge(run, i == 0);
                }
                else if (goesOn)
                {
                    for (long at = run.Next; at < run.Reserved; at += Unit - (at % Unit))
                    {
                        long end = at + Unit - (at % Unit);
                        stored[at / Unit] += (int)((end < run.Reserved ? end : run.Reserved) - at);
                    }

                    plan.Keep(run);
                }

                if (!goesOn || run.Left == 0)
                {
                    plan.Leave(run, i);
                    runs[i] = null;
                }
            }
        }

        return now;
    }
}
