using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

/// <summary>A reader that remembers the fields of the request before must read exactly what a new one reads.</summary>
public class SameFieldsTests
{
    private static readonly string[] Lines = ["GET / HTTP/1.1", "PUT /files/a%20longer/name.txt HTTP/1.1", "GET /x HTTP/1.0", "LOCK /files/a HTTP/1.1", "POST /ipp/print HTTP/1.1", "POST /ipp/prinz HTTP/1.1", "POST /ipp/print HTTP/1.0"];

    private static readonly string[] Fields =
    [
        "Host: peer\r\n\r\n",
        "Host: peer\r\nConnection: close\r\n\r\n",
        "Host: peer\r\nConnection: keep-alive\r\nIf-None-Match: \"abc\"\r\nX: " + new string('x', 200) + "\r\n\r\n",
        "Host: peer\r\nConnection: keep-alive\r\nIf-None-Match: \"abd\"\r\nX: " + new string('x', 200) + "\r\n\r\n",
        "Host: peer\r\nX: " + new string('x', 2 * Limits.FieldsKept) + "\r\nContent-Length: 5\r\n\r\n",
        "Host: peer\r\nContent-Length: 5\r\n\r\n",
        "Host: peer\r\nTransfer-Encoding: chunked\r\n\r\n",
        "Host: peer\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "Host: peer\r\nExpect: something\r\n\r\n",
        "Host: peer\r\nX: \0\r\n\r\n",
        "Host: peer\r\n",
        "Content-Length: 15\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Content-Length: 26\r\nDate: Fri, 02 Jan 2026 13:14:15 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Content-Length: 1x\r\nDate: Fri, 02 Jan 2026 13:14:15 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Content-Length: 15\r\nDate: Fri, 02 Jan 2026 1:\r\n4:15 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Content-Length: 15\r\nDate: Fri, 02 Jan 2026 13:\r4:15 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Content-Length: 15\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nHost: peer\r\nConnection: keep-alone\r\n\r\n",
        "Content-Length: 15\r\nDate: Fri, 03 Jan 2026 03:04:05 GMT\r\nHost: peer\r\nConnection: keep-alive\r\n\r\n",
        "Date: Fri, 02 Jan 2026 03:04:05 GMT\r\nContent-Length: 15\r\nHost: peer\r\n\r\n",
        "Date: Fri, 02 Jan 2026 23:59:59 GMT\r\nContent-Length: 99\r\nHost: peer\r\n\r\n",
        "Date: Fri, 02 Jan 2026 \0\0:59:59 GMT\r\nContent-Length: 99\r\nHost: peer\r\n\r\n",
        "Host: peer\r\nContent-Length: 15\r\n\r\n",
        "Host: peer\r\nContent-Length:  5\r\n\r\n",
        "Host: peer\r\nContent-Length: 155\r\n\r\n",
        "X: no host\r\n\r\n",
        "\r\n",
    ];

    [Fact]
    public void EveryRequestAfterEveryOtherIsReadAsByANewReader()
    {
        byte[][] heads = [.. from line in Lines from fields in Fields select Encoding.ASCII.GetBytes($"{line}\r\n{fields}")];
        foreach (byte[] before in heads)
        {
            foreach (byte[] head in heads)
            {
                RequestReader used = new();
                used.Read(before, 0, before.Length);
                used.Read(head, 0, head.Length - 1);
                byte[] buffer = [.. "~~~"u8, .. head, .. "GET"u8];
                RequestReader direct = new();
                direct.Read(before, 0, before.Length);
                Assert.Equal(Said(new RequestReader(), buffer), Said(direct, buffer));
                Assert.Equal(Said(new RequestReader(), buffer), Said(used, buffer));
                Assert.Equal(Said(new RequestReader(), buffer), Said(used, buffer));
            }
        }
    }

