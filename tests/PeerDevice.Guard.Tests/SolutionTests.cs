using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PeerDevice.Guard;

/// <summary>The solution lists every project, and builds those that the .NET CLI can build.</summary>
public sealed class SolutionTests
{
    private static readonly Regex Entry = new(@"^Project\(""[^""]+""\) = ""[^""]+"", ""([^""]+proj)"", ""(\{[^""]+\})""", RegexOptions.Multiline);

    [Fact]
    public void TheSolutionListsEveryProject()
    {
        string[] folders = { "companion", "firmware", "hardware", "tests" };
        string[] there = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*proj", SearchOption.AllDirectories))
            .Where(path => path.EndsWith(".csproj") || path.EndsWith(".nfproj"))
            .Select(path => Path.GetRelativePath(House.Root, path).Replace('/', '\\')).Order().ToArray();
        Assert.Equal(there, Entry.Matches(Solution()).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void WhatNeedsTheProjectSystemOfNanoFrameworkIsListedWithoutBeingBuilt()
    {
        string solution = Solution();
        Assert.All(Entry.Matches(solution), match => Assert.Equal(
            match.Groups[1].Value.EndsWith(".csproj"),
            solution.Contains(match.Groups[2].Value + ".Debug|Any CPU.Build.0")));
    }

    /// <summary>Visual Studio takes two of one number for one, and one of another number than the solution has for a stranger.</summary>
    [Fact]
    public void EveryProjectOfNanoFrameworkHasTheNumberThatTheSolutionHas()
    {
        Match[] images = Entry.Matches(Solution()).Where(match => match.Groups[1].Value.EndsWith(".nfproj")).ToArray();
        Assert.NotEmpty(images);
        Assert.All(images, match => Assert.Contains(
            "<ProjectGuid>" + match.Groups[2].Value.Trim('{', '}') + "</ProjectGuid>",
            File.ReadAllText(Path.Combine(House.Root, match.Groups[1].Value.Replace('\\', '/'))),
            System.StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Entry.Matches(Solution()).Count, Entry.Matches(Solution()).Select(match => match.Groups[2].Value.ToUpperInvariant()).Distinct().Count());
    }

    private static string Solution()
    {
        return File.ReadAllText(Path.Combine(House.Root, "PeerDevice.sln"));
    }
}
