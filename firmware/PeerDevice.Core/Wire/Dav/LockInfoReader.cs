using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>Reads the content of a LOCK that asks for a new lock (RFC 4918 §9.10.1, §14.11).</summary>
/// <remarks>
/// <code>
/// lockinfo  = (lockscope, locktype, owner?)      RFC 4918 §14.11
/// lockscope = (exclusive | shared)               §14.13
/// locktype  = (write)                            §14.15
/// owner     = ANY                                §14.17
/// </code>
/// </remarks>
public sealed class LockInfoReader
{
    private const int Unprocessable = 422;

    private readonly XmlReader _reader = new XmlReader();
    private readonly XmlExcerpt _owner;

    /// <summary>Makes a reader to be used for one content after the other.</summary>
    public LockInfoReader()
    {
        _owner = new XmlExcerpt(_reader);
    }

    /// <summary>Whether a shared lock is asked for; an exclusive one otherwise.</summary>
    public bool IsShared { get; private set; }

    /// <summary>The owner as an element that means the same wherever it stands, at most <see cref="Limits.LockOwner"/> octets; empty where none is given.</summary>
    public byte[] Owner { get; private set; } = new byte[0];

    /// <summary>Reads the content that stands at [start, end). Elements that are not known are passed over (§17).</summary>
    /// <returns>0, or the status to refuse with: 400 malformed or incomplete, 413 beyond a bound, 415 not UTF-8, 422 a kind of lock that there is none of.</returns>
    public int Read(byte[] body, int start, int end)
    {
        IsShared = false;
        Owner = new byte[0];
        XmlReader reader = _reader;
        reader.Begin(body, start, end);
        if (reader.Read() != XmlReader.StartElement || !reader.IsDav || !reader.Is("lockinfo"))
        {
            return Refused();
        }

        int langStart = reader.LangStart;
        int langEnd = reader.LangEnd;
        string scope = "";
        string type = "";
        bool hasOwner = false;
        int token;
        for (token = reader.Read(); token == XmlReader.StartElement || token == XmlReader.Text; token = reader.Read())
        {
            if (token == XmlReader.Text)
            {
                continue;
            }

            bool again = false;
            bool isRead;
            if (reader.IsDav && reader.Is("lockscope"))
            {
                again = scope.Length > 0;
                isRead = ReadChoice("exclusive", "shared", out scope);
            }
            else if (reader.IsDav && reader.Is("locktype"))
            {
                again = type.Length > 0;
                isRead = ReadChoice("write", "write", out type);
            }
            else if (reader.IsDav && reader.Is("owner"))
            {
                again = hasOwner;
                hasOwner = true;
                isRead = _owner.Take(body, langStart, langEnd);
            }
            else
            {
                isRead = reader.Skip() != XmlReader.Refused;
            }

            if (!isRead || again)
            {
                return Refused();
            }
        }

        // The rest of the document must be well-formed too.
        if (token == XmlReader.Refused || reader.Read() != XmlReader.End || scope.Length == 0 || type.Length == 0)
        {
            return Refused();
        }

        if (scope == Other || type == Other)
        {
            return Unprocessable;
        }

        IsShared = scope == "shared";
        return hasOwner ? TakeOwner() : 0;
    }

    // What stands for a child that is none of those that are known.
    private const string Other = "other";

    // One known child, or else none but others (§17). Two of them contradict each other.
    private bool ReadChoice(string one, string another, out string choice)
    {
        choice = "";
        XmlReader reader = _reader;
        int token;
        bool isChosen = false;
        while ((token = reader.Read()) != XmlReader.EndElement)
        {
            if (token == XmlReader.Text)
            {
                continue;
            }

            if (token != XmlReader.StartElement)
            {
                return false;
            }

            bool isOne = reader.IsDav && reader.Is(one);
            if (isOne || (reader.IsDav && reader.Is(another)))
            {
                if (isChosen)
                {
                    return false;
                }

                isChosen = true;
                choice = isOne ? one : another;
            }

            if (reader.Skip() == XmlReader.Refused)
            {
                return false;
            }
        }

        choice = isChosen ? choice : Other;
        return true;
    }

    private int TakeOwner()
    {
        ByteWriter writer = new ByteWriter(new byte[Limits.LockOwner]);
        _owner.Write(writer);
        if (writer.Overflowed)
        {
            return 413;
        }

        byte[] owner = new byte[writer.Position];
        System.Array.Copy(writer.Buffer, owner, owner.Length);
        Owner = owner;
        return 0;
    }

    private int Refused()
    {
        return _reader.Refusal == 0 ? 400 : _reader.Refusal;
    }
}
