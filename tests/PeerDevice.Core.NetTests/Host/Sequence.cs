using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace PeerDevice.Tests.Host;

/// <summary>
/// What one client sends in a row, and what it needs to hear: <c>tests/Vectors/sequences/NAME.http</c>, the requests octet for octet as they were sent,
/// and <c>NAME.answers</c>, a line each (see the README there).
/// </summary>
internal sealed class Sequence
{
    private Sequence()
    {
    }

    /// <summary>The requests, in order.</summary>
    public List<byte[]> Requests { get; } = new List<byte[]>();

    /// <summary>What must be answered, one for each request.</summary>
    public List<string[]> Answers { get; } = new List<string[]>();

    /// <summary>What stands there before: a path and its content, or a collection.</summary>
    public List<string[]> Given { get; } = new List<string[]>();

    /// <summary>What stands there afterwards, and what does not: "finally" or "gone", a path, a content.</summary>
    public List<string[]> Finally { get; } = new List<string[]>();

    public static IEnumerable<string> Names()
    {
        string[] files = Directory.GetFiles(Folder, "*.http");
        Array.Sort(files, StringComparer.Ordinal);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            yield return Path.GetFileNameWithoutExtension(file);
        }
    }

    public static Sequence Read(string name)
    {
        Sequence sequence = new Sequence();
        byte[] octets = File.ReadAllBytes(Path.Combine(Folder, name + ".http"));
        for (int at = 0; at < octets.Length;)
        {
            int end = EndOf(octets, at);
            sequence.Requests.Add(octets.AsSpan(at, end - at).ToArray());
            at = end;
        }

        foreach (string line in File.ReadAllLines(Path.Combine(Folder, name + ".answers")))
        {
            string[] words = line.Split('\t');
            switch (words[0])
            {
                case "given": sequence.Given.Add(words); break;
                case "finally" or "gone": sequence.Finally.Add(words); break;
                default:
                    if (line.Length > 0 && line[0] != '#')
                    {
                        sequence.Answers.Add(words);
                    }

                    break;
            }
        }

        Assert.Equal(sequence.Requests.Count, sequence.Answers.Count);
        return sequence;
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vectors", "sequences");

    // Where the request that begins here ends (RFC 9112 §6.3), without looking at the engine's own reader.
    private static int EndOf(byte[] octets, int start)
    {
        int head = octets.AsSpan(start).IndexOf("\r\n\r\n"u8);
        Assert.True(head > 0, "a head has no end");
        int at = start + head + 4;
        long length = 0;
        foreach (string line in Encoding.Latin1.GetString(octets, start, head).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = long.Parse(line.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase))
            {
                length = -1;
            }
        }

        while (length < 0)
        {
            int line = octets.AsSpan(at).IndexOf("\r\n"u8);
            int chunk = int.Parse(Encoding.Latin1.GetString(octets, at, line), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            at += line + 2 + chunk + 2;
            length = chunk == 0 ? 0 : -1;
        }

        return at + (int)length;
    }
}
