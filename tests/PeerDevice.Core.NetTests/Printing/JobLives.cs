using System;
using System.Collections.Generic;

namespace PeerDevice.Tests.Printing;

/// <summary>What happens to jobs, from their coming to their end, in a few ways.</summary>
internal static class JobLives
{
    public static readonly Dictionary<string, Action<PrintShop>> All = new()
    {
        ["print"] = shop =>
        {
            shop.Submit("a", 2600);
            shop.Print("a");
        },
        ["hold and release"] = shop =>
        {
            shop.Submit("a", 1300, true);
            shop.Hold("a", false);
            shop.Hold("a", true);
            shop.Hold("a", false);
            shop.Print("a");
        },
        ["two that cross"] = shop =>
        {
            shop.Create("a");
            shop.Create("b");
            shop.Send("a", 900, false);
            shop.Send("b", 1500, false);
            shop.Send("a", 0, true);
            shop.Print("a");
            shop.Send("b", 600, false);
            shop.Close("b");
            shop.Print("b");
        },
        ["cancel and forget"] = shop =>
        {
            shop.Submit("a", 1300);
            shop.Submit("b", 700);
            shop.Cancel("a");
            shop.Forget("a");
            shop.Forget("b");
            shop.Submit("c", 700);
            shop.Print("c");
            shop.Forget("c");
        },
        ["break off"] = shop =>
        {
            shop.BreakOff("a", 1200);
            shop.Submit("b", 1200);
            shop.Print("b");
        },
        ["beside a file"] = shop =>
        {
            shop.Put('o', 1300);
            shop.Submit("a", 900);
            shop.Put('p', 1500);
            shop.Print("a");
            shop.Submit("b", 900);
            shop.Cancel("b");
            shop.Put('q', 700);
        },
        ["history gives way"] = shop =>
        {
            for (int i = 0; i < SpoolWorld.MostEnded + 2; i++)
            {
                shop.Submit("job " + i, 600);
                shop.Print("job " + i);
            }
        },
        ["changes its mind until the record is written anew"] = shop =>
        {
            shop.Submit(new string('n', 100), 600);
            for (int i = 0; i < 16; i++)
            {
                shop.Hold(new string('n', 100), (i & 1) == 0);
            }

            shop.Print(new string('n', 100));
        },
    };
}
