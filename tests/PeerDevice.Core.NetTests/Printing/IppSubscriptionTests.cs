using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Subscriptions and their events (RFC 3995, RFC 3996): nothing is missed, nothing is told twice under another number, and the table has an end.</summary>
public sealed class IppSubscriptionTests
{
    [Fact]
    public void EventsOfThePrinterAreToldInOrderAndAgain()
    {
        TestPeer peer = new TestPeer();
        int id = Subscribe(peer, "printer-state-changed");
        Assert.Empty(Events(peer, id));
        IppCall.To(Operation.PausePrinter).Ask(peer);
        IppCall.To(Operation.DisablePrinter).Ask(peer);
        List<Dictionary<string, List<string>>> events = Events(peer, id);
        Assert.Equal(new[] { "1", "2" }, events.Select(e => e["notify-sequence-number"][0]));
        Assert.All(events, e => Assert.Equal("printer-state-changed", e["notify-subscribed-event"][0]));
        Assert.Equal("5", events[0]["printer-state"][0]);
        Assert.Equal("paused", events[0]["printer-state-reasons"][0]);
        Assert.Equal("false", events[1]["printer-is-accepting-jobs"][0]);
        Assert.Equal("data", events[0]["notify-user-data"][0]);
        Assert.Equal("2", Assert.Single(Events(peer, id, 2))["notify-sequence-number"][0]);
        Assert.Equal(2, Events(peer, id).Count);
    }

