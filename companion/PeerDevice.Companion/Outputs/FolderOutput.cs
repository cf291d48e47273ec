using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A folder that gets a file per document: <c>job-0001.prn</c>, with the title in the name where there is one.
/// Until the document is complete its name ends with <c>.part</c>; one that was broken off keeps that.
/// </summary>
internal sealed class FolderOutput(string folder) : StreamOutput
{
    private const int TitleLength = 80;
    private const string Unfinished = ".part";

    private string _path = "";
    private int _number;

    public override string Name => "folder " + folder;

    public override bool IsReady => Directory.Exists(folder);

    /// <summary>Where the last finished document lies; empty before the first.</summary>
    public string LastDocument { get; private set; } = "";

    public override bool Begin(string title)
    {
        try
        {
            Directory.CreateDirectory(folder);
            do
            {
                _number++;
                _path = Path.Combine(folder, NameFor(_number, title));
            }
            while (HasNumber(_number));

            Document = new FileStream(_path + Unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    public override int Finish()
    {
        try
        {
            Document!.Flush(flushToDisk: true);
            Document.Dispose();
            File.Move(_path + Unfinished, _path, overwrite: false);
            LastDocument = _path;
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return -1;
        }
    }

    /// <summary>The file name of a document: nothing of the title can lead out of the folder or hide the file.</summary>
    internal static string NameFor(int number, string title)
    {
        StringBuilder name = new();
        name.Append(CultureInfo.InvariantCulture, $"job-{number:D4}");
        string last = title[(title.LastIndexOfAny(['/', '\\']) + 1)..].Trim(' ', '.');
        if (last.Length > 0)
        {
            name.Append('-');
            foreach (char c in last.AsSpan(0, Math.Min(last.Length, TitleLength)))
            {
                name.Append(char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' ? c : '_');
            }
        }

        return name.Append(HasExtension(last) ? "" : ".prn").ToString();
    }

    private static bool HasExtension(string title)
    {
        const int Longest = 4;
        int dot = title.LastIndexOf('.');
        return dot > 0 && dot < title.Length - 1 && title.Length <= TitleLength && title.Length - dot - 1 <= Longest && char.IsAsciiLetter(title[dot + 1]);
    }

    private bool HasNumber(int number)
    {
        // What is there already, from an earlier run or unfinished, keeps its number.
        foreach (string _ in Directory.EnumerateFiles(folder, string.Create(CultureInfo.InvariantCulture, $"job-{number:D4}*")))
        {
            return true;
        }

        return false;
    }
}
