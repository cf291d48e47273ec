using System;
using System.Collections.Generic;
using System.IO;

namespace PeerDevice.Tests;

/// <summary>The messages under tests/Vectors/http, each a file named after who spoke.</summary>
public static class Vectors
{
    /// <summary>The names of the vectors of a class: valid, incomplete, invalid.</summary>
    public static IEnumerable<string> Names(string kind)
    {
        string[] files = Directory.GetFiles(Folder(kind), "*.http");
        Array.Sort(files, StringComparer.Ordinal);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            yield return Path.GetFileNameWithoutExtension(file);
        }
    }

    /// <summary>The same for a theory.</summary>
    public static TheoryData<string> Rows(string kind)
    {
        return new TheoryData<string>(Names(kind));
    }

    /// <summary>The octets of a vector.</summary>
    public static byte[] Read(string kind, string name)
    {
        return File.ReadAllBytes(Path.Combine(Folder(kind), name + ".http"));
    }

    /// <summary>Whether a vector was sent by a server.</summary>
    public static bool IsResponse(string name)
    {
        return name.Contains("response", StringComparison.Ordinal);
    }

    private static string Folder(string kind)
    {
        return Path.Combine(AppContext.BaseDirectory, "Vectors", "http", kind);
    }
}
