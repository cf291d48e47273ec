using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PeerDevice.Guard;

/// <summary>What firmware/DESIGN.md says that the declarations were checked against is what stands at the top of each file of them, and the packages are those of the images.</summary>
public sealed partial class CheckedVersionTests
{
    [Fact]
    public void TheTableIsThatOfTheDeclarationsAndTheImages()
    {
        string[] declared = Directory.GetFiles(Path.Combine(House.Root, "firmware", "NanoSurface"), "*.cs")
            .Select(static file => Head().Match(File.ReadLines(file).First()))
            .Select(static head => $"| {head.Groups[1].Value} | {head.Groups[2].Value} | {head.Groups[3].Value} |").Order(StringComparer.Ordinal).ToArray();
        string[] told = File.ReadLines(Path.Combine(House.Root, "firmware", "DESIGN.md")).Where(static line => line.StartsWith("| nanoFramework.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(declared, told);
        HashSet<string> pinned = Directory.GetFiles(Path.Combine(House.Root, "firmware"), "packages.config", SearchOption.AllDirectories)
            .SelectMany(static file => XDocument.Load(file).Descendants("package"))
            .Select(static package => $"| {package.Attribute("id")!.Value} | {package.Attribute("version")!.Value} |").ToHashSet();
        Assert.DoesNotContain(pinned, package => !told.Any(line => line.StartsWith(package, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\uFEFF?// Package (\S+) (\S+), assembly \S+\. Checked against \S+ at (?:commit )?(\S+)\.\s*$")]
    private static partial Regex Head();
}
