using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// FAT keeps a long name in entries before the short one's. FatFs removes them in that order, and where a sector ends between them the power
/// may go in between: what is left is the file under its short name ("LONGNA~1.TXT"). These find such a one.
/// </summary>
public static class ShortNames
{
    private const int BodyLength = 8;
    private const int ExtensionLength = 3;

    /// <summary>Whether a path's last name needs more than a short name. True when in doubt.</summary>
    public static bool HasLongName(string path)
    {
        int start = path.LastIndexOf('/') + 1;
        int dot = path.LastIndexOf('.');
        int bodyEnd = dot < start ? path.Length : dot;
        int extension = dot < start ? 0 : path.Length - dot - 1;
        return bodyEnd - start < 1 || bodyEnd - start > BodyLength || extension > ExtensionLength
            || !IsPlain(path, start, bodyEnd) || !IsPlain(path, path.Length - extension, path.Length);
    }

    /// <summary>Whether a name may be the short name of a longer one.</summary>
    public static bool MayStandFor(string shortName, string longName)
    {
        int tilde = shortName.IndexOf('~');
        int dot = shortName.LastIndexOf('.');
        if (tilde < 1 || shortName.Length > BodyLength + 1 + ExtensionLength || tilde + 1 >= shortName.Length)
        {
            return false;
        }

        // The first two characters stay whatever number is appended. What is not ASCII becomes something else: then anything may be it.
        int at = 0;
        for (int i = 0; i < tilde && i < 2; i++)
        {
            while (at < longName.Length && (longName[at] == ' ' || longName[at] == '.'))
            {
                at++;
            }

            if (at < longName.Length && !Agree(shortName[i], longName[at]))
            {
                return false;
            }

            at++;
        }

        int longDot = longName.LastIndexOf('.');
        if (dot < 0 || longDot <= 0)
        {
            return dot < 0 == longDot <= 0;
        }

        return Agree(shortName[dot + 1 < shortName.Length ? dot + 1 : dot], longDot + 1 < longName.Length ? longName[longDot + 1] : '.');
    }

    private static bool Agree(char ofShort, char ofLong)
    {
        int upper = ofLong >= 'a' && ofLong <= 'z' ? ofLong - 0x20 : ofLong;
        return ofLong >= 0x80 || ofShort == upper || ofShort == '_';
    }

    // Digits, and letters all of one case: what the short entry holds by itself.
    private static bool IsPlain(string path, int start, int end)
    {
        bool hasCapital = false;
        bool hasSmall = false;
        for (int i = start; i < end; i++)
        {
            char c = path[i];
            bool isCapital = c >= 'A' && c <= 'Z';
            bool isSmall = c >= 'a' && c <= 'z';
            hasCapital |= isCapital;
            hasSmall |= isSmall;
            if (!isCapital && !isSmall && !(c >= '0' && c <= '9') && c != '_' && c != '-')
            {
                return false;
            }
        }

        return !(hasCapital && hasSmall);
    }

    /// <summary>Looks beside a path for files that may be it under its short name, of one length.</summary>
    public sealed class Search : MemberVisitor
    {
        private readonly string _collection;
        private readonly string _name;
        private readonly long _length;

        /// <summary>A search for what was at a path.</summary>
        public Search(string path, long length)
        {
            int slash = path.LastIndexOf('/');
            Collection = slash < 0 ? "" : path.Substring(0, slash);
            _collection = slash < 0 ? "" : path.Substring(0, slash + 1);
            _name = path.Substring(slash + 1);
            _length = length;
        }

        /// <summary>The collection to list.</summary>
        public string Collection { get; }

        /// <summary>What was found.</summary>
        public string[] Paths { get; } = Text.Blanks(Limits.ShortNames);

        /// <summary>How many.</summary>
        public int Count { get; private set; }

        /// <inheritdoc/>
        public override bool NeedsFacts
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection && entry.Length == _length && MayStandFor(name, _name))
            {
                Paths[Count] = _collection + name;
                Count++;
            }

            return Count < Paths.Length;
        }
    }
}
