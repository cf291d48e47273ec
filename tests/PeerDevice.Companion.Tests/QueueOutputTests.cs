using System;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Outputs;

namespace PeerDevice.Companion.Tests;

/// <summary>A queue of a print scheduler, at a socket in the file system.</summary>
public sealed class QueueOutputTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void ADocumentIsAJobOfTheSchedulerAndFinishedWhenThatIsCompleted()
    {
        using FakeScheduler scheduler = new(_temp["s"]);
        foreach (int state in (int[])[3, 5, 6, 5, 9])
        {
            scheduler.JobStates.Enqueue(state);
        }

        QueueOutput output = Connect("office");
        Assert.Equal(0, output.Conditions);
        Assert.Equal("MFG:HP;MDL:LaserJet;CMD:PCL;", output.DeviceId);
        Assert.True(output.Begin("Größe.pdf"));
        byte[] document = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)(i * 7))];
        for (int at = 0; at < document.Length; at += 1000)
        {
            Assert.Equal(1000, output.Write(document, at, 1000));
        }

        Assert.Equal(1, Finish(output));
        output.Close();
        Assert.Equal(document, Assert.Single(scheduler.Documents));
        Assert.Equal("Größe.pdf", Assert.Single(scheduler.Titles));
        Assert.Empty(scheduler.Canceled);
        Assert.Equal(4 * DesktopLimits.SpoolerPoll, _clock.Milliseconds);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void AJobThatIsGivenUpThereIsNotPrinted(int state)
    {
        using FakeScheduler scheduler = new(_temp["s"]);
        scheduler.JobStates.Enqueue(5);
        scheduler.JobStates.Enqueue(state);
        QueueOutput output = Connect("office");
        Assert.True(output.Begin("a"));
        Assert.Equal(1, output.Write("x"u8.ToArray(), 0, 1));
        Assert.Equal(-1, Finish(output));
        Assert.Equal(-1, output.Finish());
        output.Close();
        Assert.Empty(scheduler.Canceled);
    }

    [Fact]
    public void AJobThatIsNotWantedAnyMoreIsCanceledThereAndHalfADocumentMakesNone()
    {
        using FakeScheduler scheduler = new(_temp["s"]);
        scheduler.JobStates.Enqueue(5);
        QueueOutput output = Connect("office");
        Assert.True(output.Begin("a"));
        Assert.Equal(1, output.Write("x"u8.ToArray(), 0, 1));
        output.Close();
        Assert.True(output.Begin("b"));
        Assert.Equal(1, output.Write("y"u8.ToArray(), 0, 1));
        Assert.Equal(0, output.Finish());
        output.Close();
        Assert.Equal("y", Encoding.ASCII.GetString(Assert.Single(scheduler.Documents)));
        Assert.Equal(42, Assert.Single(scheduler.Canceled));
    }

    [Fact]
    public void WhatTheSchedulerSaysIsToldOnAndAskedAnewWhenItIsOld()
    {
        using FakeScheduler scheduler = new(_temp["s"]);
        QueueOutput output = Connect("office");
        Assert.True(output.IsReady);
        scheduler.State = 5;
        scheduler.Reasons = "media-empty-error,paused";
        Assert.Equal(0, output.Conditions);
        _clock.Sleep(DesktopLimits.SchedulerStands);
        Assert.True(System.Threading.SpinWait.SpinUntil(() => output.Conditions != 0, Patient.Despair));
        Assert.Equal(DeviceCondition.MediaEmpty | DeviceCondition.Offline, output.Conditions);
        Assert.False(output.IsReady);
    }

    [Fact]
    public void AQueueThatTakesNoJobsGetsNone()
    {
        using FakeScheduler scheduler = new(_temp["s"]) { IsAccepting = false };
        QueueOutput output = Connect("office");
        Assert.Equal(DeviceCondition.Offline, output.Conditions);
        Assert.False(output.Begin("a"));
        Assert.Equal(-1, output.Write("x"u8.ToArray(), 0, 1));
        Assert.Equal(-1, output.Finish());
    }

    [Fact]
    public void AClassOfQueuesIsFoundWhereClassesAre()
    {
        using FakeScheduler scheduler = new(_temp["s"]) { Queue = "/classes/two%20rooms" };
        scheduler.JobStates.Enqueue(9);
        QueueOutput output = Connect("two rooms");
        Assert.Equal(0, output.Conditions);
        Assert.True(output.Begin("a"));
        Assert.Equal(1, output.Write("x"u8.ToArray(), 0, 1));
        Assert.Equal(1, Finish(output));
    }

    [Fact]
    public void NoQueueAndNoSchedulerIsNoDevice()
    {
        QueueOutput alone = Connect("office");
        Assert.Equal(DeviceCondition.Missing, alone.Conditions);
        Assert.False(alone.Begin("a"));
        using FakeScheduler scheduler = new(_temp["s"]);
        QueueOutput other = Connect("nothing");
        Assert.Equal(DeviceCondition.Missing, other.Conditions);
        Assert.False(other.Begin("a"));
    }

    private static int Finish(QueueOutput output)
    {
        int finished = 0;
        while (finished == 0)
        {
            finished = output.Finish();
        }

        return finished;
    }

    private QueueOutput Connect(string queue) => new(queue, new PrintScheduler(new SchedulerNetwork(_temp["s"]), _clock, queue), _clock);
}
