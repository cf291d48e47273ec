using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>Collects what a store lists: names, with "/" behind collections and lengths behind files.</summary>
internal sealed class Names : MemberVisitor
{
    private readonly SortedSet<string> _all = new SortedSet<string>(System.StringComparer.Ordinal);

    public override bool NeedsFacts => true;

    internal string All => string.Join(" ", _all);

    public override bool Visit(string name, StoreEntry entry)
    {
        _all.Add(entry.IsCollection ? name + "/" : name + ":" + entry.Length);
        return true;
    }
}
