using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Simulation;
using PeerDevice.Wire.Http;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <summary>The engine's HTTP client against servers that know what they do, and against those that do not.</summary>
public sealed class HttpClientTests
{
    private const int HeadOctets = 2048;

    [Theory, InlineData(int.MaxValue), InlineData(1), InlineData(7)]
    public void ContentComesAsItWasFramed(int fragment)
    {
        (string Reply, string Body)[] cases =
        [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo", "hallo"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhal\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", "hallo"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""),
            ("HTTP/1.1 204 No Content\r\n\r\n", ""),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", ""),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok"),
        ];
        foreach ((string reply, string body) in cases)
        {
            ScriptedServer server = new(_ => Raw(reply)) { Fragment = fragment };
            HttpClient client = Client(server);
            for (int i = 0; i < 3; i++)
            {
                client.Start("GET", "/files/a b/ü?");
                Assert.Equal(HttpClient.Ok, client.Ask());
                Assert.Equal(body, Drain(client, out int last));
                Assert.Equal(ByteSource.End, last);
                client.Finish();
            }

            Assert.Equal(1, server.Connections);
            Assert.Equal("GET /files/a%20b/%C3%BC%3F HTTP/1.1", server.Requests[0].Line);
            Assert.Equal("server:8631", server.Requests[0]["Host"]);
        }
    }

    [Fact]
    public void ContentWithoutLengthEndsWithTheConnection()
    {
        ScriptedServer server = new(_ => Raw("HTTP/1.0 200 OK\r\n\r\nhallo") with { EndAfter = 1000 });
        HttpClient client = Client(server);
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Assert.True(client.Response.EndsWithConnection);
        Assert.Equal("hallo", Drain(client, out _));
        client.Finish();
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public void AnAnswerToHeadHasNoContent()
    {
        ScriptedServer server = new(request => Raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (request.Method == "HEAD" ? "" : "hallo")));
        HttpClient client = Client(server);
        client.Start("HEAD", "/");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Assert.Equal(5, client.Response.ContentLength);
        Assert.Equal("", Drain(client, out _));
        client.Finish();
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Assert.Equal("hallo", Drain(client, out _));
        Assert.Equal(1, server.Connections);
    }

    // Little enough to be read, but by a hundred octets a second.
    [Theory, InlineData(true), InlineData(false)]
    public void TheRestOfAnAnswerThatDripsIsNotWaitedFor(bool isHasty)
    {
        ScriptedServer server = new(_ => Raw("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + new string('a', 30000))) { Fragment = 100 };
        HttpClient client = new(server, isHasty ? new HastyClock() : new VirtualClock(), "server", 8631, HeadOctets);
        Assert.Equal(HttpClient.Ok, Ask(client));
        client.Finish();
        Assert.Equal(HttpClient.Ok, Ask(client));
        Assert.Equal(isHasty ? 2 : 1, server.Connections);
    }

    public static TheoryData<string, int> Hostile => new()
    {
        { "", HttpClient.Broken },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", HttpClient.Broken },
        { "SSH-2.0-OpenSSH_9.2p1\r\n\r\n", HttpClient.Malformed },
        { "HTTP/1.1 200 OK\nContent-Length: 5\n\nhallo", HttpClient.Malformed },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhallo", HttpClient.Malformed },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhallo", HttpClient.Malformed },
        { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", HttpClient.Malformed },
        { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", HttpClient.Malformed },
        { "HTTP/1.1 200 OK\r\nX: " + new string('x', HeadOctets) + "\r\n\r\n", HttpClient.Malformed },
        { new string('x', HeadOctets * 2), HttpClient.Malformed },
        { string.Concat(System.Linq.Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 1000)) + "HTTP/1.1 200 OK\r\n\r\n", HttpClient.Malformed },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void AHeadThatIsNoneIsNoAnswer(string reply, int outcome)
    {
        foreach (int fragment in (int[])[int.MaxValue, 1])
        {
            ScriptedServer server = new(_ => Raw(reply) with { EndAfter = reply.Length }) { Fragment = fragment };
            HttpClient client = Client(server);
            client.Start("GET", "/");
            Assert.Equal(outcome, client.Ask());
            Assert.Equal(1, server.Connections);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhallo\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhallo")]
    public void ContentThatBreaksOffIsNeverTakenForWhole(string reply)
    {
        ScriptedServer server = new(_ => Raw(reply) with { EndAfter = reply.Length });
        HttpClient client = Client(server);
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Drain(client, out int last);
        Assert.Equal(ByteSource.Broken, last);
    }

    [Fact]
    public void EveryPrefixOfAnAnswerIsBrokenAndNothingElse()
    {
        const string Whole = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n";
        for (int cut = 0; cut < Whole.Length; cut++)
        {
            HttpClient client = Client(new ScriptedServer(_ => Raw(Whole) with { EndAfter = cut }));
            client.Start("GET", "/");
            int outcome = client.Ask();
            if (outcome == HttpClient.Ok)
            {
                Drain(client, out int last);
                Assert.Equal(ByteSource.Broken, last);
            }
            else
            {
                Assert.Equal(HttpClient.Broken, outcome);
            }
        }
    }

    [Fact]
    public void AnyOctetsAtAllNeitherThrowNorLoop()
    {
        const int Seeds = 3000;
        string[] pieces = ["HTTP/1.1 ", "200 OK\r\n", "100 Continue\r\n\r\n", "Content-Length: ", "5", "\r\n", "\r\n\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "hallo", "\0", "ETag: \"a\"\r\n", "Connection: close\r\n", ":", " ", "F"];
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            StringBuilder reply = new();
            for (int i = random.Next(20); i > 0; i--)
            {
                reply.Append(random.Next(8) == 0 ? ((char)random.Next(256)).ToString() : pieces[random.Next(pieces.Length)]);
            }

            ScriptedServer server = new(_ => Raw(reply.ToString()) with { EndAfter = reply.Length }) { Fragment = 1 + random.Next(9) };
            HttpClient client = Client(server);
            client.Start("GET", "/");
            if (client.Ask() == HttpClient.Ok)
            {
                Drain(client, out _);
                client.Finish();
            }
        }
    }

    [Fact]
    public void AKeptConnectionThatWasClosedMeanwhileIsReplacedOnce()
    {
        ScriptedServer server = new(request => request.OnConnection == 1 ? Text(200, "ok") : Raw("") with { EndAfter = 0 });
        HttpClient client = Client(server);
        for (int i = 0; i < 3; i++)
        {
            client.Start("GET", "/");
            Assert.Equal(HttpClient.Ok, client.Ask());
            Assert.Equal("ok", Drain(client, out _));
            client.Finish();
        }

        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public void AServerThatNeverAnswersIsAskedOnce()
    {
        ScriptedServer server = new(_ => Raw("") with { EndAfter = 0 });
        HttpClient client = Client(server);
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Broken, client.Ask());
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public void SilenceIsToldFromAnEnd()
    {
        HttpClient client = Client(new ScriptedServer(_ => Raw("HTTP/1.1 200") with { IsSilentAfter = true }));
        client.Start("GET", "/");
        Assert.Equal(HttpClient.Silent, client.Ask());
        Assert.Equal(HttpClient.Unreachable, Ask(Client(new ScriptedServer(_ => Text(200, "")) { ConnectionsLeft = 0 })));
    }

    [Fact]
    public void ContentGoesByLengthAndInChunks()
    {
        ScriptedServer server = new(_ => Text(201, ""));
        HttpClient client = Client(server);
        client.Start("PUT", "/a");
        Assert.Equal(HttpClient.Ok, client.Begin(5, expectsContinue: false));
        Assert.True(client.Content.Write("hallo"u8.ToArray(), 0, 5));
        Assert.False(client.Content.Write("more"u8.ToArray(), 0, 4));
        Assert.Equal(HttpClient.Ok, client.Complete());
        client.Finish();
        client.Start("PUT", "/b");
        Assert.Equal(HttpClient.Ok, client.Begin(-1, expectsContinue: false));
        Assert.True(client.Content.Write("hallo"u8.ToArray(), 0, 5));
        Assert.Equal(HttpClient.Ok, client.Complete());
        client.Finish();
        Assert.Equal("hallo", Encoding.UTF8.GetString(server.Requests[0].Body));
        Assert.Equal("5", server.Requests[0]["Content-Length"]);
        Assert.Equal("5\r\nhallo\r\n0\r\n\r\n", Encoding.UTF8.GetString(server.Requests[1].Body));
        Assert.Equal("chunked", server.Requests[1]["Transfer-Encoding"]);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public void ContentThatEndsEarlyIsNotAskedForAnAnswer()
    {
        ScriptedServer server = new(_ => Text(201, ""));
        HttpClient client = Client(server);
        client.Start("PUT", "/a");
        Assert.Equal(HttpClient.Ok, client.Begin(5, expectsContinue: false));
        Assert.True(client.Content.Write("hal"u8.ToArray(), 0, 3));
        Assert.Equal(HttpClient.Broken, client.Complete());
        Assert.Empty(server.Requests);
    }

    [Theory, InlineData("HTTP/1.1 100 Continue\r\n\r\n", false), InlineData("", true)]
    public void ContentIsSentWhenTheServerSaysSoOrSaysNothing(string first, bool isSilent)
    {
        // Silence: a server that knows nothing of 100. The script falls silent once and answers then.
        int asked = 0;
        ScriptedServer server = new(_ => asked++ == 0 ? Raw(first) with { IsSilentAfter = isSilent } : Text(201, ""));
        HttpClient client = Client(server);
        client.Start("PUT", "/a");
        Assert.Equal(HttpClient.Ok, client.Begin(5, expectsContinue: true));
        Assert.False(client.IsAnswered);
        Assert.True(client.Content.Write("hallo"u8.ToArray(), 0, 5));
        if (!isSilent)
        {
            Assert.Equal(HttpClient.Ok, client.Complete());
            Assert.Equal(201, client.Response.Status);
        }
    }

    [Fact]
    public void AnEarlyRefusalSparesTheContent()
    {
        ScriptedServer server = new(_ => Text(413, "too large"));
        HttpClient client = Client(server);
        client.Start("PUT", "/a");
        Assert.Equal(HttpClient.Ok, client.Begin(1L << 40, expectsContinue: true));
        Assert.True(client.IsAnswered);
        Assert.Equal(HttpClient.Ok, client.Complete());
        Assert.Equal(413, client.Response.Status);
        Assert.Equal("too large", Drain(client, out _));
        client.Finish();
        client.Start("GET", "/");
        client.Ask();
        Assert.Equal(2, server.Connections); // the announced content never came, so that connection is over
    }

    [Theory, InlineData("a\r\nX: y"), InlineData("a\nb"), InlineData("a\0b")]
    public void AFieldCannotCarryAnotherRequest(string value)
    {
        ScriptedServer server = new(_ => Text(200, ""));
        HttpClient client = Client(server);
        client.Start("GET", "/");
        client.Field("If-Match: ", value);
        Assert.Equal(HttpClient.TooLong, client.Ask());
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void APathCannotCarryAnotherRequest()
    {
        ScriptedServer server = new(_ => Text(200, ""));
        HttpClient client = Client(server);
        client.Start("GET", "/a b\r\nX: y");
        Assert.Equal(HttpClient.Ok, client.Ask());
        Assert.Equal("GET /a%20b%0D%0AX:%20y HTTP/1.1", server.Requests[0].Line);
        client.Start("GET", new string('x', HeadOctets));
        Assert.Equal(HttpClient.TooLong, client.Ask());
    }

    [Fact]
    public void WhoClosesItFromAnotherThreadAtWhateverMomentIsAnsweredAndNothingIsThrown()
    {
        const int Most = 12;
        int moments = 0;
        for (int at = 1; at <= Most; at++)
        {
            HttpClient? asking = null;
            ClosedLink link = new(() => asking!.Close(), at);
            asking = new HttpClient(new MemoryNetwork(new VirtualClock()) { Elsewhere = (_, _) => link }, new VirtualClock(), "server", 8631, HeadOctets);
            asking.Start("GET", "/");
            int asked = asking.Ask();
            Assert.True(asked is HttpClient.Ok or HttpClient.Broken, $"moment {at}: {asked}");
            asking.Finish();
            moments = Math.Max(moments, link.Moments);

            HttpClient? sending = null;
            link = new ClosedLink(() => sending!.Close(), at);
            sending = new HttpClient(new MemoryNetwork(new VirtualClock()) { Elsewhere = (_, _) => link }, new VirtualClock(), "server", 8631, HeadOctets);
            sending.Start("POST", "/");
            int begun = sending.Begin(-1, false);
            bool isWritten = begun == HttpClient.Ok && sending.Content.Write(new byte[9], 0, 9);
            int ended = begun == HttpClient.Ok ? sending.Complete() : begun;
            Assert.True(ended == HttpClient.Broken || (ended == HttpClient.Ok && isWritten), $"moment {at}: {ended}");
            sending.Finish();
            moments = Math.Max(moments, link.Moments);
        }

        Assert.True(moments is >= 4 and < Most, $"{moments} moments");
    }

    private static HttpClient Client(ScriptedServer server) => new(server, new VirtualClock(), "server", 8631, HeadOctets);

    private static int Ask(HttpClient client)
    {
        client.Start("GET", "/");
        return client.Ask();
    }

    private static string Drain(HttpClient client, out int last)
    {
        List<byte> all = [];
        byte[] buffer = new byte[64];
        while ((last = client.Body.Read(buffer, 0, buffer.Length)) > 0)
        {
            all.AddRange(buffer.AsSpan(0, last));
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>A connection to a server that answers, which somebody closes just when what is sent or read has gone through.</summary>
    private sealed class ClosedLink(Action close, int at) : Link
    {
        private readonly byte[] _answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo");
        private int _sent;

        /// <summary>How many moments there were.</summary>
        public int Moments { get; private set; }

        public override ByteSource Source => new Front(this);

        public override ByteSink Sink => new Back(this);

        public override bool IsOnLink => true;

        public override string LocalAddress => "";

        public override string RemoteAddress => "";

        public override void SetReadPatience(int milliseconds)
        {
        }

        public override void FinishSending()
        {
        }

        public override void Close()
        {
        }

        private void Pass()
        {
            Moments++;
            if (Moments == at)
            {
                close();
            }
        }

        private sealed class Front(ClosedLink link) : ByteSource
        {
            public override int Read(byte[] buffer, int offset, int count)
            {
                int some = Math.Min(Math.Min(count, 30), link._answer.Length - link._sent);
                Array.Copy(link._answer, link._sent, buffer, offset, some);
                link._sent += some;
                link.Pass();
                return some;
            }
        }

        private sealed class Back(ClosedLink link) : ByteSink
        {
            public override bool Write(byte[] buffer, int offset, int count)
            {
                link.Pass();
                return true;
            }
        }
    }
}
