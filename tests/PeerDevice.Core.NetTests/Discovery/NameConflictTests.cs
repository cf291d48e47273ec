using System;
using System.Linq;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>Names that two want (RFC 6762 §8.2, §9): one has it and the other takes the next, whoever comes first, whatever is lost.</summary>
public sealed class NameConflictTests
{
    [Fact]
    public void WhoComesLaterTakesTheNextNameAndTheFirstKeepsItsOwn()
    {
        Resident first = Resident.Settled(out DnsStreet street);
        Resident second = new(street, 2, "desk", 80);
        street.Run(10000);
        Assert.Equal(("desk", "desk"), (first.Host.Text, first.Label.Text));
        Assert.Equal(("desk-2", "desk (2)"), (second.Host.Text, second.Label.Text));
        Assert.True(second.Responder.IsSettled);

        // It stays so when its cable was out.
        second.House.Plug(false);
        street.Run(2000);
        second.House.Plug(true);
        street.Run(10000);
        Assert.Equal(("desk-2", "desk (2)"), (second.Host.Text, second.Label.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void OfTwentyWhoStartAtOnceNoTwoHaveOneName(int loss)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            DnsStreet street = new(seed) { Loss = loss, Delay = 5 };
            Resident[] all = [.. Enumerable.Range(1, 20).Select(number => new Resident(street, number, "desk", 80 + number, seed * 100))];
            street.Run(120000);
            street.Loss = 0;

            // What was lost is noticed at the latest when each tells of itself again.
            foreach (Resident one in all)
            {
                one.House.Plug(false);
                one.House.Plug(true);
                street.Run(3000);
            }

            street.Run(120000);
            Assert.True(all.All(static one => one.Responder.IsSettled), $"seed {seed}");
            Assert.True(all.Select(static one => one.Host.Text).Distinct().Count() == all.Length, $"seed {seed}");
            Assert.True(all.Select(static one => one.Label.Text).Distinct().Count() == all.Length, $"seed {seed}");
        }
    }

    [Fact]
    public void OfTwoWhoProbeAtOnceTheOneWhoseRecordsComeLaterHasTheName()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            DnsStreet street = new(seed);
            Resident low = new(street, 1, "desk", 80, seed);
            Resident high = new(street, 200, "desk", 80, seed);
            street.Run(20000);
            Assert.Equal("desk", high.Host.Text);
            Assert.Equal("desk-2", low.Host.Text);
        }
    }

    [Fact]
    public void ANameThatIsTakenLaterIsAskedForAgainAndGivenUpToWhoAnswers()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        byte[] rival = Resident.Response(static writer => writer.Address(DnsType.Answer, DnsText.Name("desk.local"), Resident.Street + 50, 120));

        // Nobody answers: the name stays.
        street.Say(Resident.Street + 50, rival);
        street.Run(3000);
        Assert.Equal("desk", one.Host.Text);
        Assert.True(one.Responder.IsSettled);

        // Somebody does.
        street.Say(Resident.Street + 50, rival);
        street.Run(400);
        street.Say(Resident.Street + 50, rival);
        street.Run(10000);
        Assert.Equal("desk-2", one.Host.Text);
        Assert.Equal("desk", one.Label.Text);
    }

    [Fact]
    public void WhoTakesEveryNameIsNotFollowedFasterThanOnceInFiveSeconds()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        long since = street.Now;
        for (int i = 0; i < 6000; i++)
        {
            string name = one.Host.Text + ".local";
            street.Say(Resident.Street + 50, Resident.Response(writer => writer.Address(DnsType.Answer, DnsText.Name(name), Resident.Street + 50, 120)));
            street.Run(10);
        }

        // Fifteen at once, and then one in five seconds (RFC 6762 §8.1).
        Assert.InRange(one.Responder.Renamed, Limits.DnsConflicts, Limits.DnsConflicts + 15);
        Assert.InRange(Resident.Said(street, since).Count, 0, 3 * (Limits.DnsConflicts + 15));
    }

    [Fact]
    public void HostileOctetsNeitherThrowNorTakeAName()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        Random random = new(6762);
        byte[] good = Resident.Ask(("_ipp._tcp.local", DnsType.Ptr), ("desk.local", DnsType.Any));
        for (int i = 0; i < 5000; i++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int j = random.Next(4); j >= 0; j--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            street.Say(Resident.Street + 50, i % 3 == 0 ? bad[..random.Next(bad.Length)] : bad, random.Next(2) == 0 ? Limits.DnsPort : 4000);
            street.Run(random.Next(20));
        }

        street.Run(10000);
        Assert.Equal("desk", one.Host.Text);
        Assert.Single(Resident.Heard(street, Resident.Ask(("desk.local", DnsType.A))));
    }
}
