using System;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>Shows the members of a collection, from the full paths that the class library gives.</summary>
internal sealed class CardListing
{
    private readonly CardStore _store;
    private readonly MemberVisitor _visitor;
    private readonly StoreEntry _entry = new StoreEntry();

    internal CardListing(CardStore store, MemberVisitor visitor)
    {
        _store = store;
        _visitor = visitor;
    }

    /// <summary>Shows the members, and gives each name back once it is shown: a large folder's fill most of a small heap.</summary>
    internal int Show(string[] collections, string[] files)
    {
        _entry.IsCollection = true;
        for (int i = 0; i < collections.Length; i++)
        {
            string full = collections[i];
            collections[i] = "";
            if (!_visitor.Visit(NameOf(full), _entry))
            {
                return StoreStatus.Ok;
            }
        }

        _entry.IsCollection = false;
        bool needsFacts = _visitor.NeedsFacts;
        for (int i = 0; i < files.Length; i++)
        {
            string full = files[i];
            files[i] = "";
            if (needsFacts)
            {
                int status = _store.FactsOf(full, _entry);
                if (status == StoreStatus.NotFound)
                {
                    // Deleted since the names were read.
                    continue;
                }

                if (status != StoreStatus.Ok && status != StoreStatus.Busy)
                {
                    return status;
                }
            }

            if (!_visitor.Visit(NameOf(full), _entry))
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
