using System.Linq;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>What operators have to say of a Printer and of its Jobs is told to everybody who asks (RFC 3380, RFC 8011 §5.4.25), and nothing else of a Printer can be set.</summary>
public sealed class OperatorTests
{
    private const string OfPrinter = "printer-message-from-operator";
    private const string OfJob = "job-message-from-operator";

    [Fact]
    public void APrinterIsGivenAMessage()
    {
        TestPeer peer = new();
        Assert.Equal("", Printer(peer).Of(OfPrinter));
        Assert.Equal(OfPrinter, Printer(peer).Of("printer-settable-attributes-supported"));
        Assert.Equal(IppStatus.SuccessfulOk, Set().With(w => w.Text(OfPrinter, "Papier ist im Schrank")).Ask(peer).Status);
        Assert.Equal("Papier ist im Schrank", Printer(peer).Of(OfPrinter));
        Assert.Equal(IppTag.Text, Printer(peer).Syntax[OfPrinter]);
        Assert.Equal(IppStatus.SuccessfulOk, Set().With(w => w.OutOfBand(IppTag.DeleteAttribute, OfPrinter)).Ask(peer).Status);
        Assert.Equal("", Printer(peer).Of(OfPrinter));
    }

    [Fact]
    public void NothingElseOfItCanBeSetAndThenNothingIs()
    {
        TestPeer peer = new();
        IppReply refused = Set().With(w => w.Text(OfPrinter, "no")).With(w => w.Integer("copies-default", 2)).Ask(peer);
        Assert.Equal(IppStatus.AttributesNotSettable, refused.Status);
        Assert.Single(refused.Values(IppTag.UnsupportedGroup, "copies-default"));
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, Set().With(w => w.Integer(OfPrinter, 2)).Ask(peer).Status);
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, Set().With(w => w.Text(OfPrinter, new string('x', 128))).Ask(peer).Status);
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, Set().With(w => w.Text(OfPrinter, "a")).With(w => w.Text(IppWriter.More, "b")).Ask(peer).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.SetPrinterAttributes).Ask(peer).Status);
        Assert.Equal("", Printer(peer).Of(OfPrinter));
        Assert.Equal(IppStatus.SuccessfulOk, Set().With(w => w.Text(OfPrinter, new string('x', 127))).Ask(peer).Status);
        Assert.Equal(127, Printer(peer).Of(OfPrinter).Length);
    }

    [Fact]
    public void NoSupportedValuesCanBeSet()
    {
        IppReply reply = IppCall.To(Operation.GetPrinterSupportedValues).Ask(new TestPeer());
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Empty(reply.Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values);
    }

    [Theory]
    [InlineData(Operation.PausePrinter)]
    [InlineData(Operation.PausePrinterAfterCurrentJob)]
    [InlineData(Operation.ResumePrinter)]
    [InlineData(Operation.PurgeJobs)]
    [InlineData(Operation.EnablePrinter)]
    [InlineData(Operation.DisablePrinter)]
    [InlineData(Operation.HoldNewJobs)]
    [InlineData(Operation.ReleaseHeldNewJobs)]
    public void AMessageComesWithWhatIsDoneToAPrinter(int operation)
    {
        TestPeer peer = new();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(operation).With(w => w.Text(OfPrinter, "back at two")).Ask(peer).Status);
        Assert.Equal("back at two", Printer(peer).Of(OfPrinter));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(operation).Ask(peer).Status);
        Assert.Equal("back at two", Printer(peer).Of(OfPrinter));
    }

    [Fact]
    public void AMessageComesWithWhatIsDoneToAJob()
    {
        TestPeer peer = new();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PausePrinter).Ask(peer).Status);
        int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
        Assert.Equal("", Job(peer, job).OfJob(OfJob));
        foreach ((int operation, string message) in new[] { (Operation.HoldJob, "held"), (Operation.ReleaseJob, "released"), (Operation.PromoteJob, "first"), (Operation.ScheduleJobAfter, "next"), (Operation.CancelJob, "gone") })
        {
            Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(operation, job).With(w => w.Text(OfJob, message)).Ask(peer).Status);
            Assert.Equal(message, Job(peer, job).OfJob(OfJob));
        }

        // What is refused says nothing.
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.HoldJob, job).With(w => w.Text(OfJob, "held")).Ask(peer).Status);
        Assert.Equal("gone", Job(peer, job).OfJob(OfJob));
    }

    [Fact]
    public void AJobIsGivenAMessageInWhateverState()
    {
        TestPeer peer = new();
        int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
        IppCall SetJob() => IppCall.Of(Operation.SetJobAttributes, job).Group(IppTag.JobGroup);
        Assert.Equal(IppStatus.SuccessfulOk, SetJob().With(w => w.Text(OfJob, "soon")).With(w => w.Name("job-name", "letter")).Ask(peer).Status);
        Assert.Equal(("soon", "letter"), (Job(peer, job).OfJob(OfJob), Job(peer, job).OfJob("job-name")));
        Assert.Equal(IppStatus.AttributesNotSettable, SetJob().With(w => w.Text(OfJob, "no")).With(w => w.Integer("number-up", 1)).Ask(peer).Status);
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, SetJob().With(w => w.Text(OfJob, new string('x', 128))).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.CancelJob, job).Ask(peer).Status);
        Assert.Equal(IppStatus.NotPossible, SetJob().With(w => w.Text(OfJob, "no")).With(w => w.Name("job-name", "letter")).Ask(peer).Status);
        Assert.Equal("soon", Job(peer, job).OfJob(OfJob));
        Assert.Equal(IppStatus.SuccessfulOk, SetJob().With(w => w.Text(OfJob, "sorry")).Ask(peer).Status);
        Assert.Equal("sorry", Job(peer, job).OfJob(OfJob));
        Assert.Equal(IppStatus.SuccessfulOk, SetJob().With(w => w.OutOfBand(IppTag.DeleteAttribute, OfJob)).Ask(peer).Status);
        Assert.Equal("", Job(peer, job).OfJob(OfJob));

        // Nobody makes a Job with one.
        IppReply made = IppCall.To(Operation.CreateJob).Group(IppTag.JobGroup).With(w => w.Text(OfJob, "mine")).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes, made.Status);
    }

    [Fact]
    public void WhoAsksForEventsIsToldOfIt()
    {
        TestPeer peer = new();
        int before = peer.Peer.Parts.Printers.First!.Events.Last;
        Assert.Equal(IppStatus.SuccessfulOk, Set().With(w => w.Text(OfPrinter, "hello")).Ask(peer).Status);
        Services.Printing.PrinterEvent one = new();
        Assert.True(peer.Peer.Parts.Printers.First!.Events.Read(before + 1, one));
        Assert.Equal(Services.Printing.PrinterEvent.PrinterConfigChanged, one.Kind);
    }

    private static IppCall Set()
    {
        return IppCall.To(Operation.SetPrinterAttributes).Group(IppTag.PrinterGroup);
    }

    private static IppReply Printer(TestPeer peer)
    {
        return IppCall.To(Operation.GetPrinterAttributes).Ask(peer);
    }

    private static IppReply Job(TestPeer peer, int job)
    {
        return IppCall.Of(Operation.GetJobAttributes, job).Ask(peer);
    }
}
