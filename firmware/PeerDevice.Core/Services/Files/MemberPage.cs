using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// A page of a collection's members: so many names at a time, so that a tree of any size is walked in bounded memory
/// and no listing is open while its members change.
/// </summary>
internal sealed class MemberPage : MemberVisitor
{
    private readonly string[] _names = Text.Blanks(Limits.PageMembers);
    private readonly bool[] _isCollection = new bool[Limits.PageMembers];
    private readonly bool _hidesReserved;
    private int _skip;

    /// <summary>Makes a page that passes over the peer's own area where <paramref name="hidesReserved"/> is given by the root of a store.</summary>
    public MemberPage(bool hidesReserved)
    {
        _hidesReserved = hidesReserved;
    }

    /// <summary>How many members the page holds.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public override bool NeedsFacts => false;

    /// <summary>The name of a member of the page.</summary>
    public string Name(int index)
    {
        return _names[index];
    }

    /// <summary>Whether a member of the page is a collection.</summary>
    public bool IsCollection(int index)
    {
        return _isCollection[index];
    }

    /// <summary>Fills the page with the members behind the first <paramref name="skip"/>.</summary>
    /// <returns>The store's status.</returns>
    public int Fill(IFileStore store, string path, int skip)
    {
        Count = 0;
        _skip = skip;
        return store.List(path, this);
    }

    /// <inheritdoc/>
    public override bool Visit(string name, StoreEntry entry)
    {
        if (_hidesReserved && Wire.Http.RequestTarget.IsReserved(name, true))
        {
            return true;
        }

        if (_skip > 0)
        {
            _skip--;
            return true;
        }

        _names[Count] = name;
        _isCollection[Count] = entry.IsCollection;
        Count++;
        return Count < _names.Length;
    }
}
