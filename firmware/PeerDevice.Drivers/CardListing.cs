using System;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>Shows the members of a collection, from the full paths that the class library gives.</summary>
internal sealed class CardListing
{
    private static readonly string Gone = "";     // a literal in a loop costs a board 12 octets a round

    private readonly CardStore _store;
    private readonly MemberVisitor _visitor;
    private readonly StoreEntry _entry = new StoreEntry();

    /// <param name="store">Where facts are looked up.</param>
    /// <param name="visitor">Who looks at the members.</param>
    /// <param name="mount">In which mount the names were read.</param>
    internal CardListing(CardStore store, MemberVisitor visitor, int mount)
    {
        _store = store;
        _visitor = visitor;
        _entry.Mount = mount;
    }

    /// <summary>Shows the members, and gives each name back once it is shown: a large folder's fill most of a small heap.</summary>
    internal int Show(string[] collections, string[] files)
    {
        _entry.IsCollection = true;
        for (int i = 0; i < collections.Length; i++)
        {
            string full = collections[i];
            collections[i] = Gone;
            if (!_visitor.Visit(NameOf(full), _entry))
            {
                return StoreStatus.Ok;
            }
        }

        _entry.IsCollection = false;
        return ShowFiles(files);
    }

    private int ShowFiles(string[] files)
    {
        bool needsFacts = _visitor.NeedsFacts;
        bool mayRecall = needsFacts;
        bool isConfirmed = false;
        for (int i = 0; i < files.Length; i++)
        {
            string full = files[i];
            string name = NameOf(full);
            files[i] = Gone;
            bool isKnown = mayRecall && _visitor.Recall(name, _entry);
            if (isKnown && !isConfirmed)
            {
                // What is told from memory is told of the card that is in: one that was out must be noticed first.
                int status = _store.Confirm();
                isConfirmed = status == StoreStatus.Ok;
                mayRecall = isConfirmed;
                isKnown = isConfirmed;
                if (!isConfirmed && status != StoreStatus.Busy)
                {
                    return status;
                }
            }

            if (needsFacts && !isKnown)
            {
                int status = _store.FactsOf(full, _entry);
                if (status == StoreStatus.NotFound)
                {
                    // Deleted since the names were read.
                    continue;
                }

                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }

            if (!_visitor.Visit(name, _entry))
            {
                return StoreStatus.Ok;
            }
        }

        return StoreStatus.Ok;
    }

    private static string NameOf(string full)
    {
        return full.Substring(full.LastIndexOf('\\') + 1);
    }
}
