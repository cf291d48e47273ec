using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// A folder of this PC as a peer's store. Nothing outside it is ever touched: links (symbolic links, junctions) are neither
/// shown nor followed, wherever they lead, and answer Denied; FIFOs, sockets and devices likewise. The area <c>.peer</c> holds
/// uploads in progress; its name is shown to nobody at any depth.
/// </summary>
/// <param name="path">The folder; it may itself be named through links.</param>
/// <param name="writable">Whether anything may change; otherwise what would change it answers Denied.</param>
/// <param name="durable">Whether a change of names is on the medium before it is acknowledged.</param>
/// <param name="portable">Whether to do without this system's own calls, as on systems that have none we know; for tests.</param>
public sealed class FolderStore(string path, bool writable, bool durable = true, bool portable = false) : IFileStore, IVolume, IDisposable
{
    /// <summary>The name of the reserved area.</summary>
    public const string Reserved = ".peer";

    private const string Uploads = Reserved + "/u";
    private const string Jobs = Reserved + "/j/";

    private readonly Folder _folder = Folder.Open(path, portable);

    /// <summary>The folder this store stands on.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <inheritdoc/>
    public bool IsFat => false;

    /// <inheritdoc/>
    public string ReservedFor(string path) => Reserved;

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry) => IsForbidden(path) ? StoreStatus.BadName : _folder.Find(path, entry);

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        return IsForbidden(path) ? StoreStatus.BadName : _folder.OpenRead(path, entry, out content);
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        int status = Refusal(path);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = _folder.Create(path, append, out writer);
        if (status == StoreStatus.NoParent && IsReserved(path) && MakeAbove(path))
        {
            status = _folder.Create(path, append, out writer);
        }

        if (durable && writer is FolderWriter { Position: 0 } file && path.StartsWith(Jobs, StringComparison.Ordinal))
        {
            // A job that is acknowledged must have a name after a cut of power too.
            file.SyncName = () => _folder.SyncNames(ParentOf(path));
        }

        return status;
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        int status = Refusal(path);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = _folder.Delete(path);
        SyncAfter(status, path);
        return status;
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        int status = Refusal(from);
        if (status == StoreStatus.Ok)
        {
            status = Refusal(to);
        }

        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = _folder.Move(from, to);
        if (status == StoreStatus.NoParent && IsReserved(to) && MakeAbove(to))
        {
            status = _folder.Move(from, to);
        }

        SyncAfter(status, to);
        if (ParentOf(from) != ParentOf(to))
        {
            SyncAfter(status, from);
        }

        return status;
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        int status = Refusal(path);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = _folder.MakeCollection(path);
        if (status == StoreStatus.NoParent && IsReserved(path) && MakeAbove(path))
        {
            status = _folder.MakeCollection(path);
        }

        SyncAfter(status, path);
        return status;
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor) =>
        IsForbidden(path) ? StoreStatus.BadName : _folder.List(path, new Discretion(visitor));

    /// <inheritdoc/>
    public bool Room(string path, out long available, out long used)
    {
        available = 0;
        used = 0;
        return !IsForbidden(path) && _folder.Room(path, out available, out used);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Whether a path has a name that is none ("." and "..", which callers have refused before: this is the last lock before the disk),
    /// or names a reserved area other than as we do: in another case, which is the same area where file names fold case,
    /// or below the top, where it may be another share's.
    /// </summary>
    internal static bool IsForbidden(string path)
    {
        bool mayBe = path.Length > 0 && (path[0] == '.' || path.Contains("/.", StringComparison.Ordinal));
        return (mayBe && HasForbiddenName(path)) || (OperatingSystem.IsWindows() && !WindowsNames.AreAllowed(path));
    }

    private static bool HasForbiddenName(string path)
    {
        bool isFirst = true;
        foreach (Range part in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> name = path.AsSpan(part);
            bool isOurs = isFirst && name.SequenceEqual(Reserved);
            if (name is "." or ".." || (!isOurs && name.Equals(Reserved, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            isFirst = false;
        }

        return false;
    }

    private static bool IsReserved(string path) =>
        path.StartsWith(Reserved, StringComparison.Ordinal) && (path.Length == Reserved.Length || path[Reserved.Length] == '/');

    private static string ParentOf(string path)
    {
        int cut = path.LastIndexOf('/');
        return cut < 0 ? "" : path[..cut];
    }

    private int Refusal(string path)
    {
        if (IsForbidden(path))
        {
            return StoreStatus.BadName;
        }

        return writable ? StoreStatus.Ok : StoreStatus.Denied;
    }

    private bool MakeAbove(string path)
    {
        for (int cut = path.IndexOf('/'); cut > 0; cut = path.IndexOf('/', cut + 1))
        {
            int status = _folder.MakeCollection(path[..cut]);
            if (status is not (StoreStatus.Ok or StoreStatus.Exists))
            {
                return false;
            }
        }

        if (durable)
        {
            // The area itself: what is kept in it is no better kept than its own name.
            _folder.SyncNames("");
        }

        if (OperatingSystem.IsWindows())
        {
            Hide();
        }

        return true;
    }

    private void Hide()
    {
        try
        {
            DirectoryInfo area = new(Path.Combine(FullPath, Reserved));
            area.Attributes |= FileAttributes.Hidden;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Only a courtesy to people who look at the folder.
        }
    }

    private void SyncAfter(int status, string path)
    {
        // An upload in the reserved area is found again or thrown away at the next start; its name need not be waited for. That of a file of properties must.
        if (durable && status == StoreStatus.Ok && !path.StartsWith(Uploads, StringComparison.Ordinal))
        {
            _folder.SyncNames(ParentOf(path));
        }
    }

    /// <summary>Leaves the reserved areas out of a listing.</summary>
    private sealed class Discretion(MemberVisitor visitor) : MemberVisitor
    {
        public override bool NeedsFacts => visitor.NeedsFacts;

        public override bool Visit(string name, StoreEntry entry) =>
            IsHidden(name) || visitor.Visit(name, entry);

        // One name of a directory has no '/' in it: only its first letter need be looked at, ten thousand times.
        private static bool IsHidden(string name) =>
            (name[0] is '.' && (string.Equals(name, Reserved, StringComparison.Ordinal) || IsForbidden(name))) || (OperatingSystem.IsWindows() && IsForbidden(name));
    }
}
