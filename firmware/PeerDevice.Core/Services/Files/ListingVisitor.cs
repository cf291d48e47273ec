using PeerDevice.Board;
using PeerDevice.Services.View;

namespace PeerDevice.Services.Files;

/// <summary>A collection as an HTML page: what GET answers.</summary>
internal sealed class ListingVisitor : MemberWriter
{
    private readonly ListingPage _page = new ListingPage();

    /// <summary>Makes the page of the collection that the exchange is about.</summary>
    public ListingVisitor(Exchange exchange, FileIndex index, bool isFat)
        : base(exchange, index, isFat)
    {
    }

    /// <summary>Sends the page.</summary>
    /// <returns>Ok, or what the store said when nothing of the page has gone.</returns>
    public int Send(IFileStore store)
    {
        Exchange.StartParts(200);
        Exchange.Out.Ascii(ViewPage.Fields);
        if (!Exchange.EndHeadOfParts())
        {
            return StoreStatus.Ok;
        }

        while (!_page.Begin(Exchange.Out, FileShare.Prefix, "Files", Exchange.Path, Exchange.MayWrite))
        {
            if (!SendOn())
            {
                return StoreStatus.Ok;
            }
        }

        return EndList(store.List(Exchange.Path, this));
    }

    /// <inheritdoc/>
    protected override bool WriteMember(string name, StoreEntry entry, byte[] tag, int tagLength)
    {
        return _page.Member(Exchange.Out, name, entry.IsCollection, entry.Length, entry.Modified);
    }

    /// <inheritdoc/>
    protected override bool WriteEnd()
    {
        return _page.End(Exchange.Out);
    }
}
