using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

/// <summary>A reader that remembers the fields of the request before must read exactly what a new one reads.</summary>
public class SameFieldsTests
{
    private static readonly string[] Lines = ["GET / HTTP/1.1", "PUT /files/a%20longer/name.txt HTTP/1.1", "GET /x HTTP/1.0"];

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

    private static string Said(RequestReader reader, byte[] buffer)
    {
        int answer = reader.Read(buffer, 3, buffer.Length);
        if (answer != HeadReader.Complete)
        {
            return answer == HeadReader.Refused ? $"refused {reader.Refusal}" : "incomplete";
        }

        IEnumerable<string> fields = Enumerable.Range(0, Field.Count).Where(reader.Has).Select(field => $"{field}:{reader.Start(field)}-{reader.End(field)}");
        return $"{reader.Method} {reader.TargetStart}-{reader.TargetEnd} {reader.HeadEnd} {reader.IsHttp10} {reader.ContentLength} {reader.IsChunked} {reader.KeepAlive} {reader.HasBody} {reader.ExpectsContinue} {string.Join(' ', fields)}";
    }
}
