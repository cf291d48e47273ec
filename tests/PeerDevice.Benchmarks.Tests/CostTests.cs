using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using PeerDevice.Benchmarks.Cost;
using Xunit;

namespace PeerDevice.Benchmarks.Tests;

/// <summary>A request must not cost a board more than was decided.</summary>
public class CostTests
{
    [Fact]
    public async Task BudgetsAreKeptAndEveryMemberCalledHasItsCost()
    {
        string root = Root();

        // Counted in the release build, which is what a board is given, whatever this test was built as.
        ProcessStartInfo start = new("dotnet", ["run", "-c", "Release", "-p:UseSharedCompilation=false", "--project", "tests/PeerDevice.Benchmarks", "--", "cost"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build leaves behind for the next one has our pipes too, and would keep them open for a quarter of an hour.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> faults = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string table = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, table + await faults);
    }

    [Fact]
    public void ATableThatSaysAMembersCostTwiceIsRefused()
    {
        const string Row = "System.Object::.ctor();1;0;0;0;-;-;somewhere\n";
        Assert.Single(CostTable.Read(new StringReader("# remark\n" + Row)).Rows);
        Assert.Throws<FormatException>(() => CostTable.Read(new StringReader(Row + Row)));
    }

    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "PeerDevice.sln")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at ?? throw new InvalidOperationException("These tests run within the repository.");
    }
}
