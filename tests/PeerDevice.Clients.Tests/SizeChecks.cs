using System;
using System.IO;
using System.Text;

namespace PeerDevice.Clients;

/// <summary>Real sizes: a file beyond what 32 bits can count, the largest that FAT can hold, a collection of ten thousand members.</summary>
internal static class SizeChecks
{
    private const long FatMost = (4L << 30) - 1;
    private const int Members = 10_000;

    internal static void RunOnPc(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: a file of more than 4 GiB is stored, and each part of it is where it was", () => BeyondFourGiB(peer));
        score.Check($"{peer.Name}: a collection of {Members} members is listed whole", () => Many(peer));
    }

    internal static void RunOnBoard(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: the largest file that FAT holds is served from its first octet to its last", () => LargestOnFat(peer));
        score.Check($"{peer.Name}: one octet more is refused before it is sent", () => TooLargeForFat(peer));
    }

    private static void BeyondFourGiB(RunningPeer peer)
    {
        string from = Path.Combine(peer.Top, "beyond.bin");
        long length = (4L << 30) + Bounds.LargeFile;
        Sparse(from, length, 0, (1L << 31) - 6, (1L << 32) - 6, length - 12);
        Tool.Run(Bounds.Large, null, null, "curl", "-sSf", "-T", from, peer.Files + "beyond.bin").Well();
        Expect.Equal(length, new FileInfo(Path.Combine(peer.Folder, "beyond.bin")).Length, "the length on the medium");
        Expect.Equal(length.ToString(), Answer.Curl("-I", peer.Files + "beyond.bin").With(200).Field("Content-Length"), "Content-Length");
        foreach (long at in new[] { 0, (1L << 31) - 6, (1L << 32) - 6, length - 12 })
        {
            Answer part = Answer.Curl("-r", $"{at}-{at + 11}", peer.Files + "beyond.bin").With(206).Of(Marker(at));
            Expect.Equal($"bytes {at}-{at + 11}/{length}", part.Field("Content-Range"), "Content-Range");
        }

        Answer.Curl("-r", $"{length}-", peer.Files + "beyond.bin").With(416);
        Answer.Curl("-X", "DELETE", peer.Files + "beyond.bin").With(204);
        File.Delete(from);
    }

    private static void Many(RunningPeer peer)
    {
        string folder = Path.Combine(peer.Folder, "many");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Members; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"member {i} & ü.txt"), i.ToString());
        }

        Answer answer = Answer.Curl("-X", "PROPFIND", "-H", "Depth: 1", peer.Files + "many/").With(207);
        string count = Tool.Run(Bounds.Program, answer.Content, null, "xmllint", "--nonet", "--huge", "--xpath", "count(//*[local-name()='getetag'])", "-").Well().Text.Trim();
        Expect.Equal(Members.ToString(), count, "the number of members with a tag");
        Expect.Contains($"member%20{Members - 1}%20%26%20%C3%BC.txt", Encoding.UTF8.GetString(answer.Content), "the listing");
        Directory.Delete(folder, true);
    }

    private static void LargestOnFat(RunningPeer peer)
    {
        string path = Path.Combine(peer.Folder, "most.bin");
        Sparse(path, FatMost, 0, (1L << 31) - 6, FatMost - 12);
        Expect.Equal(FatMost.ToString(), Answer.Curl("-I", peer.Files + "most.bin").With(200).Field("Content-Length"), "Content-Length");
        foreach (long at in new[] { 0, (1L << 31) - 6, FatMost - 12 })
        {
            Answer.Curl("-r", $"{at}-{at + 11}", peer.Files + "most.bin").With(206).Of(Marker(at));
        }

        Answer.Curl("-r", "-12", peer.Files + "most.bin").With(206).Of(Marker(FatMost - 12));
        Answer.Curl("-X", "DELETE", peer.Files + "most.bin").With(204);
    }

    private static void TooLargeForFat(RunningPeer peer)
    {
        string from = Path.Combine(peer.Top, "most.bin");
        Sparse(from, FatMost + 1);
        Outcome outcome = Tool.Run("curl", "-sS", "-v", "-o", "/dev/null", "--expect100-timeout", "20", "-H", "Expect: 100-continue", "-T", from, peer.Files + "over.bin");
        Expect.Contains("< HTTP/1.1 413", outcome.Errors, "curl's report");
        Expect.True(!outcome.Errors.Contains("< HTTP/1.1 100", StringComparison.Ordinal), "it was told to go on");
        Answer.Curl(peer.Files + "over.bin").With(404);
        File.Delete(from);
    }

    // A file of holes, with a marker at some places: nobody has to write four gigabytes to send them.
    private static void Sparse(string path, long length, params long[] markers)
    {
        using FileStream file = File.Create(path);
        file.SetLength(length);
        foreach (long at in markers)
        {
            file.Position = at;
            file.Write(Marker(at));
        }
    }

    private static byte[] Marker(long at)
    {
        return Encoding.ASCII.GetBytes(at.ToString("X12"));
    }
}
