using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The virtual board as people start it: a process with a command line, an address to type, and an end.</summary>
public sealed class RunningBoardTests
{
    // A board of one session closes a connection that has said nothing for half a second while others wait, and owes it no answer. A machine may be so busy that one that asks "at once" is such a one; a clock's tick less.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(490);

    private const int SilentForTooLong = 0;

    [Fact]
    public async Task OneLineSaysWhereItServesAndATerminationEndsItWithExitCodeZero()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 5000);
        using RunningBoard board = new RunningBoard("--sd", card.Folder, "--http", "0");
        Assert.Matches("^ready http://127\\.0\\.0\\.1:[0-9]+/$", board.Ready);
        using HttpClient client = new HttpClient();
        Assert.Equal(CardInSlot.Octets(5000), await client.GetByteArrayAsync(board.Http + "files/a", TestContext.Current.CancellationToken));
        Assert.Equal(0, board.Terminate());
        Assert.Equal("", board.RestOfOutput);
    }

    [Fact]
    public void ABadCommandLineEndsWithExitCodeTwoAndOneSentence()
    {
        using RunningBoard board = new RunningBoard("--nonsense", "1");
        Assert.Equal("", board.Ready);
        Assert.Equal(2, board.ExitCode());
        Assert.Single(board.Errors.Trim().Split('\n'));
    }

    [Fact]
    public void APortThatIsTakenIsSaidInOneSentence()
    {
        using CardInSlot card = new CardInSlot();
        using TcpListenerForTest taken = new TcpListenerForTest();
        using RunningBoard board = new RunningBoard("--sd", card.Folder, "--http", taken.Port.ToString());
        Assert.Equal("", board.Ready);
        Assert.Equal(1, board.ExitCode());
        Assert.Contains("--http", board.Errors);
    }

    [Theory]
    [InlineData("--printer", "file:")]
    [InlineData("--usb-printer", "")]
    public async Task RawDataGoesThroughTheSerialPortOrTheUsbSocketIntoAFileOfItsOwn(string option, string kind)
    {
        using CardInSlot card = new CardInSlot();
        string tray = card.OnPc("tray/");
        using RunningBoard board = new RunningBoard("--sd", card.Folder, "--http", "0", "--raw", "0", option, kind + tray);
        Assert.Matches("^ready http://127\\.0\\.0\\.1:[0-9]+/ raw 127\\.0\\.0\\.1:[0-9]+$", board.Ready);
        for (int job = 1; job <= 2; job++)
        {
            byte[] document = CardInSlot.Octets(100000 * job);
            using TcpClient client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", board.RawPort, TestContext.Current.CancellationToken);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(document, TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);

            // It closes when the device has taken the last octet; or, while a USB printer is not known yet, when the document is safe on the card.
            Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
            string printed = Path.Combine(tray, "job-000" + job + ".prn");
            for (int look = 0; look < 600 && option == "--usb-printer" && !(File.Exists(printed) && new FileInfo(printed).Length == document.Length); look++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.Equal(document, File.ReadAllBytes(printed));
        }
    }

    [Theory]
    [InlineData("4")]
    [InlineData("16")]
    public async Task Of64ConnectionsAtOnceEachIsAnsweredRightlyOrAnHonest503AndTheNextOneIsServed(string sockets)
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 20000);
        using RunningBoard board = new RunningBoard("--sd", card.Folder, "--http", "0", "--sockets", sockets);
        List<Task<int>> all = new List<Task<int>>();
        for (int i = 0; i < 64; i++)
        {
            all.Add(Ask(board, CardInSlot.Octets(20000)));
        }

        int served = 0;
        foreach (int status in await Task.WhenAll(all))
        {
            Assert.True(status is 200 or 503 or SilentForTooLong, status.ToString());
            served += status == 200 ? 1 : 0;
        }

        Assert.True(served > 0);
        Assert.Equal(200, await AskUntilServed(board));
    }

    private static async Task<int> AskUntilServed(RunningBoard board)
    {
        // The last of the 64 may still be leaving; a single client that is told to come again does so.
        int status = 503;
        for (int attempt = 0; attempt < 50 && status is 503 or SilentForTooLong; attempt++)
        {
            status = await Ask(board, CardInSlot.Octets(20000));
            await Task.Delay(status == 200 ? 0 : 100);
        }

        return status;
    }

    /// <summary>One request on a connection of its own.</summary>
    /// <returns>The status; -1 when a 200 was not whole, or a 503 did not say when to come again; <see cref="SilentForTooLong"/> when it had no answer, and had asked too late for one.</returns>
    private static async Task<int> Ask(RunningBoard board, byte[] expected)
    {
        using TcpClient client = new TcpClient();
        using MemoryStream answer = new MemoryStream();
        Stopwatch silent = Stopwatch.StartNew();
        try
        {
            await client.ConnectAsync("127.0.0.1", board.HttpPort);
            try
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /files/a HTTP/1.1\r\nHost: 127.0.0.1:" + board.HttpPort + "\r\nConnection: close\r\n\r\n"));
            }
            finally
            {
                silent.Stop();
            }

            await client.GetStream().CopyToAsync(answer);
        }
        catch (Exception problem) when (silent.Elapsed >= Silence && problem is IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } })
        {
            return SilentForTooLong;
        }

        byte[] octets = answer.ToArray();
        if (octets.Length == 0 && silent.Elapsed >= Silence)
        {
            return SilentForTooLong;
        }

        string text = Encoding.Latin1.GetString(octets);
        if (text.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal))
        {
            return text.Contains("\r\nRetry-After: ", StringComparison.Ordinal) ? 503 : -1;
        }

        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        bool isRight = text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && octets.AsSpan(end).SequenceEqual(expected);
        return isRight ? 200 : -1;
    }

    private sealed class TcpListenerForTest : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);

        internal TcpListenerForTest()
        {
            _listener.Start();
        }

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose()
        {
            _listener.Stop();
        }
    }
}
