using System;
using System.IO;
using System.Text;

namespace PeerDevice.Clients;

/// <summary>What stands on the card or in the share when a peer starts. Seeded, so that every run is the same.</summary>
internal static class Samples
{
    internal const string LargeName = "large.bin";
    internal const string SmallName = "hello.txt";
    internal const string OddName = "Über uns & 100% + #1.txt";

    internal static readonly byte[] Large = Make(1, Bounds.LargeFile);
    internal static readonly byte[] Document = Make(2, Bounds.Document);
    internal static readonly byte[] Small = Encoding.UTF8.GetBytes("Hello from a peer.\n");

    internal static void Fill(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, LargeName), Large);
        File.WriteAllBytes(Path.Combine(folder, SmallName), Small);
        File.WriteAllBytes(Path.Combine(folder, OddName), Small);
        File.WriteAllBytes(Path.Combine(folder, "empty"), []);
        Directory.CreateDirectory(Path.Combine(folder, "docs/deep"));
        File.WriteAllBytes(Path.Combine(folder, "docs/deep/a.txt"), Small);
    }

    internal static byte[] Make(int seed, int octets)
    {
        byte[] made = new byte[octets];
        new Random(seed).NextBytes(made);
        return made;
    }
}
