using System;
using System.IO;

namespace PeerDevice.Clients;

/// <summary>Programs that go on where they stopped, and one that fetches in pieces.</summary>
internal static class ResumeChecks
{
    private const int Part = 1_234_567;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        string url = peer.Files + Samples.LargeName;
        score.Check($"{peer.Name}: curl -C - goes on where it stopped", () => Resume(peer, "curl.part", (folder, name) => Tool.Run(Bounds.Program, null, folder, "curl", "-sS", "-C", "-", "-o", name, url)));
        score.Check($"{peer.Name}: wget -c goes on where it stopped", () => Resume(peer, Samples.LargeName, (folder, _) => Tool.Run(Bounds.Program, null, folder, "wget", "-nv", "-t", "3", "-T", "20", "-c", url)));
        score.Check($"{peer.Name}: wget -c fetches what it has not", () => Fetch(peer, Samples.LargeName, folder => Tool.Run(Bounds.Program, null, folder, "wget", "-nv", "-t", "3", "-T", "20", "-c", url)));
        score.Check($"{peer.Name}: wget -c leaves a whole file alone", () =>
        {
            string folder = Directory.CreateTempSubdirectory("peerdevice-wget-").FullName;
            try
            {
                File.WriteAllBytes(Path.Combine(folder, Samples.LargeName), Samples.Large);
                Tool.Run(Bounds.Program, null, folder, "wget", "-nv", "-t", "3", "-T", "20", "-c", url).Well();
                Expect.Same(Samples.Large, File.ReadAllBytes(Path.Combine(folder, Samples.LargeName)), "the file");
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        });
        score.Check($"{peer.Name}: aria2c fetches in four pieces at once", () => Fetch(peer, Samples.LargeName, folder => Aria(folder, "-x4", "-s4", "-k1M", url)));
        score.Check($"{peer.Name}: aria2c goes on where it stopped", () => Resume(peer, Samples.LargeName, (folder, _) => Aria(folder, "-c", "-x1", "-s1", url)));
        score.Check($"{peer.Name}: aria2c fetches from four addresses, one connection each", () => Fetch(peer, Samples.LargeName, folder =>
        {
            string[] urls = new string[4];
            for (int i = 0; i < urls.Length; i++)
            {
                urls[i] = url.Replace("127.0.0.1", $"127.0.0.{i + 1}");
            }

            return Aria(folder, ["-x1", "-s4", "-k1M", .. urls]);
        }));
    }

    private static Outcome Aria(string folder, params string[] arguments)
    {
        return Tool.Run(Bounds.Program, null, folder, "aria2c", ["--no-conf", "--file-allocation=none", "--max-tries=5", "--retry-wait=1", "--connect-timeout=10", "--timeout=20", "--async-dns=false", "--disable-ipv6=true", .. arguments]);
    }

    private static void Resume(RunningPeer peer, string name, Func<string, string, Outcome> go)
    {
        Fetch(peer, name, folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, name), Samples.Large[..Part]);
            return go(folder, name);
        });
    }

    private static void Fetch(RunningPeer peer, string name, Func<string, Outcome> go)
    {
        string folder = Directory.CreateTempSubdirectory("peerdevice-fetch-").FullName;
        try
        {
            go(folder).Well();
            Expect.Same(Samples.Large, File.ReadAllBytes(Path.Combine(folder, name)), "the file");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
