using System;
using System.IO;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>Internal flash, drive I: a folder of the PC that is always mounted, or none, as on a board whose runtime has none. No folders, as nobody makes any there.</summary>
internal static class InternalDrive
{
    internal const string Drive = "I:\\";

    private static string _folder = "";

    /// <summary>Names the folder; an empty name for a board without.</summary>
    internal static void Use(string folder)
    {
        _folder = folder.Length > 0 ? Path.GetFullPath(folder) : "";
    }

    /// <summary>Whether a path of the form that <see cref="Card.Full"/> gives lies here.</summary>
    internal static bool Has(string full)
    {
        return full.StartsWith(Drive, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The PC's path of a path.</summary>
    internal static string Locate(string full, out CardKind kind)
    {
        string name = full.Substring(Drive.Length);
        if (_folder.Length == 0 || name.Contains('\\') || name == "..")
        {
            throw Card.DriverFault();
        }

        string at = Path.Combine(_folder, name);
        kind = System.IO.File.Exists(at) ? CardKind.File : CardKind.Nothing;
        return at;
    }
}
