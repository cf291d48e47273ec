using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Metalink;

/// <summary>
/// Reads a Metalink document (RFC 5854): where a file is, how long, and what its whole and its pieces are. Total over any octets; what it does not know is passed over (§5), and so is what makes no sense of a hash.
/// </summary>
/// <remarks>
/// <code>
/// metalink
///   file name="..."
///     size
///     hash type="sha-256"                  of the whole; also "peerdevice-tree-1"
///     pieces length="..." type="sha-256"   also "peerdevice-tree-1"
///       hash ...
///     url priority="..."
/// </code>
/// </remarks>
public sealed class MetalinkReader
{
    /// <summary>The type of a hash that is a tree tag, and of pieces that are nodes of the tree.</summary>
    public const string TreeType = "peerdevice-tree-1";

    /// <summary>The type of a hash that is a SHA-256 (RFC 5854 §4.2.5, the registry of hash function names).</summary>
    public const string ShaType = "sha-256";

    /// <summary>Octets of a digest of either kind.</summary>
    public const int DigestOctets = 32;

    private const string Space = "urn:ietf:params:xml:ns:metalink";
    private const int LastPriority = 999999;

    private readonly XmlReader _reader = new XmlReader();
    private readonly MetalinkFile[] _files = new MetalinkFile[Limits.MetalinkFiles];
    private byte[] _body = new byte[0];
    private byte[]? _digests; // of the pieces that are being read: one buffer for all lists of a document

    /// <summary>How many files the document is about.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public MetalinkFile At(int index)
    {
        return _files[index];
    }

    /// <summary>Reads the document that stands at [start, end).</summary>
    /// <returns>0, or the status that a server would refuse it with: 400 malformed or no Metalink, 413 beyond a bound, 415 not UTF-8.</returns>
    public int Read(byte[] body, int start, int end)
    {
        Count = 0;
        _body = body;
        _digests = null;
        _reader.Begin(body, start, end);
        if (_reader.Read() != XmlReader.StartElement || !IsOurs("metalink"))
        {
            return Refused();
        }

        int token;
        for (token = _reader.Read(); token == XmlReader.StartElement || token == XmlReader.Text; token = _reader.Read())
        {
            bool isGood = true;
            if (token == XmlReader.StartElement)
            {
                isGood = IsOurs("file") ? ReadFile() : _reader.Skip() != XmlReader.Refused;
            }

            if (!isGood)
            {
                return Refused();
            }
        }

        return token == XmlReader.EndElement && _reader.Read() == XmlReader.End ? 0 : Refused();
    }

    private bool ReadFile()
    {
        if (Count == _files.Length || !_reader.FindAttribute("name", out int start, out int end))
        {
            return false;
        }

        MetalinkFile file = new MetalinkFile { Name = XmlText.Read(_body, start, end) };
        _files[Count] = file;
        int token;
        for (token = _reader.Read(); token == XmlReader.StartElement || token == XmlReader.Text; token = _reader.Read())
        {
            if (token == XmlReader.StartElement && !ReadMember(file))
            {
                return false;
            }
        }

        Count++;
        return token == XmlReader.EndElement;
    }

    private bool ReadMember(MetalinkFile file)
    {
        if (IsOurs("size"))
        {
            bool isRead = Take(out int start, out int end);
            file.Size = isRead ? Text.Number(_body, start, end) : -1;
            return isRead && file.Size >= 0;
        }

        if (IsOurs("hash"))
        {
            int kind = Kind();
            bool isRead = Take(out int start, out int end);
            byte[]? digest = isRead && kind != 0 ? Digest(start, end) : null;
            file.Sha256 = kind == Sha && digest is not null ? digest : file.Sha256;
            file.TreeTag = kind == Tree && digest is not null ? digest : file.TreeTag;
            return isRead;
        }

        if (IsOurs("url"))
        {
            return ReadUrl(file);
        }

        return IsOurs("pieces") ? ReadPieces(file) : _reader.Skip() != XmlReader.Refused;
    }

