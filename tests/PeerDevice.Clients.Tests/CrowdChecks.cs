using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>64 connections at once: every answer is right or an honest 503, and the next single request is served.</summary>
internal static class CrowdChecks
{
    // A board of one session closes a connection that has said nothing for half a second while others wait, and owes it no answer. A machine may be so busy that one that asks "at once" is such a one; a clock's tick less.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(490);

    internal static void Run(Scorecard score)
    {
        Of(score, "board of 16 sockets", () => RunningPeer.Board(16, Samples.Fill));
        Of(score, "board of 4 sockets", () => RunningPeer.Board(4, Samples.Fill));
        Of(score, "companion", () => RunningPeer.Companion(Samples.Fill));
    }

    private static void Of(Scorecard score, string kind, Func<RunningPeer> start)
    {
        RunningPeer? started = null;
        score.Check($"crowd: {kind} starts", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        score.Check($"crowd: {kind} answers {Bounds.Crowd} connections that ask at the same moment", () => AtOnce(peer));
        score.Check($"crowd: {kind} serves the next single request", () => Next(peer));
        score.Check($"crowd: {kind} answers {Bounds.Crowd} curls", () => Curls(peer));
        score.Check($"crowd: {kind} serves the next single request after the curls", () => Next(peer));
        score.Check($"crowd: {kind} answers while {Bounds.Crowd} silent connections stand", () => Silent(peer));
        score.Check($"crowd: {kind} serves the next single request after the silent ones", () => Next(peer));
        score.Check($"crowd: {kind} ends cleanly on SIGTERM", peer.Terminate);
    }

    private static void Next(RunningPeer peer)
    {
        Answer.Curl(peer.Files + Samples.LargeName).With(200).Of(Samples.Large);
    }

    // All connect first, then all ask; then all answers are read.
    private static void AtOnce(RunningPeer peer)
    {
        Socket[] crowd = new Socket[Bounds.Crowd];
        int[] statuses = new int[crowd.Length];
        string?[] problems = new string?[crowd.Length];
        byte[] request = Encoding.ASCII.GetBytes($"GET /files/{Samples.SmallName} HTTP/1.1\r\nHost: {peer.Address}:{peer.HttpPort}\r\nConnection: close\r\n\r\n");
        Thread[] threads = new Thread[crowd.Length];
        using Barrier barrier = new(crowd.Length);
        try
        {
            for (int i = 0; i < crowd.Length; i++)
            {
                int number = i;
                crowd[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Bounds.Crowded.TotalMilliseconds, SendTimeout = (int)Bounds.Crowded.TotalMilliseconds };
                threads[i] = new Thread(() => problems[number] = Ask(crowd[number], peer, request, barrier, out statuses[number]));
                threads[i].Start();
            }
        }
        finally
        {
            foreach (Thread thread in threads)
            {
                thread?.Join();
            }

            foreach (Socket socket in crowd)
            {
                socket?.Dispose();
            }
        }

        string? problem = problems.FirstOrDefault(p => p is not null);
        Expect.True(problem is null, $"{problems.Count(p => p is not null)} of {crowd.Length} went wrong, the first: {problem}");
        Expect.True(statuses.Contains(200), "nobody was served");
        Console.WriteLine($"      {statuses.Count(s => s == 200)} were served, {statuses.Count(s => s == 503)} got 503, {statuses.Count(s => s == 0)} were silent for too long");
    }

    private static string? Ask(Socket socket, RunningPeer peer, byte[] request, Barrier barrier, out int status)
    {
        status = 0;
        Stopwatch silent = Stopwatch.StartNew();
        try
        {
            try
            {
                socket.Connect(peer.Address, peer.HttpPort);
            }
            finally
            {
                barrier.SignalAndWait(Bounds.Crowded);
            }

            try
            {
                socket.Send(request);
            }
            catch (SocketException)
            {
                // It may have been answered and closed already: the answer stands.
            }

            silent.Stop();
            MemoryStream answer = new();
            byte[] block = new byte[8192];
            for (int got; (got = socket.Receive(block)) > 0;)
            {
                answer.Write(block, 0, got);
            }

            return answer.Length == 0 && silent.Elapsed >= Silence ? null : Judge(Encoding.Latin1.GetString(answer.ToArray()), out status);
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode == SocketError.ConnectionReset && silent.Elapsed >= Silence ? null : $"{problem.SocketErrorCode}";
        }
    }

    private static string? Judge(string answer, out int status)
    {
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        status = end < 12 ? 0 : int.TryParse(answer.AsSpan(9, 3), out int read) ? read : 0;
        if (status == 200)
        {
            return answer[(end + 4)..] == Encoding.Latin1.GetString(Samples.Small) ? null : "200 with another content: " + Expect.Short(answer);
        }

        if (status != 503)
        {
            return "neither 200 nor 503: " + Expect.Short(answer);
        }

        return answer.Contains("\r\nRetry-After: ", StringComparison.OrdinalIgnoreCase) ? null : "503 without Retry-After";
    }

    private static void Curls(RunningPeer peer)
    {
        Process[] curls = new Process[Bounds.Crowd];
        int served = 0;
        int refused = 0;
        try
        {
            for (int i = 0; i < curls.Length; i++)
            {
                curls[i] = Tool.Start("curl", ["-sS", "--max-time", "90", "-w", "\n%{http_code}", peer.Files + Samples.SmallName], null);
            }

            string right = Encoding.UTF8.GetString(Samples.Small) + "\n200";
            foreach (Process curl in curls)
            {
                string said = curl.StandardOutput.ReadToEnd();
                string errors = curl.StandardError.ReadToEnd();
                Expect.True(curl.WaitForExit(Bounds.Crowded) && curl.ExitCode == 0, $"a curl failed: {errors}");
                served += said == right ? 1 : 0;
                refused += said.EndsWith("\n503", StringComparison.Ordinal) ? 1 : 0;
                Expect.True(said == right || said.EndsWith("\n503", StringComparison.Ordinal), $"an answer is {Expect.Short(said)}");
            }
        }
        finally
        {
            foreach (Process? curl in curls)
            {
                if (curl is { HasExited: false })
                {
                    curl.Kill();
                    curl.WaitForExit();
                }

                curl?.Dispose();
            }
        }

        Expect.True(served > 0, "nobody was served");
        Console.WriteLine($"      {served} were served, {refused} got 503");
    }

    // Connections that say nothing hold no session against one that does, or are told so.
    private static void Silent(RunningPeer peer)
    {
        Socket[] crowd = new Socket[Bounds.Crowd];
        try
        {
            for (int i = 0; i < crowd.Length; i++)
            {
                crowd[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                crowd[i].Connect(peer.Address, peer.HttpPort);
            }

            Answer answer = Answer.Curl(peer.Files + Samples.SmallName);
            Expect.True(answer.Status is 200 or 503, $"the status is {answer.Status}");
            Expect.True(answer.Status == 200 || answer.Field("Retry-After") is not null, "503 without Retry-After");
        }
        finally
        {
            foreach (Socket socket in crowd)
            {
                socket?.Dispose();
            }
        }
    }
}
