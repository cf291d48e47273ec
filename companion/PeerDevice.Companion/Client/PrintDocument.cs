using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Client;

/// <summary>A document that is to be printed: a file of this PC, or what a pipe gives.</summary>
internal sealed class PrintDocument : IDisposable
{
    private readonly byte[] _block = new byte[DesktopLimits.Step];
    private readonly LocalFolder? _folder;
    private readonly BlockSource? _file;
    private readonly Stream? _pipe;
    private int _first;

    private PrintDocument(LocalFolder folder, string name)
    {
        _folder = folder;
        Name = name;
        _file = folder.Read(name, new StoreEntry());
    }

    /// <summary>Makes a document of what a pipe gives, whose first octets are waited for.</summary>
    internal PrintDocument(Stream pipe)
    {
        _pipe = pipe;
        Name = "document";
        _first = pipe.Read(_block, 0, _block.Length);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>How long it is; -1 where nobody knows before its end.</summary>
    public long Octets => _file?.Length ?? -1;

    /// <summary>Whether it can be sent more than once.</summary>
    public bool IsFile => _file is not null;

    /// <summary>Opens what a user names; <c>-</c> is standard input.</summary>
    /// <exception cref="CommandFailure">There is nothing to print.</exception>
    public static PrintDocument Open(string file)
    {
        PrintDocument document = file == "-" ? new PrintDocument(Console.OpenStandardInput()) : OpenFile(file);
        if (document.Octets == 0 || (!document.IsFile && document._first == 0))
        {
            document.Dispose();
            throw new CommandFailure($"{(document.IsFile ? file : "standard input")} is empty: there is nothing to print.");
        }

        return document;
    }

    /// <summary>Sends all of it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="isOver">Whether nothing more is wanted.</param>
    /// <param name="track">Told how far it is.</param>
    /// <returns>Whether all of it went.</returns>
    /// <exception cref="CommandFailure">It cannot be read to its end; what went of it must not be taken for the whole.</exception>
    public bool Pour(ByteSink to, Func<bool> isOver, Teller.Track track) => _file is null ? PourPipe(to, isOver, track) : PourFile(_file, to, isOver, track);

    public void Dispose()
    {
        _file?.Close();
        _folder?.Dispose();
        _pipe?.Dispose();
    }

    private static PrintDocument OpenFile(string file)
    {
        string full = LocalFile.Resolve(file);
        if (Directory.Exists(full))
        {
            throw new CommandFailure($"{file} is a folder: name the document to print.");
        }

        LocalFolder folder = new(Path.GetDirectoryName(full)!, writable: false);
        try
        {
            return new PrintDocument(folder, Path.GetFileName(full));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private bool PourFile(BlockSource file, ByteSink to, Func<bool> isOver, Teller.Track track)
    {
        long sent = 0;
        while (sent < file.Length)
        {
            if (isOver())
            {
                return false;
            }

            long step = Math.Min(DesktopLimits.Step, file.Length - sent);
            long moved = to.TransferFrom(file, sent, step, _block);
            sent += moved;
            track.At(sent);
            if (moved < step)
            {
                return file.ReadAt(sent, _block, 0, 1) == 1 ? false : throw new CommandFailure($"{Name} became shorter while it was sent: print it again.");
            }
        }

        return true;
    }

    private bool PourPipe(ByteSink to, Func<bool> isOver, Teller.Track track)
    {
        long sent = 0;
        for (int got = _first; got > 0; got = Read())
        {
            _first = 0;
            if (isOver() || !to.Write(_block, 0, got))
            {
                return false;
            }

            sent += got;
            track.At(sent);
        }

        return true;
    }

    private int Read()
    {
        try
        {
            return _pipe!.Read(_block, 0, _block.Length);
        }
        catch (IOException)
        {
            throw new CommandFailure("standard input broke off: print it again.");
        }
    }
}
