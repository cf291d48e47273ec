using System;
using System.Text;

namespace PeerDevice.Services.Files;

/// <summary>
/// A number for a path on a FAT store, the same for every spelling that FAT takes for the same file. Two files may share a
/// number by accident; whoever uses it must be right even then, only less quick.
/// </summary>
public static class PathKey
{
    /// <summary>The number of a path that may be a short name ("LETTER~1.TXT"), by which FAT also finds a file with another name: it may be any file.</summary>
    public const int Any = 0;

    private const int FnvPrime = 0x01000193;

    /// <summary>Characters of a path that is taken eight at a time.</summary>
    internal const int QuickLength = 64;

    /// <summary>Octets in which such a path is looked at: UTF-8 needs three for each character at most, and eight are looked at beyond the last.</summary>
    internal const int ScratchOctets = 3 * QuickLength + 8;

    private const long QuickPrime = 0x100000001B3;
    private const long CaseBits = unchecked((long)0xDFDFDFDFDFDFDFDF);
    private const long HighBits = unchecked((long)0x8080808080808080);

    private static readonly byte[] Scratch = new byte[ScratchOctets];
    private static readonly object Gate = new object();
    private static string last = "";
    private static int lastKey = 1;

    /// <summary>The number of a path; <see cref="Any"/> when it might name a file by its short name.</summary>
    public static int Of(string path)
    {
        lock (Gate)
        {
            if ((object)path == last)
            {
                return lastKey;     // a request asks for its own path more than once
            }

            int key;
            if (path.IndexOf('~') >= 0 && MayBeShortName(path))
            {
                key = Any;
            }
            else
            {
                key = Number(path.Length <= QuickLength ? Quickly(path) : Slow(0, path));
            }

            lastKey = key;
            last = path;
            return key;
        }
    }

    /// <summary>The number of a path whatever it may be the short name of: two spellings of it have one.</summary>
    public static int Folded(string path)
    {
        int key = Of(path);
        if (key == Any)
        {
            key = Slow(0, path);
        }

        return key;
    }

    /// <summary>A number that is none of a path that may be any file.</summary>
    internal static int Number(int key)
    {
        return key == Any ? 1 : key;
    }

    /// <summary>
    /// Takes octets of a path into its number, eight at a time, from a multiple of eight to where they end; zeros stand behind the last. 'a' and 'A' differ in one bit.
    /// What else falls together by that ('{' and '[') does no harm.
    /// </summary>
    /// <returns>False where they are not ASCII: then the whole path has its number by <see cref="Slow"/>. Two spellings of one name are both ASCII and of one length, or neither is, so they never part ways here.</returns>
    internal static bool Quick(byte[] octets, int from, int end, ref long key)
    {
        long mixed = key;
        for (int i = from; i < end; i += 8)
        {
            long eight = BitConverter.ToInt64(octets, i);
            if ((eight & HighBits) != 0)
            {
                return false;
            }

            mixed = (mixed ^ (eight & CaseBits)) * QuickPrime;
            mixed ^= mixed >> 32;
        }

        key = mixed;
        return true;
    }

    /// <summary>Takes characters of a path into its number, one after the other: any characters, and any number of them.</summary>
    internal static int Slow(int key, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int c = text[i];
            key = (key ^ (c < 0x80 ? c & 0xDF : FoldWide(c))) * FnvPrime;
        }

        return key;
    }

    private static int Quickly(string path)
    {
        byte[] octets = Scratch;
        int length = Encoding.UTF8.GetBytes(path, 0, path.Length, octets, 0);
        Array.Clear(octets, length, 8);
        long key = 0;
        return Quick(octets, 0, length, ref key) ? (int)key : Slow(0, path);
    }

    /// <summary>Whether two paths are surely two spellings of one FAT name.</summary>
    public static bool SameFile(string one, string other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < one.Length; i++)
        {
            int a = one[i];
            int b = other[i];
            if (a != b && (Exactly(a) != Exactly(b)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two characters may be one to FAT, whatever table of capitals it has: the same number for both.</summary>
    internal static bool MayBeSame(int one, int other)
    {
        return Folded(one) == Folded(other);
    }

    private static int Folded(int c)
    {
        return c >= 0x80 ? FoldWide(c) : c >= 'a' && c <= 'z' ? c - 0x20 : c;
    }

    // The upper case of a letter where that is certain; the character itself otherwise.
    private static int Exactly(int c)
    {
        if (c < 0x80)
        {
            return c >= 'a' && c <= 'z' ? c - 0x20 : c;
        }

        int folded = FoldWide(c);
        return folded == Uncertain ? c : folded;
    }

    private const int Uncertain = 0x100;

    // Letters beyond ASCII: exact where capital and small letter stand at a fixed distance, one number for all where it is less simple,
    // so that two spellings of a name never get two numbers whatever table the file system has.
    private static int FoldWide(int c)
    {
        if (c >= 0x2E80)
        {
            return c >= 0xFF00 ? Uncertain : c;     // East Asian: no case; full-width forms have
        }

        if (c >= 0xC0 && c <= 0xFE)
        {
            return c == 0xD7 || c == 0xF7 || c == 0xDF ? c : c & 0xDF;     // Latin-1; ß, × and ÷ have no other case
        }

        if (c >= 0x0410 && c <= 0x044F)
        {
            return c >= 0x0430 ? c - 0x20 : c;      // Cyrillic
        }

        if (c >= 0x0391 && c <= 0x03C9)
        {
            if (c == 0x03C2 || c == 0x03C3)
            {
                return 0x03A3;                       // Greek: both small sigmas
            }

            if (c <= 0x03A9)
            {
                return c;
            }

            return c >= 0x03B1 ? c - 0x20 : Uncertain;
        }

        return Uncertain;
    }

    /// <summary>Whether a tilde with a digit behind it stands in a path, as in a short name.</summary>
    internal static bool MayBeShortName(string path)
    {
        int last = path.Length - 1;
        for (int i = 0; i < last; i++)
        {
            if (path[i] == '~' && path[i + 1] >= '0' && path[i + 1] <= '9')
            {
                return true;
            }
        }

        return false;
    }
}
