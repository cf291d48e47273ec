using System;
using System.Collections.Generic;

namespace PeerDevice.Tests;

/// <summary>The messages under tests/Vectors/http, each a file named after who spoke.</summary>
public static class Vectors
{
    private static readonly VectorFolder Http = new("http", ".http");

    /// <summary>The names of the vectors of a class: valid, incomplete, invalid.</summary>
    public static IEnumerable<string> Names(string kind) => Http.Names(kind);

    /// <summary>The same for a theory.</summary>
    public static TheoryData<string> Rows(string kind) => Http.Rows(kind);

    /// <summary>The octets of a vector.</summary>
    public static byte[] Read(string kind, string name) => Http.Read(kind, name);

    /// <summary>Whether a vector was sent by a server.</summary>
    public static bool IsResponse(string name)
    {
        return name.Contains("response", StringComparison.Ordinal);
    }
}
