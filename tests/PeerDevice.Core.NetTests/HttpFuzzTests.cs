using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

/// <summary>
/// Vectors bent at random, and octets at random. A failure prints the seed of its round; PEER_FUZZ_SEED runs that round alone,
/// PEER_FUZZ_COUNT another number of rounds.
/// </summary>
public class HttpFuzzTests
{
    private const int Seed = 20251122;
    private const int Rounds = 20000;
    private const string Bits = "\r\n\r\n|\r\n|\n|\r|: |:| |\t|\0|,|\"|%|%00|%2e|%2F|..|//|/|?|#|*|W/|-|=|;|0|9|f|fffffffffffffffff|9223372036854775807|" +
        "Content-Length: 5\r\n|Transfer-Encoding: chunked\r\n|Host: x\r\n|HTTP/1.1|HTTP/1.0|HTTP/2.0|bytes=|chunked|\xC3\xBC|\xC0\xAF|\xFF";

    [Fact]
    public void NoHeadMakesAReaderThrowOrAnswerOtherwiseWhenWrittenAgain()
    {
        Run(OneHead);
    }

    [Fact]
    public void NoTargetLeadsOutOfTheShare()
    {
        Run(OneTarget);
    }

    [Fact]
    public void NoFieldValueMakesACodecThrow()
    {
        Run(OneValue);
    }

    [Fact]
    public void NoContentMakesTheChunkedSourceThrowOrLoop()
    {
        Run(OneContent);
    }

    private static void Run(Action<Random> round)
    {
        FuzzRounds.Run(Seed, Rounds, round);
    }

    private static readonly List<byte[]> AllMessages = Messages();

    private static List<byte[]> Messages()
    {
        var all = new List<byte[]>();
        foreach (string kind in new[] { "valid", "incomplete", "invalid" })
        {
            foreach (string name in Vectors.Names(kind))
            {
                all.Add(Vectors.Read(kind, name));
            }
        }

        return all;
    }

    private static byte[] Bend(Random random, byte[] octets)
    {
        var bent = new List<byte>(octets);
        string[] bits = Bits.Split('|');
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            int at = random.Next(bent.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    bent.InsertRange(at, Ascii.Octets(bits[random.Next(bits.Length)]));
                    break;
                case 1 when at < bent.Count:
                    bent[at] = (byte)random.Next(256);
                    break;
                case 2 when at < bent.Count:
                    bent.RemoveRange(at, Math.Min(random.Next(1, 20), bent.Count - at));
                    break;
                case 3 when at < bent.Count:
                    int to = random.Next(bent.Count + 1);
                    bent.InsertRange(to, bent.GetRange(at, Math.Min(random.Next(1, 60), bent.Count - at)));
                    break;
                case 4 when at < bent.Count:
                    bent[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    break;
            }
        }

        return bent.ToArray();
    }

    private static byte[] Noise(Random random, int longest)
    {
        byte[] noise = new byte[random.Next(longest)];
        random.NextBytes(noise);
        return noise;
    }

    private static void OneHead(Random random)
    {
        byte[] octets = random.Next(20) == 0 ? Noise(random, 300) : Bend(random, AllMessages[random.Next(AllMessages.Count)]);
        var request = new RequestReader();
        int answer = request.Read(octets, 0, octets.Length);
        CheckAnswer(answer, request, octets);
        CheckPrefix(random, answer, octets, (b, n) => new RequestReader().Read(b, 0, n), request.HeadEnd);
        if (answer == HeadReader.Complete)
        {
            CheckHead(octets, request);
            byte[] again = HeadForm.Write(request, octets);
            var second = new RequestReader();
            Assert.Equal(HeadReader.Complete, second.Read(again, 0, again.Length));
            Assert.Equal(HeadForm.Describe(request, octets), HeadForm.Describe(second, again));
        }

        var response = new ResponseReader();
        answer = response.Read(octets, 0, octets.Length);
        CheckAnswer(answer, response, octets);
        if (answer == HeadReader.Complete)
        {
            CheckHead(octets, response);
            byte[] again = HeadForm.Write(response, octets);
            var second = new ResponseReader();
            Assert.Equal(HeadReader.Complete, second.Read(again, 0, again.Length));
            Assert.Equal(HeadForm.Describe(response, octets), HeadForm.Describe(second, again));
        }
    }

    private static void CheckAnswer(int answer, HeadReader r, byte[] octets)
    {
        Assert.InRange(answer, HeadReader.Refused, HeadReader.Complete);
        Assert.Equal(answer == HeadReader.Refused, r.Refusal != 0);
        if (answer == HeadReader.Complete)
        {
            Assert.InRange(r.HeadEnd, 4, octets.Length);
        }
    }

    // What was complete is incomplete before its end and never refused there; what was refused is never complete before.
    private static void CheckPrefix(Random random, int answer, byte[] octets, Func<byte[], int, int> read, int headEnd)
    {
        int limit = answer == HeadReader.Complete ? headEnd : octets.Length;
        if (limit == 0)
        {
            return;
        }

        int shorter = read(octets, random.Next(limit));
        Assert.True(answer == HeadReader.Refused ? shorter != HeadReader.Complete : shorter == HeadReader.Incomplete);
    }

