using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.Files;

/// <summary>The simulated card lists as the class library does: all names at once, and each look later, by the name. What a test believes of a race stands on that.</summary>
public sealed class FatListingTests
{
    [Fact]
    public void ALookIsAtWhatStandsThereNow()
    {
        TestPeer peer = new TestPeer();
        string[] names = { "a", "b", "c" };
        foreach (string name in names)
        {
            peer.Put(name, "old");
        }

        Meanwhile seen = new Meanwhile(first =>
        {
            string[] others = Array.FindAll(names, name => name != first);
            Assert.Equal(204, peer.Ask("PUT", "/files/" + others[0], "", "another").Status);
            Assert.Equal(204, peer.Ask("DELETE", "/files/" + others[1]).Status);
        });
        Assert.Equal(StoreStatus.Ok, peer.Fat.List("", seen));

        Assert.Equal(2, seen.Lengths.Count);
        Assert.Equal("old".Length, seen.Lengths[0]);
        Assert.Equal("another".Length, seen.Lengths[1]);
    }

    private sealed class Meanwhile(Action<string> act) : MemberVisitor
    {
        public List<long> Lengths { get; } = [];

        public override bool NeedsFacts => true;

        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection && name.Length == 1)
            {
                Lengths.Add(entry.Length);
                if (Lengths.Count == 1)
                {
                    act(name);
                }
            }

            return true;
        }
    }
}
