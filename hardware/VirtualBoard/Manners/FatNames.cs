using System;
using System.IO;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>Names as FAT has them, looked up in a folder of the PC.</summary>
internal static class FatNames
{
    /// <summary>What a long name on FAT cannot hold.</summary>
    internal static readonly char[] Forbidden = "\"*:<>?|\u007f".ToCharArray();

    private static readonly EnumerationOptions AnyCase = new EnumerationOptions
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        MatchType = MatchType.Simple,
        AttributesToSkip = 0,
        IgnoreInaccessible = true,
    };

    /// <summary>Finds a name in a folder in whatever case it is written there.</summary>
    internal static string Find(string folder, string name, out CardKind kind)
    {
        string exact = Path.Combine(folder, name);
        kind = KindOf(exact);
        if (kind != CardKind.Nothing)
        {
            return exact;
        }

        try
        {
            foreach (string found in System.IO.Directory.EnumerateFileSystemEntries(folder, name, AnyCase))
            {
                kind = KindOf(found);
                if (kind != CardKind.Nothing)
                {
                    return found;
                }
            }
        }
        catch (System.IO.IOException)
        {
            throw Card.DriverFault();
        }

        return exact;
    }

    /// <summary>Whether a card could hold an entry that the PC has.</summary>
    internal static bool CanHold(string name)
    {
        return name.IndexOfAny(Forbidden) < 0 && name.IndexOf('\\') < 0 && name.TrimEnd('.', ' ').Length == name.Length;
    }

    internal static CardKind KindOf(string path)
    {
        FileAttributes attributes;
        try
        {
            attributes = System.IO.File.GetAttributes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return CardKind.Nothing;
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            throw Card.DriverFault();
        }

        return (attributes & FileAttributes.ReparsePoint) != 0 ? CardKind.Foreign
            : (attributes & FileAttributes.Directory) != 0 ? CardKind.Collection
            : Oddity.IsAt(path) ? CardKind.Foreign : CardKind.File;
    }
}
