using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Shows what was counted.</summary>
internal static class CostReport
{
    private const int Lines = 120;

    /// <summary>The table of record, in Markdown.</summary>
    internal static string Table(IReadOnlyList<Scenario> scenarios)
    {
        StringBuilder table = new();
        table.Append("| request | IL, image | IL, class library | IL | aim | at most | B, image | B, class library | B | at most |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (Scenario scenario in scenarios)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {scenario.Name} | {Figure(scenario.ImageIl)} | {Figure(scenario.LibraryIl)} | {Figure(scenario.ImageIl + scenario.LibraryIl)} | {Budget(scenario.IlAim)} | {Budget(scenario.IlBudget)} | {Figure(scenario.ImageOctets)} | {Figure(scenario.LibraryOctets)} | {Figure(scenario.ImageOctets + scenario.LibraryOctets)} | {Budget(scenario.OctetBudget)} |\n");
        }

        return table.ToString();
    }

    /// <summary>Where a scenario's cost arises: by method of the image, and by member of the class library.</summary>
    internal static void Profile(Scenario scenario, TextWriter to)
    {
        Count net = scenario.Net;
        to.WriteLine($"{scenario.Name}: calls, IL of its own, IL of the class library for it, octets, method");
        IEnumerable<int> methods = Enumerable.Range(0, Probe.Methods.Count)
            .Where(i => i < net.MethodIl.Length)
            .OrderByDescending(i => net.MethodIl[i] + At(net.MethodLibraryIl, i))
            .Take(Lines)
            .Where(i => net.MethodIl[i] + At(net.MethodLibraryIl, i) > 0);
        foreach (int i in methods)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{At(net.MethodCalls, i),7} {net.MethodIl[i],9} {At(net.MethodLibraryIl, i),9} {At(net.MethodOctets, i),9}  {Probe.Methods[i]}"));
        }

        to.WriteLine("calls, IL, octets, member of the class library");
        IEnumerable<CostRow> rows = Probe.Rows.Where(row => At(net.RowCalls, row.Number) > 0).OrderByDescending(row => At(net.RowIl, row.Number));
        foreach (CostRow row in rows)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{At(net.RowCalls, row.Number),7} {At(net.RowIl, row.Number),9} {At(net.RowOctets, row.Number),9}  {row.Member}"));
        }
    }

    private static long At(long[] array, int index)
    {
        return index < array.Length ? array[index] : 0;
    }

    private static string Figure(double value)
    {
        // What rounds to nothing is nothing, without a sign.
        value = Math.Round(value, 1) + 0.0;
        return value.ToString(value < 100 && value != (long)value ? "0.0" : "#,0", CultureInfo.InvariantCulture);
    }

    private static string Budget(int budget)
    {
        return budget == 0 ? "" : budget.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
