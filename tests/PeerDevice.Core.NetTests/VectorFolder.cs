using System;
using System.Collections.Generic;
using System.IO;

namespace PeerDevice.Tests;

/// <summary>The messages of one protocol under tests/Vectors, in a folder for each class of them, each a file named after who spoke.</summary>
/// <param name="protocol">The folder's name.</param>
/// <param name="ending">How the files' names end, with the dot.</param>
public sealed class VectorFolder(string protocol, string ending)
{
    /// <summary>The names of the vectors of a class: valid, incomplete, invalid.</summary>
    public IEnumerable<string> Names(string kind)
    {
        string[] files = Directory.GetFiles(Folder(kind), "*" + ending);
        Array.Sort(files, StringComparer.Ordinal);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            yield return Path.GetFileName(file)[..^ending.Length];
        }
    }

    /// <summary>The same for a theory.</summary>
    public TheoryData<string> Rows(string kind)
    {
        return new TheoryData<string>(Names(kind));
    }

    /// <summary>The octets of a vector.</summary>
    public byte[] Read(string kind, string name)
    {
        return File.ReadAllBytes(Path.Combine(Folder(kind), name + ending));
    }

    private string Folder(string kind)
    {
        return Path.Combine(AppContext.BaseDirectory, "Vectors", protocol, kind);
    }
}
