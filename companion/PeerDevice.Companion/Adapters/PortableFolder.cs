using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// A folder by .NET's own means, for systems without openat2(2): every name on the way is looked at before a file is opened
/// and again after, so that a link put there in between is noticed before an octet is read or written.
/// </summary>
internal sealed class PortableFolder(string root) : Folder
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(root);

    public override int Find(string path, StoreEntry entry)
    {
        int status = Look(path, out FileSystemInfo? info);
        return status == StoreStatus.Ok ? Describe(info!, entry) : status;
    }

    public override int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        int status = Find(path, entry);
        if (status != StoreStatus.Ok || entry.IsCollection)
        {
            return status != StoreStatus.Ok ? status : StoreStatus.WrongKind;
        }

        SafeFileHandle? handle = null;
        try
        {
            handle = PortableFile.OpenRead(Full(path));
            entry.Length = RandomAccess.GetLength(handle);
            Stamp(entry, File.GetLastWriteTimeUtc(handle), File.GetCreationTimeUtc(handle));
            status = Look(path, out _);
            if (status == StoreStatus.Ok)
            {
                content = new FolderSource(handle, entry.Length);
                handle = null;
            }

            return status;
        }
        catch (NotSupportedException)
        {
            return StoreStatus.Denied; // a FIFO or a device has no length
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Problems.StatusOf(problem);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    public override int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        int status = Look(path, out FileSystemInfo? there);
        if (status == StoreStatus.Ok && (!append || there is DirectoryInfo))
        {
            return there is DirectoryInfo && append ? StoreStatus.WrongKind : StoreStatus.Exists;
        }

        if (status is not (StoreStatus.Ok or StoreStatus.NotFound))
        {
            return status;
        }

        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(Full(path), append ? FileMode.OpenOrCreate : FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            status = Look(path, out _);
            if (status == StoreStatus.Ok)
            {
                writer = new FolderWriter(handle, RandomAccess.GetLength(handle));
                handle = null;
            }

            return status;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Problems.StatusOf(problem);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    public override int Delete(string path)
    {
        if (path.Length == 0)
        {
            return StoreStatus.Denied;
        }

        int status = Look(path, out FileSystemInfo? info);
        return status == StoreStatus.Ok ? Remove(info!) : status;
    }

    public override int Move(string from, string to)
    {
        if (from.Length == 0 || to.Length == 0)
        {
            return StoreStatus.Denied;
        }

        int status = Look(from, out FileSystemInfo? moved);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = Look(to, out FileSystemInfo? replaced);
        if (status is not (StoreStatus.Ok or StoreStatus.NotFound))
        {
            return status;
        }

        bool isSame = string.Equals(from, to, StringComparison.OrdinalIgnoreCase);
        if (replaced is not null && !isSame && (replaced is DirectoryInfo || moved is DirectoryInfo))
        {
            return StoreStatus.Exists;
        }

        try
        {
            if (moved is DirectoryInfo)
            {
                Directory.Move(moved.FullName, Full(to));
                return StoreStatus.Ok;
            }

            if (replaced is FileInfo old && !isSame && old.LastWriteTimeUtc == moved!.LastWriteTimeUtc)
            {
                // Another content may not carry the version that the old one had.
                moved.LastWriteTimeUtc = old.LastWriteTimeUtc.AddTicks(1);
            }

            File.Move(moved!.FullName, Full(to), overwrite: true);
            return StoreStatus.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Problems.StatusOf(problem);
        }
    }

    public override int MakeCollection(string path)
    {
        int status = Look(path, out _);
        if (status != StoreStatus.NotFound)
        {
            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }

        try
        {
            Directory.CreateDirectory(Full(path));
            return StoreStatus.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Problems.StatusOf(problem);
        }
    }

    public override int List(string path, MemberVisitor visitor)
    {
        int status = Look(path, out FileSystemInfo? info);
        if (status != StoreStatus.Ok || info is not DirectoryInfo folder)
        {
            return status != StoreStatus.Ok ? status : StoreStatus.WrongKind;
        }

        try
        {
            StoreEntry entry = new();
            EnumerationOptions all = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
            foreach (FileSystemInfo member in folder.EnumerateFileSystemInfos("*", all))
            {
                bool isShown = IsSpeakable(member.Name) && member.LinkTarget is null && Describe(member, entry) == StoreStatus.Ok;
                if (isShown && !visitor.Visit(member.Name, entry))
                {
                    break;
                }
            }

            return StoreStatus.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Problems.StatusOf(problem);
        }
    }

    public override bool Room(string path, out long available, out long used)
    {
        available = 0;
        used = 0;
        if (Look(path, out FileSystemInfo? info) != StoreStatus.Ok || info is not DirectoryInfo folder)
        {
            return false;
        }

        try
        {
            DriveInfo drive = new(folder.FullName);
            available = drive.AvailableFreeSpace;
            used = drive.TotalSize - drive.TotalFreeSpace;
            return drive.TotalSize > 0 && used >= 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    public override void SyncNames(string collection)
    {
        // Windows keeps names by its journal; elsewhere .NET has no way to ask.
    }

    public override void Dispose()
    {
    }

    private static int Remove(FileSystemInfo info)
    {
        try
        {
            if (info is DirectoryInfo folder)
            {
                using IEnumerator<FileSystemInfo> members = folder.EnumerateFileSystemInfos().GetEnumerator();
                if (members.MoveNext())
                {
                    return StoreStatus.NotEmpty;
                }

                folder.Delete(recursive: false);
            }
            else
            {
                info.Delete();
            }

            return StoreStatus.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Problems.StatusOf(problem);
        }
    }

    private static int Describe(FileSystemInfo info, StoreEntry entry)
    {
        try
        {
            entry.IsCollection = info is DirectoryInfo;
            entry.Length = info is FileInfo file ? file.Length : 0;
            Stamp(entry, info.LastWriteTimeUtc, info.CreationTimeUtc);
            return StoreStatus.Ok;
        }
        catch (FileNotFoundException)
        {
            return StoreStatus.NotFound;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Problems.StatusOf(problem);
        }
    }

    private static void Stamp(StoreEntry entry, DateTime modified, DateTime created)
    {
        // .NET gives the older of the two as the creation time where the system keeps none.
        DateTime born = created < modified ? created : modified;
        entry.Modified = SecondsOf(modified);
        entry.Created = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? SecondsOf(created) : 0;
        entry.Version = VersionOf(modified.Ticks, OperatingSystem.IsWindows() ? born.Ticks : 0, 0);
    }

    private static long SecondsOf(DateTime moment) => (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    private string Full(string path) => path.Length == 0 ? _root : Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Looks at each name on the way to a path.</summary>
    /// <returns>Denied at a link; NotFound where only the last name is missing, and NoParent where more is.</returns>
    private int Look(string path, out FileSystemInfo? info)
    {
        info = new DirectoryInfo(_root);
        if (!info.Exists)
        {
            return StoreStatus.Absent;
        }

        int start = 0;
        while (start < path.Length)
        {
            int cut = path.IndexOf('/', start);
            int end = cut < 0 ? path.Length : cut;
            if (info is not DirectoryInfo)
            {
                info = null;
                return StoreStatus.NoParent;
            }

            // Callers have checked the path; this is the last lock before the disk.
            if (path.AsSpan(start, end - start) is "" or "." or "..")
            {
                info = null;
                return StoreStatus.Denied;
            }

            info = Step(Full(path[..end]), out int status);
            if (status == StoreStatus.NotFound && end < path.Length)
            {
                status = StoreStatus.NoParent;
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            start = end + 1;
        }

        return StoreStatus.Ok;
    }

    private static FileSystemInfo? Step(string full, out int status)
    {
        try
        {
            FileAttributes attributes = File.GetAttributes(full);
            FileSystemInfo info = (attributes & FileAttributes.Directory) != 0 ? new DirectoryInfo(full) : new FileInfo(full);
            bool isLink = (attributes & FileAttributes.ReparsePoint) != 0 && info.LinkTarget is not null;
            bool isDevice = (attributes & FileAttributes.Device) != 0;
            status = isLink || isDevice ? StoreStatus.Denied : StoreStatus.Ok;
            return status == StoreStatus.Ok ? info : null;
        }
        catch (DirectoryNotFoundException)
        {
            status = StoreStatus.NotFound;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            status = Problems.StatusOf(problem);
        }

        return null;
    }
}
