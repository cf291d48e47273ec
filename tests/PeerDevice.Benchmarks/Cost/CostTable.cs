using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// The class library's part of a cost, by member. What is not in the table is refused when a scenario calls it, so that no sum is short.
/// </summary>
internal sealed class CostTable
{
    private const int Columns = 8;

    private readonly Dictionary<string, CostRow> _rows = new(StringComparer.Ordinal);

    /// <summary>The rows, by member.</summary>
    internal IReadOnlyDictionary<string, CostRow> Rows => _rows;

    /// <summary>Reads the table that is built into this program.</summary>
    internal static CostTable Read()
    {
        using Stream stream = typeof(CostTable).Assembly.GetManifestResourceStream("nano-costs.csv")!;
        using StreamReader reader = new(stream);
        return Read(reader);
    }

    /// <summary>Reads a table: a line a member, fields parted by ';', lines that begin with '#' are remarks.</summary>
    internal static CostTable Read(TextReader reader)
    {
        CostTable table = new();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] fields = line.Split(';', Columns);
            if (fields.Length != Columns)
            {
                throw new FormatException($"nano-costs.csv, line {number}: {Columns} fields are needed.");
            }

            CostRow row = new(fields[0], Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]), Unit(fields[5]), fields[6] == "new", fields[7]);
            if (!table._rows.TryAdd(row.Member, row))
            {
                throw new FormatException($"nano-costs.csv, line {number}: {row.Member} is there twice.");
            }
        }

        return table;
    }

    private static long Number(string field)
    {
        return long.Parse(field, CultureInfo.InvariantCulture);
    }

    private static CostUnit Unit(string field)
    {
        return field switch
        {
            "-" => CostUnit.None,
            "component" => CostUnit.Component,
            "octet" => CostUnit.Octet,
            _ => throw new FormatException($"nano-costs.csv: no unit \"{field}\"."),
        };
    }
}
