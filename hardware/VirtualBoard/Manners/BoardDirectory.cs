using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's Directory, as far as the drivers use it.</summary>
internal static class BoardDirectory
{
    // A reference in an array, and what an array or a string takes beside what is in it, in octets of the board's heap; its blocks have as many.
    private const int HeapBlock = 12;

    /// <summary>What happens when the array of names does not fit into the heap: the native side closes its search twice. Here that ends the process.</summary>
    internal static Action RuntimeEnds { get; set; } = End;

    /// <summary>Folders that were looked through so far.</summary>
    internal static int Seen { get; set; }

    /// <summary>Makes what is missing above it too, and says nothing when it is there.</summary>
    internal static void CreateDirectory(string path)
    {
        string full = Card.Full(path);
        int at = Card.Drive.Length;
        while (at < full.Length)
        {
            int slash = full.IndexOf('\\', at);
            string part = slash < 0 ? full : full.Substring(0, slash);
            string host = Card.Locate(part, out CardKind kind);
            if (kind == CardKind.Nothing)
            {
                HostCall.Do(() => System.IO.Directory.CreateDirectory(host));
            }
            else if (kind != CardKind.Collection)
            {
                throw Card.DriverFault();
            }

            at = slash < 0 ? full.Length : slash + 1;
        }
    }

    internal static void Delete(string path, bool recursive)
    {
        string full = Card.Full(path);
        string record = OpenFiles.Lock(full);
        try
        {
            string host = Card.Locate(full, out CardKind kind);
            if (kind is CardKind.Nothing or CardKind.NoPath)
            {
                throw new BoardIOException(Code.DirectoryNotFound);
            }

            if (kind is CardKind.File or CardKind.Foreign)
            {
                throw new BoardIOException(Code.UnauthorizedAccess);
            }

            // "Not empty" comes from the driver, so it comes as a plain exception.
            HostCall.Do(() => System.IO.Directory.Delete(host, recursive));
        }
        finally
        {
            OpenFiles.Unlock(record);
        }
    }

    internal static void Move(string sourceDirName, string destDirName)
    {
        string from = Card.Full(sourceDirName);
        string to = Card.Full(destDirName);
        object record = OpenFiles.AddAlone(from);
        try
        {
            string source = Card.Locate(from, out CardKind kind);
            if (kind != CardKind.Collection)
            {
                throw new BoardIOException(Code.DirectoryNotFound);
            }

            string target = Card.Locate(to, out CardKind there);
            if (there is CardKind.File or CardKind.Collection or CardKind.Foreign)
            {
                throw new BoardIOException(Code.PathAlreadyExists);
            }

            if (there == CardKind.NoPath)
            {
                throw Card.DriverFault();
            }

            HostCall.Do(() => System.IO.Directory.Move(source, target));
        }
        finally
        {
            OpenFiles.Remove(record);
        }
    }

    /// <summary>All at once, with drive and path; hidden ones and those that end in ".sys" are left out.</summary>
    internal static string[] GetFiles(string path)
    {
        return Children(path, false);
    }

    internal static string[] GetDirectories(string path)
    {
        return Children(path, true);
    }

    private static string[] Children(string path, bool collections)
    {
        string full = Card.Full(path);
        string host = Card.Locate(full, out CardKind kind);
        if (kind != CardKind.Collection)
        {
            throw new BoardIOException(Code.DirectoryNotFound);
        }

        Seen++;
        List<string> children = new List<string>();
        HostCall.Do(() =>
        {
            foreach (FileSystemInfo child in new DirectoryInfo(host).EnumerateFileSystemInfos())
            {
                bool isCollection = (child.Attributes & FileAttributes.Directory) != 0;
                bool isShown = isCollection == collections && child.LinkTarget is null && FatNames.CanHold(child.Name)
                    && (isCollection || (!child.Name.EndsWith(".sys", System.StringComparison.Ordinal) && !Oddity.IsAt(child.FullName)));
                if (isShown)
                {
                    children.Add(full.TrimEnd('\\') + "\\" + child.Name);
                }
            }
        });
        string[] names = children.ToArray();
        Allocate(names);
        return names;
    }

    // First the array, then the names one by one: what does not fit then is a managed exception, and what does not fit at first is the end.
    private static void Allocate(string[] names)
    {
        long free = nanoFramework.Runtime.Native.GC.Run(true);
        long needed = (1L + names.Length) * HeapBlock;
        if (needed > free)
        {
            RuntimeEnds();
        }

        foreach (string name in names)
        {
            // Its octets and a zero, in whole blocks.
            int octets = Encoding.UTF8.GetByteCount(name) + 1;
            needed += HeapBlock + ((octets + HeapBlock - 1) / HeapBlock * HeapBlock);
        }

        if (needed > free)
        {
            throw new OutOfMemoryException();
        }

        nanoFramework.Runtime.Native.GC.Hold(names, needed);
    }

    private static void End()
    {
        System.Console.Error.WriteLine("the runtime has ended: the names of a folder did not fit into the heap");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
