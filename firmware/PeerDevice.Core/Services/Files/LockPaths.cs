namespace PeerDevice.Services.Files;

/// <summary>
/// How two paths lie to each other, as locks have to see it: where names fold case, two spellings that may be one file count as one, and so does
/// a short name ("LETTER~1.TXT") with any name it may stand for. What is in doubt is locked.
/// </summary>
public static class LockPaths
{
    /// <summary>Neither path holds the other.</summary>
    public const int Apart = int.MinValue;

    private const int ShortNameLength = 12;

    /// <summary>Finds out how two paths lie to each other.</summary>
    /// <returns>0 when they are, or may be, the same; n when <paramref name="inner"/> lies n names below <paramref name="outer"/>; -n when it is the other way round; or <see cref="Apart"/>.</returns>
    public static int Levels(string outer, string inner, bool folds)
    {
        if (outer == inner)
        {
            return 0;
        }

        if (outer.Length == 0)
        {
            return Slashes(inner, 0) + 1;
        }

        if (inner.Length == 0)
        {
            return -Slashes(outer, 0) - 1;
        }

        int i = 0;
        int j = 0;
        while (true)
        {
            int outerEnd = NameEnd(outer, i);
            int innerEnd = NameEnd(inner, j);
            if (!IsSameName(outer, i, outerEnd, inner, j, innerEnd, folds))
            {
                return Apart;
            }

            if (outerEnd == outer.Length)
            {
                return Slashes(inner, innerEnd);
            }

            if (innerEnd == inner.Length)
            {
                return -Slashes(outer, outerEnd);
            }

            i = outerEnd + 1;
            j = innerEnd + 1;
        }
    }

    private static int NameEnd(string path, int at)
    {
        int slash = path.IndexOf('/', at);
        return slash < 0 ? path.Length : slash;
    }

    private static int Slashes(string path, int at)
    {
        int slashes = 0;
        for (at = path.IndexOf('/', at); at >= 0; at = path.IndexOf('/', at + 1))
        {
            slashes++;
        }

        return slashes;
    }

    private static bool IsSameName(string one, int i, int oneEnd, string other, int j, int otherEnd, bool folds)
    {
        int length = oneEnd - i;
        int at = length == otherEnd - j ? 0 : -1;
        while (at >= 0 && at < length)
        {
            int a = one[i + at];
            int b = other[j + at];
            at = a == b || (folds && PathKey.MayBeSame(a, b)) ? at + 1 : -1;
        }

        return at >= 0 || (folds && (MayStandFor(one, i, oneEnd, other, j, otherEnd) || MayStandFor(other, j, otherEnd, one, i, oneEnd)));
    }

    private static bool MayStandFor(string shorter, int start, int end, string longer, int longStart, int longEnd)
    {
        if (end - start > ShortNameLength || shorter.IndexOf('~', start, end - start) < 0)
        {
            return false;
        }

        // Short names are in capitals, and FAT finds them in any case.
        char[] capitals = new char[end - start];
        for (int i = start; i < end; i++)
        {
            char c = shorter[i];
            capitals[i - start] = c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
        }

        return ShortNames.MayStandFor(new string(capitals), longer.Substring(longStart, longEnd - longStart));
    }
}
