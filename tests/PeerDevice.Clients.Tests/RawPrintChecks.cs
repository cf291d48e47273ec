using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PeerDevice.Clients;

/// <summary>Raw print data by nc: what arrives at the output device is what was sent, octet for octet.</summary>
internal static class RawPrintChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: has raw intake", () => Expect.True(peer.RawPort > 0, "the ready line names no raw port"));
        score.Check($"{peer.Name}: nc prints, and what arrives is identical", () =>
        {
            int before = peer.OnPaper().Length;
            Print(peer, Samples.Document);
            Expect.Same(Samples.Document, OnPaper(peer, before, Samples.Document.Length), "what the output device was given");
        });
        score.Check($"{peer.Name}: nc prints a single octet", () =>
        {
            int before = peer.OnPaper().Length;
            Print(peer, [0]);
            Expect.Same([0], OnPaper(peer, before, 1), "what the output device was given");
        });
        score.Check($"{peer.Name}: two documents at once do not mix", () => Together(peer));
        score.Check($"{peer.Name}: a connection without data prints nothing", () =>
        {
            int before = peer.OnPaper().Length;
            Print(peer, []);
            Expect.Equal(before, peer.OnPaper().Length, "octets on paper");
        });
        score.Check($"{peer.Name}: files are served while a document waits for its end", () => Held(peer));
    }

    // The peer closes only when the device has taken the last octet, and with that nc ends.
    private static void Print(RunningPeer peer, byte[] document)
    {
        Tool.Run(Bounds.Program, document, null, "nc", "-N", "-w", "50", peer.Address, peer.RawPort.ToString()).Well();
    }

    // Where jobs are stored a connection ends when its document is safe, and it is printed in its turn.
    internal static byte[] OnPaper(RunningPeer peer, int before, int octets)
    {
        long start = Stopwatch.GetTimestamp();
        while (peer.OnPaper().Length < before + octets && Stopwatch.GetElapsedTime(start) < Bounds.Settled)
        {
            Thread.Sleep(Bounds.Look);
        }

        return peer.OnPaper(before);
    }

    private static void Together(RunningPeer peer)
    {
        int before = peer.OnPaper().Length;
        byte[] one = Enumerable.Repeat((byte)'1', Bounds.Document).ToArray();
        byte[] two = Enumerable.Repeat((byte)'2', Bounds.Document).ToArray();
        Task first = Task.Run(() => Print(peer, one));
        Task second = Task.Run(() => Print(peer, two));
        try
        {
            Task.WaitAll(first, second);
        }
        catch (AggregateException failure)
        {
            throw failure.InnerException!;
        }

        byte[] paper = OnPaper(peer, before, 2 * Bounds.Document);
        byte[] expected = paper.Length > 0 && paper[0] == '1' ? [.. one, .. two] : [.. two, .. one];
        Expect.Same(expected, paper, "what the output device was given");
    }

    private static void Held(RunningPeer peer)
    {
        int before = peer.OnPaper().Length;
        using Process nc = Tool.Start("nc", ["-N", "-w", "50", peer.Address, peer.RawPort.ToString()], null);
        try
        {
            nc.StandardInput.BaseStream.Write(Samples.Document, 0, 1000);
            nc.StandardInput.BaseStream.Flush();
            Answer.Curl(peer.Files + Samples.LargeName).With(200).Of(Samples.Large);
            nc.StandardInput.BaseStream.Write(Samples.Document, 1000, 1000);
            nc.StandardInput.Close();
            Expect.True(nc.WaitForExit(Bounds.Program), "nc did not end");
        }
        finally
        {
            if (!nc.HasExited)
            {
                nc.Kill();
                nc.WaitForExit();
            }
        }

        Expect.Same(Samples.Document.AsSpan(0, 2000), OnPaper(peer, before, 2000), "what the output device was given");
    }
}
