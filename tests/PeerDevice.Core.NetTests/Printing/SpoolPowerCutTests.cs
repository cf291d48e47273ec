using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: the power goes, and a job that was promised is lost, printed twice in silence, or printed though nobody sent it whole. Every life of jobs is cut before its
/// write 1, 2, 3 … until it survives, on a card with each manner of its driver and on a PC's disk with each of a file system's; each recovery, with all that is
/// printed after it, is cut in the same way.
/// </summary>
public sealed class SpoolPowerCutTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. JobLives.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingThatWasPromisedIsLostOrPrintedTwiceInSilence(string life)
    {
        foreach (CutMedium empty in CutMedium.All())
        {
            int runs = 0;
            bool isCut = true;
            for (int step = 0; isCut; step++)
            {
                CutMedium medium = empty.After();
                PrintShop shop = new(new SpoolWorld(medium.Open()).Mounted());
                medium.CutAt = step;
                isCut = Try(() => JobLives.All[life](shop));
                if (isCut)
                {
                    runs += Recover(medium, shop, $"{life}, {empty}, cut before step {step}");
                }
                else
                {
                    shop.Reckon($"{life}, {empty}");
                }
            }

            output.WriteLine($"{life}, {empty}: {runs} runs");
        }
    }

    // The recovery, and everything after it, is cut at each of its own writes; and once not at all.
    private static int Recover(CutMedium cut, PrintShop before, string trace)
    {
        int runs = 0;
        bool isCut = true;
        for (int step = 0; isCut; step++)
        {
            string here = trace + ", then before step " + step;
            CutMedium medium = cut.After();
            SpoolWorld world = new(medium.Open());
            PrintShop shop = before.On(world);
            int from = medium.Steps;
            medium.CutAt = from + step;
            isCut = Try(() =>
            {
                world.Mounted();
                shop.TakeOver(here);
                medium.Check(here);
                shop.FinishAll();
            });
            runs++;
            if (isCut)
            {
                CutMedium last = medium.After();
                shop = shop.On(new SpoolWorld(last.Open()).Mounted());
                shop.TakeOver(here);
                last.Check(here);
                shop.FinishAll();
                last.Check(here);
            }

            shop.Reckon(here);
        }

        return runs;
    }

    private static bool Try(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (PowerCut)
        {
            return true;
        }
    }
}
