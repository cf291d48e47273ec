using System.Collections.Generic;
using System.IO;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's Directory, as far as the drivers use it.</summary>
internal static class BoardDirectory
{
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
        return children.ToArray();
    }
}
