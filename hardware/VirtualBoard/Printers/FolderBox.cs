using System;
using System.IO;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>
/// Makes a file of each document: job-0001.prn, job-0002.prn, … A document that is still coming, or was given up, has ".part"
/// at its end, so that whoever finds a job finds all of it. What comes between documents, as the questions for a printer's state do, makes no paper and is not kept.
/// </summary>
internal sealed class FolderBox : Box
{
    private const string Part = ".part";

    private readonly string _folder;
    private System.IO.FileStream? _file;
    private string _path = "";

    internal FolderBox(string folder)
    {
        _folder = folder;
    }

    internal override string Name => "the folder " + _folder;

    internal override bool BeginDocument()
    {
        try
        {
            System.IO.Directory.CreateDirectory(_folder);
            _file?.Dispose();
            for (int number = 1; ; number++)
            {
                _path = Path.Combine(_folder, "job-" + number.ToString("D4") + ".prn");
                if (!System.IO.File.Exists(_path) && !System.IO.File.Exists(_path + Part))
                {
                    _file = new System.IO.FileStream(_path + Part, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
                    return true;
                }
            }
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal override void Take(ReadOnlySpan<byte> octets)
    {
        _file?.Write(octets);
    }

    internal override bool EndDocument()
    {
        try
        {
            _file?.Dispose();
            _file = null;
            System.IO.File.Move(_path + Part, _path);
            return true;
        }
        catch (System.IO.IOException)
        {
            return false;
        }
    }

    internal override void GiveUpDocument()
    {
        _file?.Dispose();
        _file = null;
    }

    public override void Dispose()
    {
        _file?.Dispose();
    }
}