    [Fact]
    public void AJobsSubscriptionSeesItFromTheFirstToTheLast()
    {
        TestPeer peer = new TestPeer();
        IppReply printed = IppCall.To(Operation.PrintJob).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).With(w => w.Keyword("notify-events", "job-state-changed"))
            .Document(Encoding.ASCII.GetBytes("X")).Ask(peer);
        int id = int.Parse(printed.Value(IppTag.SubscriptionGroup, "notify-subscription-id"));
        Assert.Empty(printed.Values(IppTag.SubscriptionGroup, "notify-lease-duration"));
        IppReply told = Get(peer, id);
        Assert.Equal(IppStatus.SuccessfulOkEventsComplete, told.Status);
        string[] states = told.Groups.Where(g => g.Tag == IppTag.EventNotificationGroup).Select(g => g.Values["job-state"][0]).ToArray();
        Assert.Equal("3", states[0]);
        Assert.Contains("5", states);
        Assert.Equal("9", states[^1]);
        Assert.All(told.Groups.Where(g => g.Tag == IppTag.EventNotificationGroup), g => Assert.Equal(printed.OfJob("job-id"), g.Values["notify-job-id"][0]));
    }

    [Fact]
    public void WhoWaitsForAnEventHasItAtTheNextLookAndOtherwiseAnswersInTime()
    {
        TestPeer peer = new TestPeer();
        int id = Subscribe(peer, "printer-state-changed");
        long before = peer.Clock.Milliseconds;
        IppReply nothing = Waiting(id).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, nothing.Status);
        Assert.DoesNotContain(nothing.Groups, g => g.Tag == IppTag.EventNotificationGroup);
        Assert.InRange(peer.Clock.Milliseconds - before, Limits.NotifyWaitMilliseconds, Limits.NotifyWaitMilliseconds + Limits.NotifyLookMilliseconds);
        Assert.Equal(Limits.NotifyIntervalWaited.ToString(), nothing.Value(IppTag.OperationGroup, "notify-get-interval"));

        long start = peer.Clock.Milliseconds;
        peer.Clock.In(3000, () => peer.Peer.Parts.Printers.First!.Pause(false));
        IppReply told = Waiting(id).Ask(peer);
        Assert.Equal("printer-state-changed", Assert.Single(told.Groups, g => g.Tag == IppTag.EventNotificationGroup).Values["notify-subscribed-event"][0]);
        Assert.InRange(peer.Clock.Milliseconds - start, 3000, 3000 + (2 * Limits.NotifyLookMilliseconds));

        // What is there is told at once, and a wait for what comes behind it is a wait again.
        long third = peer.Clock.Milliseconds;
        Assert.Single(Waiting(id).Ask(peer).Groups, g => g.Tag == IppTag.EventNotificationGroup);
        Assert.Equal(third, peer.Clock.Milliseconds);
        Waiting(id).With(w => w.Integer("notify-sequence-numbers", 2)).Ask(peer);
        Assert.True(peer.Clock.Milliseconds - third >= Limits.NotifyWaitMilliseconds);
    }

    [Fact]
    public void AWaitThatFailsLeavesItsPlaceToTheNext()
    {
        TestPeer peer = new TestPeer();
        int id = Subscribe(peer, "printer-state-changed");
        for (int i = 0; i < 8; i++)
        {
            peer.Clock.In(1000, static () => throw new InvalidOperationException());

            // It says that a session has ended, which is an error to every other test.
            Assert.ThrowsAny<Exception>(() => Waiting(id).Ask(peer));
        }

        long before = peer.Clock.Milliseconds;
        Assert.ThrowsAny<Exception>(() => Waiting(id).Ask(peer));
        Assert.True(peer.Clock.Milliseconds - before >= Limits.NotifyWaitMilliseconds);
    }

    [Fact]
    public void WhoWaitsForAJobThatHasEndedIsToldThatNothingComes()
    {
        TestPeer peer = new TestPeer();
        IppReply printed = IppCall.To(Operation.PrintJob).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).With(w => w.Keyword("notify-events", "job-stopped"))
            .Document(Encoding.ASCII.GetBytes("X")).Ask(peer);
        long before = peer.Clock.Milliseconds;
        Assert.Equal(IppStatus.SuccessfulOkEventsComplete, Waiting(int.Parse(printed.Value(IppTag.SubscriptionGroup, "notify-subscription-id"))).Ask(peer).Status);
        Assert.Equal(before, peer.Clock.Milliseconds);
    }

    [Fact]
    public void WhereOneSessionIsAllThereIsNobodyWaits()
    {
        TestPeer peer = new TestPeer(profile: Profile.FourSockets());
        int id = Subscribe(peer, "printer-state-changed");
        long before = peer.Clock.Milliseconds;
        Assert.Equal(Limits.NotifyInterval.ToString(), Waiting(id).Ask(peer).Value(IppTag.OperationGroup, "notify-get-interval"));
        Assert.Equal(before, peer.Clock.Milliseconds);
    }

    [Fact]
    public void OnlyWhatWasAskedForIsTold()
    {
        TestPeer peer = new TestPeer();
        int completed = Subscribe(peer, "job-completed");
        int nothing = Subscribe(peer, "none");
        IppCall.To(Operation.PrintJob).Document(Encoding.ASCII.GetBytes("X")).Ask(peer);
        Assert.Equal("job-completed", Assert.Single(Events(peer, completed))["notify-subscribed-event"][0]);
        Assert.Empty(Events(peer, nothing));
    }

    [Fact]
    public void ASubscriptionIsRenewedCanceledAndEndsWithItsLease()
    {
        TestPeer peer = new TestPeer();
        int id = Subscribe(peer, "job-created");
        IppCall By(int operation) => IppCall.To(operation).With(w => w.Integer("notify-subscription-id", id));
        IppReply told = By(Operation.GetSubscriptionAttributes).Ask(peer);
        Assert.Equal("ippget", told.Value(IppTag.SubscriptionGroup, "notify-pull-method"));
        Assert.Equal("job-created", told.Value(IppTag.SubscriptionGroup, "notify-events"));
        Assert.Equal("3600", told.Value(IppTag.SubscriptionGroup, "notify-lease-duration"));
        Assert.Equal("ann", told.Value(IppTag.SubscriptionGroup, "notify-subscriber-user-name"));
        Assert.Equal("60", By(Operation.RenewSubscription).With(w => w.Integer("notify-lease-duration", 60)).Ask(peer).Value(IppTag.SubscriptionGroup, "notify-lease-duration"));
        peer.Clock.Advance(59000);
        Assert.Equal(IppStatus.SuccessfulOk, Get(peer, id).Status);
        peer.Clock.Advance(2000);
        Assert.Equal(IppStatus.NotFound, Get(peer, id).Status);
        Assert.Equal(IppStatus.NotFound, By(Operation.RenewSubscription).Ask(peer).Status);
        id = Subscribe(peer, "job-created");
        Assert.Equal(IppStatus.SuccessfulOk, By(Operation.CancelSubscription).Ask(peer).Status);
        Assert.Equal(IppStatus.NotFound, By(Operation.CancelSubscription).Ask(peer).Status);
    }

    [Fact]
    public void TheTableHasAnEndAndMakesRoomAgain()
    {
        TestPeer peer = new TestPeer();
        for (int i = 0; i < peer.Profile.Subscriptions; i++)
        {
            Subscribe(peer, "job-created");
        }

        IppReply full = Make(peer, "job-created");
        Assert.Equal(IppStatus.IgnoredAllSubscriptions, full.Status);
        Assert.Equal(IppStatus.TooManySubscriptions.ToString(), full.Value(IppTag.SubscriptionGroup, "notify-status-code"));
        Assert.Equal(peer.Profile.Subscriptions, Mine(peer));
        peer.Clock.Advance(Limits.NotifyLease * 1000L);
        Assert.Equal(0, Mine(peer));
        Subscribe(peer, "job-created");
        Assert.Equal(1, Mine(peer));
    }

    [Fact]
    public void EventsThatGaveWayKeepTheNumbersOfThoseThatFollow()
    {
        TestPeer peer = new TestPeer();
        int id = Subscribe(peer, "printer-state-changed");
        int changes = peer.Profile.PrinterEvents + 10;
        for (int i = 0; i < changes; i++)
        {
            IppCall.To(i % 2 == 0 ? Operation.DisablePrinter : Operation.EnablePrinter).Ask(peer);
        }

        List<Dictionary<string, List<string>>> events = Events(peer, id);
        Assert.Equal(peer.Profile.PrinterEvents, events.Count);
        Assert.Equal(changes.ToString(), events[^1]["notify-sequence-number"][0]);
        Assert.Equal((changes - events.Count + 1).ToString(), events[0]["notify-sequence-number"][0]);
    }

    [Fact]
    public void WhatIsNotUnderstoodIsRefused()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.CreatePrinterSubscriptions).Ask(peer).Status);
        Assert.Equal(IppStatus.IgnoredAllSubscriptions, IppCall.To(Operation.CreatePrinterSubscriptions).Group(IppTag.SubscriptionGroup).With(w => w.Uri("notify-recipient-uri", "mailto:a@b")).Ask(peer).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.GetNotifications).Ask(peer).Status);
        Assert.Equal(IppStatus.NotFound, Get(peer, 5).Status);
        Assert.Equal(IppStatus.NotFound, IppCall.To(Operation.CreateJobSubscriptions).With(w => w.Integer("notify-job-id", 9)).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).Ask(peer).Status);
        int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CreateJobSubscriptions).With(w => w.Integer("notify-job-id", job)).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).Ask(peer).Status);
        Assert.Single(IppCall.To(Operation.GetSubscriptions).With(w => w.Integer("notify-job-id", job)).Ask(peer).Groups, g => g.Tag == IppTag.SubscriptionGroup);
    }

    private static IppReply Make(TestPeer peer, string events)
    {
        byte[] data = Encoding.ASCII.GetBytes("data");
        return IppCall.To(Operation.CreatePrinterSubscriptions).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).With(w => w.Keyword("notify-events", events))
            .With(w => w.Value(IppTag.OctetString, "notify-user-data", data, 0, data.Length)).Ask(peer);
    }

    private static int Subscribe(TestPeer peer, string events)
    {
        IppReply reply = Make(peer, events);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        return int.Parse(reply.Value(IppTag.SubscriptionGroup, "notify-subscription-id"));
    }

    private static int Mine(TestPeer peer)
    {
        return IppCall.To(Operation.GetSubscriptions).With(w => w.Boolean("my-subscriptions", true)).Ask(peer).Groups.Count(g => g.Tag == IppTag.SubscriptionGroup);
    }

    private static IppReply Get(TestPeer peer, int id, int from = 1)
    {
        return IppCall.To(Operation.GetNotifications).With(w => w.Integer("notify-subscription-ids", id)).With(w => w.Integer("notify-sequence-numbers", from)).Ask(peer);
    }

    private static IppCall Waiting(int id)
    {
        return IppCall.To(Operation.GetNotifications).With(w => w.Integer("notify-subscription-ids", id)).With(w => w.Boolean("notify-wait", true));
    }

    private static List<Dictionary<string, List<string>>> Events(TestPeer peer, int id, int from = 1)
    {
        IppReply reply = Get(peer, id, from);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        return reply.Groups.Where(g => g.Tag == IppTag.EventNotificationGroup).Select(g => g.Values).ToList();
    }
}
