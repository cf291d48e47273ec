using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: a medium that fails, is in use, fills up or is pulled out in the middle loses a job that was promised, prints one twice in silence, or leaves the spool unable
/// to go on. Every call of every life fails once, and fails from then on; afterwards the same peer goes on, or another starts.
/// </summary>
public sealed class SpoolFaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. JobLives.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ACallThatFailsLosesNothing(string life)
    {
        foreach (bool isFat in new[] { true, false })
        {
            foreach (int status in isFat ? [StoreStatus.Failed, StoreStatus.Busy, StoreStatus.Absent] : new[] { StoreStatus.Failed, StoreStatus.Busy })
            {
                int calls = 0;
                for (int call = 0; Fails(life, isFat, call, status, false); call++)
                {
                    Fails(life, isFat, call, status, true);
                    calls++;
                }

                output.WriteLine($"{life}, {(isFat ? "card" : "disk")}, status {status}: {calls} calls");
                Assert.InRange(calls, 10, 5000);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AMediumThatFillsUpLosesNothing(string life)
    {
        foreach (bool isFat in new[] { true, false })
        {
            int runs = 0;
            bool isFull = true;
            for (long room = 0; isFull; room += 61)
            {
                CutMedium medium = Empty(isFat);
                FullStore store = new(medium.Open(), room);
                PrintShop shop = new(new SpoolWorld(store).Mounted()) { IsLenient = true };
                JobLives.All[life](shop);
                isFull = store.Room == 0;
                store.Room = long.MaxValue;
                GoOn(medium, shop, $"{life}, {(isFat ? "card" : "disk")}, room for {room} octets");
                runs++;
            }

            output.WriteLine($"{life}, {(isFat ? "card" : "disk")}: {runs} runs");
        }
    }

    private static bool Fails(string life, bool isFat, int call, int status, bool stays)
    {
        string trace = $"{life}, {(isFat ? "card" : "disk")}, status {status} at call {call}{(stays ? " and ever after" : "")}";
        CutMedium medium = Empty(isFat);
        FailingStore store = new(medium.Open());
        PrintShop shop = new(new SpoolWorld(store).Mounted());
        store.Reset();
        store.Status = status;
        store.FailAt = call;
        store.StaysFailed = stays;
        shop.IsLenient = true;
        JobLives.All[life](shop);
        bool hasFailed = store.Calls > call;
        store.Reset();
        GoOn(medium, shop, trace);
        return hasFailed;
    }

    // The medium is well again: another peer starts on a copy of it, and the same one goes on.
    private static void GoOn(CutMedium medium, PrintShop shop, string trace)
    {
        foreach (bool isRestart in new[] { true, false })
        {
            string here = trace + (isRestart ? ", another start" : ", the same peer");
            CutMedium last = isRestart ? medium.After() : medium;
            PrintShop next = isRestart ? shop.On(new SpoolWorld(last.Open()).Mounted()) : shop;
            next.IsLenient = false;
            if (isRestart)
            {
                next.TakeOver(here);
            }
            else
            {
                next.TakeNews(here);
            }

            next.FinishAll();
            last.Check(here);
            next.Reckon(here);
            last = last.After();
            next = next.On(new SpoolWorld(last.Open()).Mounted());
            next.TakeOver(here + ", and a start");
        }
    }

    private static CutMedium Empty(bool isFat)
    {
        foreach (CutMedium medium in CutMedium.All())
        {
            if (medium.Open().IsFat == isFat)
            {
                return medium;
            }
        }

        throw new InvalidOperationException();
    }
}