    private bool ReadUrl(MetalinkFile file)
    {
        int priority = LastPriority;
        if (_reader.FindAttribute("priority", out int from, out int to))
        {
            long number = Text.Number(_body, from, to);
            priority = number >= 1 && number <= LastPriority ? (int)number : LastPriority;
        }

        if (!Take(out int start, out int end))
        {
            return false;
        }

        // More than there is room for are passed over: a mirror less harms nobody.
        if (file.Urls < file.Url.Length && end - start <= Limits.UriOctets)
        {
            file.Url[file.Urls] = XmlText.Read(_body, start, end);
            file.Priority[file.Urls] = priority;
            file.Urls++;
        }

        return true;
    }

    private bool ReadPieces(MetalinkFile file)
    {
        int kind = Kind();
        long octets = _reader.FindAttribute("length", out int from, out int to) ? Text.Number(_body, from, to) : -1;
        bool isWanted = kind != 0 && octets > 0 && (file.PieceOctets == 0 || (kind == Sha && file.HasTreePieces));

        // As many as there can be behind here: each hash has its digits and its tags.
        byte[] digests = isWanted ? _digests ?? new byte[((_body.Length - _reader.Position) / PieceTags) * DigestOctets] : new byte[0];
        _digests = isWanted ? digests : _digests;
        int count = 0;
        int token;
        for (token = _reader.Read(); token == XmlReader.StartElement || token == XmlReader.Text; token = _reader.Read())
        {
            if (token == XmlReader.Text)
            {
                continue;
            }

            if (!isWanted || !IsOurs("hash"))
            {
                if (_reader.Skip() == XmlReader.Refused)
                {
                    return false;
                }

                continue;
            }

            if (!Take(out int start, out int end))
            {
                return false;
            }

            byte[]? digest = Digest(start, end);
            if (digest is null || count + DigestOctets > digests.Length)
            {
                isWanted = false;
                continue;
            }

            System.Array.Copy(digest, 0, digests, count, DigestOctets);
            count += DigestOctets;
        }

        if (isWanted && count > 0)
        {
            file.Pieces = new byte[count];
            System.Array.Copy(digests, 0, file.Pieces, 0, count);
            file.PieceOctets = octets;
            file.HasTreePieces = kind == Tree;
        }

        return token == XmlReader.EndElement;
    }

    // The shortest hash element: its digits between two tags.
    private const int PieceTags = (2 * DigestOctets) + 13;
    private const int Sha = 1;
    private const int Tree = 2;

    private int Kind()
    {
        bool hasType = _reader.FindAttribute("type", out int start, out int end);
        return !hasType ? 0 : IsText(start, end, ShaType) ? Sha : IsText(start, end, TreeType) ? Tree : 0;
    }

    private bool IsText(int start, int end, string text)
    {
        return end - start == text.Length && Text.Is(_body, start, end, text);
    }

    private bool IsOurs(string name)
    {
        return _reader.Is(name) && IsText(_reader.NamespaceStart, _reader.NamespaceEnd, Space);
    }

    // The one text of an element that has nothing else in it, without white space around it.
    private bool Take(out int start, out int end)
    {
        start = 0;
        end = 0;
        int token;
        for (token = _reader.Read(); token == XmlReader.Text; token = _reader.Read())
        {
            int from = _reader.TextStart;
            int to = _reader.TextEnd;
            while (from < to && XmlCharacters.IsSpace(_body[from]))
            {
                from++;
            }

            while (to > from && XmlCharacters.IsSpace(_body[to - 1]))
            {
                to--;
            }

            if (from < to)
            {
                if (end > start)
                {
                    return false; // a comment, or a literal, in the middle
                }

                start = from;
                end = to;
            }
        }

        return token == XmlReader.EndElement && end > start;
    }

    private byte[]? Digest(int start, int end)
    {
        if (end - start != 2 * DigestOctets)
        {
            return null;
        }

        byte[] digest = new byte[DigestOctets];
        for (int i = 0; i < DigestOctets; i++)
        {
            int high = Text.HexDigit(_body[start + (2 * i)]);
            int low = Text.HexDigit(_body[start + (2 * i) + 1]);
            if (high < 0 || low < 0)
            {
                return null;
            }

            digest[i] = (byte)((high << 4) | low);
        }

        return digest;
    }

    private int Refused()
    {
        return _reader.Refusal == 0 ? 400 : _reader.Refusal;
    }
}
