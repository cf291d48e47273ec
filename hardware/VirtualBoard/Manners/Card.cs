using System;
using System.IO;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>
/// The card: a folder of the PC with the manners of FAT under nanoFramework. A folder that is not there is a card that is out.
/// One for the whole process, as on a board.
/// </summary>
internal static class Card
{
    internal const string Drive = "D:\\";

    /// <summary>What opened files there may be: the ESP32 image's driver has room for five.</summary>
    internal const int MostOpenFiles = 5;

    /// <summary>Octets of a whole path with its drive that the native side has room for.</summary>
    private const int MostPathOctets = 258;

    private static readonly object Gate = new object();
    private static string _folder = "";
    private static bool _isMounted;
    private static bool _mountsItself;
    private static int _open;

    /// <summary>How much the card holds at most, all of its files together, in octets; negative for what the PC's disk holds.</summary>
    internal static long Capacity { get; set; } = -1;

    /// <summary>How often somebody wrote beyond the room there is: on a board that thread would wait for ever.</summary>
    internal static int EndlessWaits { get; set; }

    /// <summary>What happens at each native call: to have it fail, for one, as where the heap is short.</summary>
    internal static Action Touched { get; set; } = Nothing;

    /// <summary>Names the folder that is the card; with <paramref name="mountsItself"/> the runtime mounts it (STM32), else the image must (ESP32).</summary>
    internal static void Use(string folder, bool mountsItself)
    {
        _folder = Path.GetFullPath(folder);
        _mountsItself = mountsItself;
        _isMounted = mountsItself;
        _open = 0;
        Capacity = -1;
        EndlessWaits = 0;
        Touched = Nothing;
        OpenFiles.Clear();
    }

    internal static bool IsMounted => _isMounted;

    /// <summary>Whether the card is in the slot.</summary>
    internal static bool IsIn => System.IO.Directory.Exists(_folder);

    internal static void Mount()
    {
        _isMounted = IsIn;
        if (!_isMounted)
        {
            throw DriverFault();
        }
    }

    internal static void Unmount()
    {
        if (!_isMounted)
        {
            throw new InvalidOperationException();
        }

        _isMounted = false;
    }

    /// <summary>What every native call does first. A card that was out has to be mounted anew before it answers again.</summary>
    internal static void Touch()
    {
        Touched();
        if (!IsIn)
        {
            _isMounted = false;
            throw DriverFault();
        }

        _isMounted |= _mountsItself;
        if (!_isMounted)
        {
            throw DriverFault();
        }
    }

    private static void Nothing()
    {
    }

    /// <summary>A native driver's error: a plain exception that says no more.</summary>
    internal static Exception DriverFault()
    {
        return new Exception("Exception was thrown: System.Exception");
    }

    internal static void OpenHandle()
    {
        lock (Gate)
        {
            if (_open >= MostOpenFiles)
            {
                throw DriverFault();
            }

            _open++;
        }
    }

    internal static void CloseHandle()
    {
        lock (Gate)
        {
            _open--;
        }
    }

    /// <summary>How many octets may still be added.</summary>
    internal static long Room()
    {
        long free = new DriveInfo(_folder).AvailableFreeSpace;
        if (Capacity < 0)
        {
            return free;
        }

        long used = 0;
        foreach (System.IO.FileInfo file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            used += file.Length;
        }

        return Math.Max(0, Math.Min(free, Capacity - used));
    }

    /// <summary>A board's path in one form: both separators, no empty or "." names, the drive in front.</summary>
    internal static string Full(string path)
    {
        string[] names = path.Split('\\', '/');
        string full = names[0];
        for (int i = 1; i < names.Length; i++)
        {
            full += names[i].Length == 0 || names[i] == "." ? "" : "\\" + names[i];
        }

        return full.Length == 2 ? full + "\\" : full;
    }

    /// <summary>
    /// The PC's path of a board's path. Names fold case and lose blanks and dots at their end; what no card could hold
    /// is foreign, and never followed.
    /// </summary>
    /// <param name="full">As <see cref="Full"/> gives it.</param>
    /// <param name="kind">What stands there.</param>
    internal static string Locate(string full, out CardKind kind)
    {
        if (InternalDrive.Has(full))
        {
            return InternalDrive.Locate(full, out kind);
        }

        Touch();
        if (!full.StartsWith(Drive, StringComparison.OrdinalIgnoreCase) || System.Text.Encoding.UTF8.GetByteCount(full) > MostPathOctets)
        {
            throw DriverFault();
        }

        string at = _folder;
        kind = CardKind.Collection;
        if (full.Length == Drive.Length)
        {
            return at;
        }

        foreach (string name in full.Substring(Drive.Length).Split('\\'))
        {
            if (name == ".." || name.IndexOfAny(FatNames.Forbidden) >= 0)
            {
                // The driver calls such a name invalid, and what it then answers is left over from another call.
                throw DriverFault();
            }

            if (kind != CardKind.Collection)
            {
                kind = CardKind.NoPath;
                return at;
            }

            at = FatNames.Find(at, name.TrimEnd('.', ' '), out kind);
        }

        return at;
    }
}