    /// <summary>The fields of a LOCK are remembered apart from those of what comes between it and the next.</summary>
    [Fact]
    public void EveryRequestAfterALockAndSomethingElseIsReadAsByANewReader()
    {
        foreach (string locked in Fields)
        {
            foreach (string between in Fields)
            {
                RequestReader used = new();
                foreach (string fields in Fields)
                {
                    foreach (string line in Lines)
                    {
                        Said(used, Encoding.ASCII.GetBytes("   LOCK /files/longer HTTP/1.1\r\n" + locked));
                        Said(used, Encoding.ASCII.GetBytes("   GET /y HTTP/1.1\r\n" + between));
                        byte[] buffer = Encoding.ASCII.GetBytes($"~~~{line}\r\n{fields}GET");
                        Assert.Equal(Said(new RequestReader(), buffer), Said(used, buffer));
                        Assert.Equal(Said(new RequestReader(), buffer), Said(used, buffer));
                    }
                }
            }
        }
    }

    /// <summary>Who prints says another length each time, and another time of day.</summary>
    [Fact]
    public void APostIsKnownAgainButForItsLengthAndTime()
    {
        RequestReader reader = new();
        Assert.False(IsKnown("POST /ipp/print", 15, "03:04:05"));
        Assert.True(IsKnown("POST /ipp/print", 15, "03:04:05"));
        Assert.True(IsKnown("POST /ipp/print", 99, "23:59:59"));
        Assert.Equal(99, reader.ContentLength);
        Assert.True(IsKnown("POST /ipp/print", 15, "03:04:05"));
        Assert.Equal(15, reader.ContentLength);
        Assert.False(IsKnown("POST /ipp/print", 150, "03:04:05"));
        Assert.False(IsKnown("POST /ipp/prinz", 150, "03:04:05"));
        Assert.False(IsKnown("PUT /ipp/prinz", 150, "03:04:05"));
        Assert.False(IsKnown("PUT /ipp/prinz", 150, "03:04:06"));
        Assert.False(IsKnown("POST /ipp/prinz", 150, "03:04:06"));
        reader.ForgetBefore();
        Assert.False(IsKnown("POST /ipp/prinz", 150, "03:04:06"));

        bool IsKnown(string line, int length, string time)
        {
            byte[] head = Encoding.ASCII.GetBytes($"{line} HTTP/1.1\r\nContent-Length: {length}\r\nDate: Fri, 02 Jan 2026 {time} GMT\r\nHost: x\r\n\r\n");
            Assert.Equal(HeadReader.Complete, reader.Read(head, 0, head.Length));
            return reader.IsNearlyRepeated;
        }
    }

    [Fact]
    public void ANoteStandsBesideTheSameFieldsAndNoOthers()
    {
        RequestReader reader = new();
        Read("LOCK /a", "Timeout: Second-60\r\n");
        Assert.Equal(-1, reader.Note);
        reader.Note = 60;
        Read("GET /a", "Timeout: Second-60\r\n");
        Assert.Equal(-1, reader.Note);
        Read("LOCK /b", "Timeout: Second-60\r\n");
        Assert.Equal(60, reader.Note);
        Read("LOCK /b", "Timeout: Second-60\r\n");
        Assert.Equal(60, reader.Note);
        Read("LOCK /b", "Timeout: Second-61\r\n");
        Assert.Equal(-1, reader.Note);
        reader.Note = 61;
        reader.ForgetBefore();
        Read("LOCK /b", "Timeout: Second-61\r\n");
        Assert.Equal(-1, reader.Note);

        void Read(string line, string fields)
        {
            byte[] head = Encoding.ASCII.GetBytes($"{line} HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
            Assert.Equal(HeadReader.Complete, reader.Read(head, 0, head.Length));
        }
    }

    private static string Said(RequestReader reader, byte[] buffer)
    {
        int answer = reader.Read(buffer, 3, buffer.Length);
        if (answer != HeadReader.Complete)
        {
            return answer == HeadReader.Refused ? $"refused {reader.Refusal}" : "incomplete";
        }

        IEnumerable<string> fields = Enumerable.Range(0, Field.Count).Where(reader.Has).Select(field => $"{field}:{reader.Start(field)}-{reader.End(field)}");
        return $"{reader.Method} {reader.TargetStart}-{reader.TargetEnd} {reader.HeadEnd} {reader.IsHttp10} {reader.ContentLength} {reader.IsChunked} {reader.KeepAlive} {reader.HasBody} {reader.ExpectsContinue} {reader.IsConditional} {string.Join(' ', fields)}";
    }
}
