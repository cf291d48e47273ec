using System;
using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.OnBoard;

/// <summary>The few assertions that the tests of both grounds need, so that they depend on neither ground's test framework.</summary>
internal static class Check
{
    /// <summary>Fails unless the two are equal.</summary>
    public static void Same(long expected, long actual, string what)
    {
        if (expected != actual)
        {
            throw new Exception(what + ": expected " + expected.ToString() + ", got " + actual.ToString());
        }
    }

    /// <summary>Fails unless the two are equal.</summary>
    public static void Same(string expected, string actual, string what)
    {
        if (expected != actual)
        {
            throw new Exception(what + ": expected '" + expected + "', got '" + actual + "'");
        }
    }

    /// <summary>Fails unless it is so.</summary>
    public static void Holds(bool condition, string what)
    {
        if (!condition)
        {
            throw new Exception(what);
        }
    }

    /// <summary>The octets of a text, each character one octet. No NUL: it ends a string on a board.</summary>
    public static byte[] Octets(string text)
    {
        byte[] octets = new byte[text.Length];
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = (byte)text[i];
        }

        return octets;
    }

    /// <summary>What a writer has written.</summary>
    public static string Written(ByteWriter writer)
    {
        return Encoding.UTF8.GetString(writer.Buffer, 0, writer.Position);
    }
}
