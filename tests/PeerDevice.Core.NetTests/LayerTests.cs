using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace PeerDevice.Tests;

/// <summary>
/// Bytes ← Wire ← Services ← Host, and Board beside them on Bytes: nothing points from left to right.
/// Read from the sources, since a constant of another layer leaves no trace in the metadata.
/// </summary>
public class LayerTests
{
    private static readonly string[] Layers = { "Bytes", "Wire", "Board", "Services", "Host" };

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        [""] = Array.Empty<string>(),
        ["Bytes"] = Array.Empty<string>(),
        ["Wire"] = new[] { "Bytes" },
        ["Board"] = new[] { "Bytes" },
        ["Services"] = new[] { "Bytes", "Wire", "Board" },
        ["Host"] = new[] { "Bytes", "Wire", "Board", "Services" },
    };

    [Fact]
    public void NoSourceOfTheEnginePointsFromLeftToRight()
    {
        string core = Path.Combine(Repository(), "firmware", "PeerDevice.Core");
        var wrong = new List<string>();
        int files = 0;
        foreach (string file in Directory.GetFiles(core, "*.cs", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(core, file).Replace('\\', '/');
            if (path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal))
            {
                continue;
            }

            files++;
            wrong.AddRange(Violations(path, File.ReadAllText(file)));
        }

        Assert.True(files > 20);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Bytes/A.cs", "namespace PeerDevice.Bytes; using PeerDevice.Board;")]
    [InlineData("Wire/Http/A.cs", "using PeerDevice.Board; namespace PeerDevice.Wire.Http;")]
    [InlineData("Wire/Http/A.cs", "namespace PeerDevice.Wire.Http; class A { int x = Board.StoreStatus.Ok; }")]
    [InlineData("Wire/Http/A.cs", "namespace PeerDevice.Wire.Http; class A { PeerDevice.Services.Files.B b; }")]
    [InlineData("Wire/Http/A.cs", "using H = global::PeerDevice.Host; namespace PeerDevice.Wire.Http;")]
    [InlineData("Board/A.cs", "using PeerDevice.Wire.Http; namespace PeerDevice.Board;")]
    [InlineData("Services/Files/A.cs", "using static PeerDevice.Host.B; namespace PeerDevice.Services.Files;")]
    [InlineData("Limits.cs", "using PeerDevice.Bytes; namespace PeerDevice;")]
    [InlineData("Wire/Http/A.cs", "namespace PeerDevice.Wire.Dav;")]
    [InlineData("Wire/Http/A.cs", "namespace PeerDevice.Host;")]
    [InlineData("Wire/Http/A.cs", "class A { }")]
    [InlineData("Extra/A.cs", "namespace PeerDevice.Extra;")]
    public void AWrongArrowIsFound(string path, string source)
    {
        Assert.NotEmpty(Violations(path, source));
    }

    [Theory]
    [InlineData("Host/A.cs", "using PeerDevice.Services.Files; using PeerDevice.Board; namespace PeerDevice.Host;")]
    [InlineData("Wire/Http/A.cs", "using PeerDevice.Bytes; namespace PeerDevice.Wire.Http; // as PeerDevice.Host does\nclass A { string s = \"PeerDevice.Host.\"; int x = Field.Host; }")]
    public void ARightArrowIsNot(string path, string source)
    {
        Assert.Empty(Violations(path, source));
    }

    private static List<string> Violations(string path, string source)
    {
        var wrong = new List<string>();
        string code = WithoutCommentsAndText(source);
        string folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        string expected = folder.Length == 0 ? "PeerDevice" : "PeerDevice." + folder.Replace('/', '.');
        Match space = Regex.Match(code, @"\bnamespace\s+([\w.]+)");
        if (!space.Success || space.Groups[1].Value != expected)
        {
            wrong.Add($"{path}: its namespace must be {expected}");
        }

        string layer = folder.Split('/')[0];
        if (!MayUse.TryGetValue(layer, out string[]? allowed))
        {
            wrong.Add($"{path}: {layer} is no layer");
            return wrong;
        }

        // "PeerDevice.Host", or "Host." where a name begins: within PeerDevice's namespaces both reach the layer.
        foreach (Match use in Regex.Matches(code, @"\bPeerDevice\s*\.\s*(\w+)|(?<![\w.]\s*)(\w+)\s*\.\s*[A-Z]"))
        {
            string used = use.Groups[1].Success ? use.Groups[1].Value : use.Groups[2].Value;
            if (Array.IndexOf(Layers, used) >= 0 && used != layer && Array.IndexOf(allowed, used) < 0)
            {
                wrong.Add($"{path}: {(layer.Length == 0 ? "the root" : layer)} must not use {used}");
            }
        }

        return wrong;
    }

    private static string WithoutCommentsAndText(string source)
    {
        return Regex.Replace(source, @"//[^\n]*|/\*.*?\*/|""(?:\\.|[^""\\])*""|'(?:\\.|[^'\\])+'", " ", RegexOptions.Singleline);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "firmware", "PeerDevice.Core", "PeerDevice.Core.projitems")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
