using PeerDevice.Services.Fetching;

namespace PeerDevice.Tests.OnBoard;

/// <summary>How far a fetch is, written down and read again, as after a cut of power.</summary>
[TestClass]
public class FetchRecordTests
{
    private const string Path = ".peer/f1";
    private const long Length = 5000000000;

    [TestMethod]
    public void WhatIsWrittenIsTakenUp()
    {
        Shelf shelf = new Shelf();
        FetchOrder order = Order("\"v1\"");
        Check.Same(0, new FetchRecord(shelf, Path).Write(order, Half(order), true), "status");
        FetchOrder again = Order("");
        FetchPlan plan = Plan(again);
        Check.Holds(new FetchRecord(shelf, Path).Read(again, plan) == Length, "length");
        Check.Same("\"v1\"", again.Sources[0].Validator, "validator");
        Check.Same(2, plan.Count, "runs");
        Check.Holds(plan.At(0).Sure == 3000000000 && plan.At(0).End == 4000000000, "the first run");
        Check.Holds(plan.At(1).Sure == 4000000000 && plan.At(1).End == Length, "the second run");
    }

    [TestMethod]
    public void AllRunsThatAPeerMayHaveAreTakenUp()
    {
        Shelf shelf = new Shelf();
        FetchOrder order = Order("\"v1\"");
        FetchPlan plan = Plan(order);
        int runs = Profile.Desktop().FetchRuns;
        long each = Length / runs;
        for (int i = 0; i < runs; i++)
        {
            plan.Recall(i, i * each, i * each, i == runs - 1 ? Length : (i + 1) * each);
        }

        plan.Begin(Length);
        Check.Same(0, new FetchRecord(shelf, Path).Write(order, plan, true), "status");
        Check.Same(runs, Runs(shelf), "runs");
    }

    [TestMethod]
    public void ARecordThatIsCutAnywhereIsNone()
    {
        Shelf shelf = new Shelf();
        FetchOrder order = Order("\"v1\"");
        new FetchRecord(shelf, Path).Write(order, Half(order), true);
        byte[] whole = shelf.Content(Path + FetchRecord.OddSuffix);
        for (int end = 0; end < whole.Length; end++)
        {
            shelf.Put(Path + FetchRecord.OddSuffix, whole, end);
            FetchPlan plan = Plan(order);
            Check.Holds(new FetchRecord(shelf, Path).Read(order, plan) == FetchRecord.None && plan.Count == 0, "cut at " + end.ToString());
        }
    }

    [TestMethod]
    public void WhileTheNextIsWrittenTheOneBeforeCounts()
    {
        Shelf shelf = new Shelf();
        FetchOrder order = Order("\"v1\"");
        FetchRecord record = new FetchRecord(shelf, Path);
        record.Write(order, Half(order), true);
        byte[] first = shelf.Content(Path + FetchRecord.OddSuffix);
        FetchPlan more = Plan(order);
        more.Recall(0, 0, Length, Length);
        more.Begin(Length);
        record.Write(order, more, true);
        Check.Same(1, shelf.Count, "files: the one before is deleted");
        byte[] second = shelf.Content(Path + FetchRecord.EvenSuffix);
        shelf.Put(Path + FetchRecord.OddSuffix, first, first.Length);
        Check.Same(1, Runs(shelf), "runs of the newer");
        shelf.Put(Path + FetchRecord.EvenSuffix, second, second.Length - 1);
        Check.Same(2, Runs(shelf), "runs of the older, since the newer is not whole");
        new FetchRecord(shelf, Path).Delete();
    }

    [TestMethod]
    public void ARecordOfAnotherContentIsNone()
    {
        Shelf shelf = new Shelf();
        FetchOrder order = Order("\"v1\"");
        new FetchRecord(shelf, Path).Write(order, Half(order), true);
        FetchOrder longer = Order("");
        longer.Length = Length + 1;
        Check.Holds(new FetchRecord(shelf, Path).Read(longer, Plan(longer)) == FetchRecord.None, "another length");
        Check.Same("", longer.Sources[0].Validator, "the version of another content");
        FetchOrder elsewhere = new FetchOrder("a", new FetchSource[] { new FetchSource("http://other/a", 1) });
        Check.Holds(new FetchRecord(shelf, Path).Read(elsewhere, Plan(elsewhere)) == FetchRecord.None, "nothing says that it is the same");
    }

    private static int Runs(Shelf shelf)
    {
        FetchOrder order = Order("");
        FetchPlan plan = Plan(order);
        new FetchRecord(shelf, Path).Read(order, plan);
        return plan.Count;
    }

    private static FetchOrder Order(string validator)
    {
        return new FetchOrder("a", new FetchSource[] { new FetchSource("http://host/a", 1) { Validator = validator } });
    }

    private static FetchPlan Plan(FetchOrder order)
    {
        return new FetchPlan(order.Sources, Profile.Desktop().FetchRuns, 1, 1, false);
    }

    private static FetchPlan Half(FetchOrder order)
    {
        FetchPlan plan = Plan(order);
        plan.Recall(0, 0, 3000000000, 4000000000);
        plan.Recall(1, 4000000000, 4000000000, Length);
        plan.Begin(Length);
        return plan;
    }
}