    // A second opinion, slow and by other means, on what a head that was taken must look like.
    private static void CheckHead(byte[] octets, HeadReader r)
    {
        string head = Encoding.Latin1.GetString(octets, 0, r.HeadEnd);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', head);
        string lines = head.Replace("\r\n", "", StringComparison.Ordinal);
        Assert.DoesNotContain('\r', lines);
        Assert.DoesNotContain('\n', lines);
        int lengths = 0;
        int codings = 0;
        string[] all = head.TrimStart('\r', '\n').Split("\r\n");
        for (int i = 1; i < all.Length - 2; i++)
        {
            int colon = all[i].IndexOf(':', StringComparison.Ordinal);
            Assert.True(colon > 0);
            string name = all[i].Substring(0, colon);
            Assert.DoesNotContain(' ', name);
            Assert.DoesNotContain('\t', name);
            lengths += name.Equals("content-length", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            codings += name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        Assert.True(lengths + codings <= 1);
        Assert.Equal(lengths == 1, r.ContentLength >= 0);
        Assert.Equal(codings == 1, r.IsChunked);
    }

    private static void OneTarget(Random random)
    {
        string[] starts = { "/", "/files/", "http://board.local/", "/files/a/b/../c", "/%2e%2e/", "/files/C:/", "/files/Gr%C3%BC%C3%9Fe%20x" };
        byte[] octets = random.Next(10) == 0 ? Noise(random, 60) : Bend(random, Ascii.Octets(starts[random.Next(starts.Length)]));
        bool fat = random.Next(2) == 0;
        int status = RequestTarget.Path(octets, 0, octets.Length, fat, out string path, out _);
        Assert.Contains(status, new[] { 0, 400, 403, 414 });
        if (status != 0 || path.Length == 0)
        {
            Assert.Equal("", path);
            return;
        }

        Assert.Equal(-1, path.IndexOfAny(new[] { '\\', '\0', '\r', '\n', '\uFFFD' }));
        foreach (string name in path.Split('/'))
        {
            Assert.False(name is "" or "." or "..");
        }

        // Written as a target and read again, it is the same path.
        var w = new ByteWriter(new byte[8192]);
        w.Octet((byte)'/');
        PercentCoding.WritePath(w, path);
        Assert.Equal(0, RequestTarget.Path(w.Buffer, 0, w.Position, fat, out string again, out _));
        Assert.Equal(path, again);
    }

    private static void OneValue(Random random)
    {
        string[] values = { "bytes=0-4,-5,9-", "\"a\", W/\"b\"", "*", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" };
        byte[] b = random.Next(10) == 0 ? Noise(random, 60) : Bend(random, Ascii.Octets(values[random.Next(values.Length)]));
        long length = random.Next(3) == 0 ? 0 : random.NextInt64(long.MaxValue >> random.Next(63));
        var ranges = new RangeReader();
        int answer = ranges.Read(b, 0, b.Length, length);
        Assert.Equal(answer == RangeReader.Satisfiable, ranges.Count > 0);
        long total = 0;
        for (int i = 0; i < ranges.Count; i++)
        {
            Assert.InRange(ranges.First(i), 0, ranges.Last(i));
            Assert.InRange(ranges.Last(i), 0, length - 1);
            total += ranges.Last(i) - ranges.First(i) + 1;
        }

        Assert.InRange(total, 0, length);

        Assert.InRange(EntityTags.Contains(b, 0, b.Length, new[] { (byte)'b' }, 1, true), EntityTags.Malformed, EntityTags.Any);

        long moment = HttpDate.Read(b, 0, b.Length);
        Assert.True(moment >= -1);
        if (moment >= 0)
        {
            var w = new ByteWriter(new byte[HttpDate.Length]);
            HttpDate.Write(w, moment);
            Assert.Equal(moment, HttpDate.Read(w.Buffer, 0, w.Position));
        }

        MediaType.Of(Encoding.Latin1.GetString(b));
    }

    private static void OneContent(Random random)
    {
        const string Whole = "5;name=value\r\nhello\r\n0006\r\n world\r\n0\r\nTrailer: x\r\n\r\n";
        byte[] octets = random.Next(10) == 0 ? Noise(random, 100) : Bend(random, Ascii.Octets(Whole));
        var source = new BufferedSource(new byte[256]);
        source.Attach(new ScriptedSource(octets, random.Next(1, 40), ByteSource.End, random.Next(2) == 0));
        var chunks = new ChunkedSource();
        chunks.Attach(source);
        byte[] block = new byte[random.Next(1, 30)];
        for (int reads = 0; reads <= (octets.Length * 4) + 8; reads++)
        {
            int got = chunks.Read(block, 0, block.Length);
            Assert.True(got <= block.Length && got >= ByteSource.Broken);
            if (got == ByteSource.End || got == ByteSource.Broken)
            {
                Assert.Equal(got == ByteSource.End, chunks.Finished);
                return;
            }
        }

        Assert.Fail("The source never ends.");
    }
}
