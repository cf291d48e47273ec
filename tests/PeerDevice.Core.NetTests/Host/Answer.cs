using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace PeerDevice.Tests.Host;

/// <summary>
/// A response as a strict client reads it (RFC 9112 §6.3), written without looking at the engine's own reader.
/// </summary>
internal sealed class Answer
{
    private readonly List<KeyValuePair<string, string>> _fields = new List<KeyValuePair<string, string>>();

    private Answer(int status)
    {
        Status = status;
    }

    /// <summary>No answer.</summary>
    public static Answer None { get; } = new Answer(0);

    public int Status { get; }

    public byte[] Content { get; private set; } = Array.Empty<byte>();

    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Whether the response is there to its end; if not the client sees it cut.</summary>
    public bool IsWhole { get; private set; }

    public bool SaysClose => Field("Connection") == "close";

    /// <summary>The value of a field that may stand once; null where it does not.</summary>
    public string? Field(string name)
    {
        string? found = null;
        foreach (KeyValuePair<string, string> field in _fields)
        {
            if (string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                Assert.Null(found);
                found = field.Value;
            }
        }

        return found;
    }

    /// <summary>The values of all lines of a field.</summary>
    public IEnumerable<string> Fields(string name) => _fields.FindAll(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)).ConvertAll(static field => field.Value);

    /// <summary>The opaque entity tag with its quotes.</summary>
    public string Tag => Assert.IsType<string>(Field("ETag"));

    /// <summary>Status line and fields but for Date, sorted: what two answers to one question have in common.</summary>
    public string Head
    {
        get
        {
            List<string> lines = new List<string>();
            foreach (KeyValuePair<string, string> line in _fields)
            {
                lines.Add(line.Key.ToLowerInvariant() + ": " + line.Value);
            }

            lines.Sort(StringComparer.Ordinal);
            return Status + "\n" + string.Join("\n", lines);
        }
    }

    /// <summary>Reads all that came over a connection.</summary>
    /// <param name="octets">What came.</param>
    /// <param name="methods">The methods of the requests, in order: a response to HEAD has no content whatever its fields say.</param>
    public static List<Answer> All(byte[] octets, params string[] methods)
    {
        List<Answer> answers = new List<Answer>();
        int at = 0;
        int request = 0;
        while (at < octets.Length)
        {
            Answer answer = One(octets, ref at, request < methods.Length ? methods[request] : "GET");
            answers.Add(answer);
            if (answer.Status >= 200)
            {
                request++;
            }

            if (!answer.IsWhole)
            {
                Assert.Equal(octets.Length, at);
            }
        }

        return answers;
    }

    private static Answer One(byte[] octets, ref int at, string method)
    {
        int end = octets.AsSpan(at).IndexOf("\r\n\r\n"u8);
        Assert.True(end >= 0, "no head: " + Encoding.Latin1.GetString(octets, at, octets.Length - at));
        string[] lines = Encoding.Latin1.GetString(octets, at, end).Split("\r\n");
        at += end + 4;
        Assert.Matches("^HTTP/1\\.1 [1-5][0-9][0-9] [A-Za-z -]+$", lines[0]);
        Answer answer = new Answer(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture));
        for (int i = 1; i < lines.Length; i++)
        {
            Assert.Matches("^[A-Za-z0-9-]+: [^\\x00-\\x1F]*$", lines[i]);
            int colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            answer._fields.Add(new KeyValuePair<string, string>(lines[i].Substring(0, colon), lines[i].Substring(colon + 2)));
        }

        if (method == "HEAD" || answer.Status < 200 || answer.Status == 204 || answer.Status == 304)
        {
            Assert.True(answer.Status != 204 || answer.Field("Content-Length") is null);
            answer.IsWhole = true;
        }
        else if (answer.Field("Transfer-Encoding") is not null)
        {
            Assert.Equal("chunked", answer.Field("Transfer-Encoding"));
            Assert.Null(answer.Field("Content-Length"));
            answer.ReadChunks(octets, ref at);
        }
        else if (answer.Field("Content-Length") is string length)
        {
            int wanted = int.Parse(length, CultureInfo.InvariantCulture);
            int there = Math.Min(wanted, octets.Length - at);
            answer.Content = octets.AsSpan(at, there).ToArray();
            answer.IsWhole = there == wanted;
            at += there;
        }
        else
        {
            answer.Content = octets.AsSpan(at).ToArray();
            answer.IsWhole = true;
            at = octets.Length;
        }

        return answer;
    }

    private void ReadChunks(byte[] octets, ref int at)
    {
        MemoryStream content = new MemoryStream();
        while (true)
        {
            int line = octets.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0)
            {
                at = octets.Length;
                break;
            }

            int size = int.Parse(Encoding.Latin1.GetString(octets, at, line), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            at += line + 2;
            if (octets.Length - at < size + 2)
            {
                content.Write(octets, at, Math.Min(size, octets.Length - at));
                at = octets.Length;
                break;
            }

            content.Write(octets, at, size);
            Assert.Equal((byte)'\r', octets[at + size]);
            Assert.Equal((byte)'\n', octets[at + size + 1]);
            at += size + 2;
            if (size == 0)
            {
                IsWhole = true;
                break;
            }
        }

        Content = content.ToArray();
    }
}
