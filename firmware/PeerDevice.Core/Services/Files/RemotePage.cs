using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The members of another server's collection that come next by their names: so many at a time, however many there are and in whatever order they are listed. Each listing fills it with the first behind the last page, so what comes and goes
/// there meanwhile has nothing left out or brought twice.
/// </summary>
internal sealed class RemotePage
{
    private readonly string[] _encoded;
    private readonly string[] _names;
    private readonly bool[] _isCollection;
    private readonly long[] _lengths;
    private string _last = "";

    /// <summary>An empty page.</summary>
    public RemotePage(int members)
    {
        _encoded = Text.Blanks(members);
        _names = Text.Blanks(members);
        _isCollection = new bool[members];
        _lengths = new long[members];
    }

    /// <summary>How many members it has.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there may be more behind it.</summary>
    public bool IsFull => Count == _encoded.Length;

    /// <summary>A member's name as it stands in a URI.</summary>
    public string Encoded(int index)
    {
        return _encoded[index];
    }

    /// <summary>A member's name.</summary>
    public string Name(int index)
    {
        return _names[index];
    }

    /// <summary>Whether a member is a collection.</summary>
    public bool IsCollection(int index)
    {
        return _isCollection[index];
    }

    /// <summary>Octets that a member has as it was listed; -1 where that was not said.</summary>
    public long Length(int index)
    {
        return _lengths[index];
    }

    /// <summary>Begins the page that follows.</summary>
    public void Begin()
    {
        _last = Count == 0 ? _last : _encoded[Count - 1];
        Count = 0;
    }

    /// <summary>Whether a name would stand on this page by what is known so far.</summary>
    public bool IsAhead(string encoded)
    {
        return Compare(encoded, _last) > 0 && (Count < _encoded.Length || Compare(encoded, _encoded[Count - 1]) < 0);
    }

    /// <summary>Adds a member that <see cref="IsAhead"/>, in its order; one that is there already is not added again.</summary>
    public void Add(string encoded, string name, bool isCollection, long length)
    {
        int at = Count;
        while (at > 0 && Compare(encoded, _encoded[at - 1]) < 0)
        {
            at--;
        }

        if (at > 0 && _encoded[at - 1] == encoded)
        {
            return;
        }

        Count = Count < _encoded.Length ? Count + 1 : Count;
        for (int i = Count - 1; i > at; i--)
        {
            _encoded[i] = _encoded[i - 1];
            _names[i] = _names[i - 1];
            _isCollection[i] = _isCollection[i - 1];
            _lengths[i] = _lengths[i - 1];
        }

        _encoded[at] = encoded;
        _names[at] = name;
        _isCollection[at] = isCollection;
        _lengths[at] = length;
    }

    // By their characters: names in a URI are ASCII.
    private static int Compare(string one, string other)
    {
        int shorter = one.Length < other.Length ? one.Length : other.Length;
        for (int i = 0; i < shorter; i++)
        {
            if (one[i] != other[i])
            {
                return one[i] - other[i];
            }
        }

        return one.Length - other.Length;
    }
}
