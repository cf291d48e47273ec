using System.IO;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's File, as far as the drivers use it.</summary>
internal static class BoardFile
{
    internal static FileAttributes GetAttributes(string path)
    {
        string host = Card.Locate(Card.Full(path), out CardKind kind);
        if (kind is CardKind.Nothing or CardKind.NoPath)
        {
            throw new BoardIOException(Code.FileNotFound);
        }

        return Attributes(host, kind);
    }

    internal static void Delete(string path)
    {
        string full = Card.Full(path);
        object record = OpenFiles.AddAlone(full);
        try
        {
            string host = Card.Locate(full, out CardKind kind);
            if (kind == CardKind.NoPath)
            {
                throw new BoardIOException(Code.DirectoryNotFound);
            }

            if (kind == CardKind.Nothing)
            {
                return;
            }

            if (kind == CardKind.Collection || (Attributes(host, kind) & FileAttributes.ReadOnly) != 0)
            {
                throw new BoardIOException(Code.UnauthorizedAccess);
            }

            HostCall.Do(() => System.IO.File.Delete(host));
        }
        finally
        {
            OpenFiles.Remove(record);
        }
    }

    internal static void Move(string sourceFileName, string destFileName)
    {
        string from = Card.Full(sourceFileName);
        string to = Card.Full(destFileName);
        object record = OpenFiles.AddAlone(from);
        try
        {
            string source = Card.Locate(from, out CardKind kind);
            if (kind == CardKind.Foreign)
            {
                throw new BoardIOException(Code.UnauthorizedAccess);
            }

            if (kind != CardKind.File)
            {
                throw new BoardIOException(Code.FileNotFound);
            }

            string target = Card.Locate(to, out CardKind there);
            if (there is CardKind.File or CardKind.Foreign)
            {
                throw new BoardIOException(Code.PathAlreadyExists);
            }

            if (there != CardKind.Nothing)
            {
                // The rename fails, and copying instead fails at its second half.
                throw Card.DriverFault();
            }

            HostCall.Do(() => System.IO.File.Move(source, target, false));
        }
        finally
        {
            OpenFiles.Remove(record);
        }
    }

    internal static FileAttributes Attributes(string host, CardKind kind)
    {
        if (kind == CardKind.Collection)
        {
            return FileAttributes.Directory;
        }

        if (kind == CardKind.Foreign)
        {
            return FileAttributes.ReadOnly | FileAttributes.System;
        }

        return new System.IO.FileInfo(host).IsReadOnly ? FileAttributes.ReadOnly | FileAttributes.Archive : FileAttributes.Archive;
    }
}
