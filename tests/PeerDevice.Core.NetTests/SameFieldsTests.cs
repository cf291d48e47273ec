using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

/// <summary>A reader that remembers the fields of the request before must read exactly what a new one reads.</summary>
public class SameFieldsTests
{
    private static readonly string[] Lines = ["GET / HTTP/1.1", "PUT /files/a%20longer/name.txt HTTP/1.1", "GET /x HTTP/1.0", "LOCK /files/a HTTP/1.1"];

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
