using PeerDevice.Board;
using PeerDevice.Services.Discovery;

namespace PeerDevice.Tests.OnBoard;

/// <summary>Boards get their names, give way where one is taken, find each other, and notice who goes.</summary>
[TestClass]
public class DiscoveryTests
{
    [TestMethod]
    public void OfTwoOfOneNameOneTakesTheNext()
    {
        Responder first = Speaker("desk", 1);
        Responder second = Speaker("desk", 2);
        Hall hall = new Hall(new IDnsSpeaker[] { first, second });
        hall.Run(10000);
        Check.Holds(first.IsSettled && second.IsSettled, "both have their names");

        // Of two who probe at once the one whose records come later has the name (RFC 6762 §8.2.1).
        Check.Same("desk-2", first.Host.Text, "the lower address");
        Check.Same("desk", second.Host.Text, "the higher address");
        Check.Holds(first.Offers[0].Label.Text != second.Offers[0].Label.Text, "the services' names");
        Check.Same(0, second.Renamed, "who keeps its names changed none");
    }

    [TestMethod]
    public void AQuietOfficeStaysQuiet()
    {
        Hall hall = new Hall(new IDnsSpeaker[] { Speaker("desk", 1), Speaker("shelf", 2) });
        hall.Run(5000);
        int said = hall.Said;
        hall.Run(20000);
        Check.Same(said, hall.Said, "messages that nobody asked for");
    }

    [TestMethod]
    public void AnotherIsFoundAndMissedWhenItGoes()
    {
        PeerDirectory directory = new PeerDirectory(4);
        Querier querier = new Querier(directory, new RecordCache(16, 0), new Chance(3), false);
        Hall hall = new Hall(new IDnsSpeaker[] { Speaker("desk", 1), querier });
        directory.Look(1000);
        hall.Run(5000);
        KnownPeer peer = new KnownPeer();
        Check.Same(1, directory.Count, "peers");
        Check.Holds(directory.Copy(0, peer, 6000), "the first");
        Check.Same("desk", peer.Name, "name");
        Check.Same("1", peer.Id, "id");
        Check.Same("board", peer.Kind, "kind");
        Check.Same(80, peer.Port, "port");
        Check.Holds(peer.Address == Hall.Address(0) && peer.IsHere, "address");

        hall.Leave(0);
        hall.Run(3000);
        Check.Holds(!directory.Copy(0, peer, 9000) || !peer.IsHere, "it said goodbye");
    }

    private static Responder Speaker(string name, int seed)
    {
        TxtWriter txt = new TxtWriter();
        txt.Add("id", seed.ToString());
        txt.Add("kind", "board");
        ServiceOffer offer = new ServiceOffer(OwnLabel.Instance(name), "_peerdevice._tcp", 80, txt.ToData());
        return new Responder(OwnLabel.Host(name), new ServiceOffer[] { offer }, new Chance(seed));
    }

    private sealed class Chance : IRandom
    {
        private int _state;

        internal Chance(int seed)
        {
            _state = seed;
        }

        public void Fill(byte[] octets)
        {
            for (int i = 0; i < octets.Length; i++)
            {
                _state = (_state * 1103515245) + 12345;
                octets[i] = (byte)(_state >> 16);
            }
        }
    }
}
