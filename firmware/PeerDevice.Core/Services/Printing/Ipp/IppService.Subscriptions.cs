using System;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>Subscriptions (RFC 3995) and the events that they bring when they are asked for (RFC 3996). There is no pushing: a board has no sockets for it.</content>
public sealed partial class IppService
{
    /// <summary>Makes the subscriptions of a request, one for each of its subscription groups. A Job's are made before its document comes, so that they miss nothing.</summary>
    private void MakeSubscriptions(IppDesk desk, Job? job)
    {
        IppReader request = desk.Request;
        for (int group = 0; group < request.Groups; group++)
        {
            if (request.GroupTag(group) == IppTag.SubscriptionGroup)
            {
                int status = Subscribe(desk, group, job, out Subscription one);
                desk.Keep(one, status);
            }
        }
    }

    /// <summary>Takes them back: there is no Job.</summary>
    private void UndoSubscriptions(IppDesk desk)
    {
        for (int i = 0; i < desk.SubscriptionCount; i++)
        {
            _subscriptions.Remove(desk.Subscriptions[i]!);
        }
    }

    /// <summary>Tells of each subscription that was made, or of why it was not, in the response, which has begun.</summary>
    private static void WriteSubscriptions(IppDesk desk)
    {
        for (int i = 0; i < desk.SubscriptionCount; i++)
        {
            Subscription one = desk.Subscriptions[i]!;
            int status = desk.SubscriptionStatus[i];
            desk.Response.Group(IppTag.SubscriptionGroup);
            if (status != IppStatus.SuccessfulOk)
            {
                desk.Response.Enum("notify-status-code", status);
                continue;
            }

            desk.Response.Integer("notify-subscription-id", one.Id);
            if (one.Job is null)
            {
                desk.Response.Integer("notify-lease-duration", one.Lease);
            }
        }
    }

    private int Subscribe(IppDesk desk, int group, Job? job, out Subscription one)
    {
        IppReader request = desk.Request;
        one = new Subscription { Printer = desk.Printer, Job = job, User = desk.User(), Events = EventWords.Default };
        int pull = request.Find(group, "notify-pull-method");
        if (!request.Is(pull, "ippget"))
        {
            return IppStatus.AttributesOrValuesNotSupported; // notify-recipient-uri: nothing is pushed
        }

        int events = request.Find(group, "notify-events");
        if (events >= 0)
        {
            one.Events = 0;
            for (int at = events; at >= 0; at = request.Next(at))
            {
                int kinds = EventWords.Kinds(request, at);
                one.Events |= kinds > 0 ? kinds : 0;
            }
        }

        int data = request.Find(group, "notify-user-data");
        if (data >= 0)
        {
            int length = request.End(data) - request.Start(data);
            if (length > Limits.NotifyUserData)
            {
                return IppStatus.RequestValueTooLong; // RFC 3995 §5.3.6
            }

            one.Data = new byte[length];
            Array.Copy(request.Buffer, request.Start(data), one.Data, 0, length);
        }

        if (job is null)
        {
            Lease(one, request.Integer(request.Find(group, "notify-lease-duration"), Limits.NotifyLease));
        }

        return _subscriptions.Add(one) ? IppStatus.SuccessfulOk : IppStatus.TooManySubscriptions;
    }

    // RFC 3995 §5.3.8: 0 asks for what never ends, which is as long as there can be.
    private static void Lease(Subscription one, int seconds)
    {
        one.Lease = seconds <= 0 || seconds > Limits.NotifyLeaseMost ? Limits.NotifyLeaseMost : seconds;
        one.EndsUp = one.Printer.Up + one.Lease;
    }

    private int CreateSubscriptions(IppDesk desk, bool isOfJob)
    {
        IppReader request = desk.Request;
        Job? job = null;
        if (isOfJob)
        {
            int id = desk.Find("notify-job-id");
            if (id < 0)
            {
                return IppStatus.BadRequest;
            }

            job = desk.Printer.Find(request.Integer(id, 0));
            if (job is null || job.IsEnded)
            {
                return job is null ? IppStatus.NotFound : IppStatus.NotPossible;
            }
        }

        if (request.Group(IppTag.SubscriptionGroup) < 0)
        {
            return IppStatus.BadRequest;
        }

        MakeSubscriptions(desk, job);
        if (Begin(desk, desk.SubscriptionsMade == desk.SubscriptionCount ? IppStatus.SuccessfulOk : desk.SubscriptionsMade > 0 ? IppStatus.SuccessfulOkIgnoredSubscriptions : IppStatus.IgnoredAllSubscriptions))
        {
            WriteSubscriptions(desk);
        }

        return End(desk);
    }

    /// <summary>The one subscription that a request is about, or the status that says why there is none.</summary>
    private int FindSubscription(IppDesk desk, out Subscription? one)
    {
        int id = desk.Find("notify-subscription-id");
        one = id < 0 ? null : _subscriptions.Find(desk.Printer, desk.Request.Integer(id, 0));
        return id < 0 ? IppStatus.BadRequest : one is null ? IppStatus.NotFound : IppStatus.SuccessfulOk;
    }

    private int GetSubscriptionAttributes(IppDesk desk)
    {
        int status = FindSubscription(desk, out Subscription? one);
        if (one is null)
        {
            return status;
        }

        desk.Requested.Begin(desk.Request, desk.Find("requested-attributes"), Requested.Description | Requested.SubscriptionTemplate);
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            WriteSubscription(desk, one);
        }

        return End(desk);
    }

    private int GetSubscriptions(IppDesk desk)
    {
        IppReader request = desk.Request;
        int jobId = request.Integer(desk.Find("notify-job-id"), 0);
        bool onlyMine = request.Boolean(desk.Find("my-subscriptions"), false);
        int limit = request.Integer(desk.Find("limit"), int.MaxValue);
        if (limit < 1)
        {
            return IppStatus.BadRequest;
        }

        if (jobId != 0 && desk.Printer.Find(jobId) is null)
        {
            return IppStatus.NotFound;
        }

        string user = desk.User();
        int at = desk.Find("requested-attributes");
        desk.Requested.Begin(request, at, 0);
        if (!Begin(desk, IppStatus.SuccessfulOk))
        {
            return End(desk);
        }

        for (int i = 0; i < _subscriptions.Size && limit > 0; i++)
        {
            Subscription? one = _subscriptions.At(i);
            if (one is null || one.Printer != desk.Printer || (onlyMine && one.User != user) || (one.Job is null ? 0 : one.Job.Id) != jobId)
            {
                continue;
            }

            limit--;
            if (at < 0)
            {
                desk.Response.Group(IppTag.SubscriptionGroup);
                desk.Response.Integer("notify-subscription-id", one.Id);
            }
            else
            {
                WriteSubscription(desk, one);
            }
        }

        return End(desk);
    }

    private int RenewSubscription(IppDesk desk)
    {
        int status = FindSubscription(desk, out Subscription? one);
        if (one is null)
        {
            return status;
        }

        if (one.Job is not null)
        {
            return IppStatus.NotPossible; // RFC 3995 §11.2.6: it has no lease
        }

        Lease(one, desk.Request.Integer(desk.Find("notify-lease-duration"), Limits.NotifyLease));
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            desk.Response.Group(IppTag.SubscriptionGroup);
            desk.Response.Integer("notify-lease-duration", one.Lease);
        }

        return End(desk);
    }

    private int CancelSubscription(IppDesk desk)
    {
        int status = FindSubscription(desk, out Subscription? one);
        if (one is null)
        {
            return status;
        }

        _subscriptions.Remove(one);
        return Told(desk, PrintStatus.Ok);
    }

    private void WriteSubscription(IppDesk desk, Subscription one)
    {
        const int Template = Requested.SubscriptionTemplate;
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        to.Group(IppTag.SubscriptionGroup);
        if (wanted.Wants("notify-subscription-id", Group))
        {
            to.Integer("notify-subscription-id", one.Id);
        }

        if (wanted.Wants("notify-pull-method", Template))
        {
            to.Keyword("notify-pull-method", "ippget");
        }

        if (wanted.Wants("notify-events", Template))
        {
            WriteEvents(to, one.Events);
        }

        if (one.Data.Length > 0 && wanted.Wants("notify-user-data", Template))
        {
            to.Value(IppTag.OctetString, "notify-user-data", one.Data, 0, one.Data.Length);
        }

        if (wanted.Wants("notify-charset", Template))
        {
            to.Charset("notify-charset", "utf-8");
        }

        if (wanted.Wants("notify-natural-language", Template))
        {
            to.NaturalLanguage("notify-natural-language", "en");
        }

        if (wanted.Wants("notify-sequence-number", Group))
        {
            to.Integer("notify-sequence-number", LastNumber(desk, one));
        }

        if (wanted.Wants("notify-printer-uri", Group))
        {
            WriteUri(desk, "notify-printer-uri", "ipp", desk.PrinterPath);
        }

        if (wanted.Wants("notify-subscriber-user-name", Group))
        {
            to.Name("notify-subscriber-user-name", one.User);
        }

        if (one.Job is not null)
        {
            if (wanted.Wants("notify-job-id", Group))
            {
                to.Integer("notify-job-id", one.Job.Id);
            }

            return;
        }

        // A Job's subscription has no lease, and so none of these.
        if (wanted.Wants("notify-lease-duration", Template))
        {
            to.Integer("notify-lease-duration", one.Lease);
        }

        if (wanted.Wants("notify-lease-expiration-time", Group))
        {
            to.Integer("notify-lease-expiration-time", one.EndsUp);
        }

        if (wanted.Wants("notify-printer-up-time", Group))
        {
            to.Integer("notify-printer-up-time", one.Printer.Up);
        }
    }

    // The keywords that the bits stand for; a general one in the place of those it holds.
    private static void WriteEvents(IppWriter to, int events)
    {
        const int OfJobState = PrinterEvent.JobCreated | PrinterEvent.JobStopped | PrinterEvent.JobCompleted;
        events &= (events & PrinterEvent.JobStateChanged) != 0 ? ~OfJobState : ~0;
        events &= (events & PrinterEvent.PrinterStateChanged) != 0 ? ~PrinterEvent.PrinterStopped : ~0;
        string name = "notify-events";
        for (int kind = 1; kind <= PrinterEvent.PrinterConfigChanged; kind <<= 1)
        {
            if ((events & kind) != 0)
            {
                to.Keyword(name, EventWords.Keyword(kind));
                name = IppWriter.More;
            }
        }

        if (name.Length > 0)
        {
            to.Keyword(name, "none");
        }
    }

    private static int LastNumber(IppDesk desk, Subscription one)
    {
        PrinterEvent scratch = desk.Event;
        Subscriptions.CatchUp(one, scratch);
        int number = one.Counted;
        for (int sequence = one.Next; sequence <= one.Printer.Events.Last; sequence++)
        {
            number += one.Printer.Events.Read(sequence, scratch) && one.Wants(scratch) ? 1 : 0;
        }

        return number;
    }

    /// <summary>
    /// Get-Notifications (RFC 3996 §5.2): what there is. Who wants to wait is kept until there is something, a while at most, and told when to ask again: so the Printer leaves Event Wait Mode with its first response,
    /// as §5.2 allows, and no session is anybody's for ever. Where too many wait already, it answers at once.
    /// </summary>
    private int GetNotifications(IppDesk desk)
    {
        int ids = desk.Find("notify-subscription-ids");
        if (ids < 0)
        {
            return IppStatus.BadRequest;
        }

        bool hasWaited = desk.Request.Boolean(desk.Find("notify-wait"), false) && AwaitNotifications(desk, ids);
        int status = StatusOfNotifications(desk, ids);
        if (!IppStatus.IsSuccess(status))
        {
            return status;
        }

        if (!Begin(desk, status))
        {
            return End(desk);
        }

        desk.Response.Integer("notify-get-interval", hasWaited ? Limits.NotifyIntervalWaited : Limits.NotifyInterval);
        desk.Response.Integer("printer-up-time", desk.Printer.Up);
        TellNotifications(desk, ids, true);
        return End(desk);
    }

    /// <summary>Whether there are subscriptions of those numbers, and whether more will come for any of them.</summary>
    private int StatusOfNotifications(IppDesk desk, int ids)
    {
        bool isComplete = true;
        int found = 0;
        for (int at = ids; at >= 0; at = desk.Request.Next(at))
        {
            Subscription? one = _subscriptions.Find(desk.Printer, desk.Request.Integer(at, 0));
            found += one is null ? 0 : 1;

            // RFC 3996 §5.2.2: no more will come for a Job that has ended.
            isComplete &= one is null || (one.Job is not null && one.Job.IsEnded);
        }

        return found == 0 ? IppStatus.NotFound : isComplete ? IppStatus.SuccessfulOkEventsComplete : IppStatus.SuccessfulOk;
    }

    /// <summary>Waits until there is something to tell, or nothing more to come.</summary>
    /// <returns>False when it was not waited: as many do as may.</returns>
    private bool AwaitNotifications(IppDesk desk, int ids)
    {
        lock (_subscriptions)
        {
            if (_waiting >= _waitsMost)
            {
                return false;
            }

            _waiting++;
        }

        try
        {
            long until = _clock.Milliseconds + Limits.NotifyWaitMilliseconds;
            while (StatusOfNotifications(desk, ids) == IppStatus.SuccessfulOk && TellNotifications(desk, ids, false) == 0 && _clock.Milliseconds < until && !desk.Printer.IsEnding)
            {
                _clock.Sleep(Limits.NotifyLookMilliseconds);
            }
        }
        finally
        {
            lock (_subscriptions)
            {
                _waiting--;
            }
        }

        return true;
    }

    /// <summary>Tells what those subscriptions have that was not told yet, or only counts it.</summary>
    private int TellNotifications(IppDesk desk, int ids, bool writes)
    {
        IppReader request = desk.Request;
        int count = 0;
        int number = desk.Find("notify-sequence-numbers");
        for (int at = ids; at >= 0; at = request.Next(at))
        {
            Subscription? one = _subscriptions.Find(desk.Printer, request.Integer(at, 0));
            if (one is not null)
            {
                count += TellNotifications(desk, one, request.Integer(number, 1), writes);
            }

            number = number < 0 ? number : request.Next(number);
        }

        return count;
    }

    private int TellNotifications(IppDesk desk, Subscription one, int from, bool writes)
    {
        int count = 0;
        PrinterEvent happened = desk.Event;
        Subscriptions.CatchUp(one, happened);
        int number = one.Counted;
        PrinterEvents ring = one.Printer.Events;
        int last = ring.Last;
        for (int sequence = one.Next; sequence <= last && !desk.Response.Failed; sequence++)
        {
            if (!ring.Read(sequence, happened) || !one.Wants(happened))
            {
                continue;
            }

            number++;
            if (number < from)
            {
                continue;
            }

            count++;
            if (writes)
            {
                WriteNotification(desk, one, happened, number);
            }
        }

        return count;
    }

    private void WriteNotification(IppDesk desk, Subscription one, PrinterEvent happened, int number)
    {
        IppWriter to = desk.Response;
        to.Group(IppTag.EventNotificationGroup);
        to.Integer("notify-subscription-id", one.Id);
        WriteUri(desk, "notify-printer-uri", "ipp", desk.PrinterPath);
        to.Keyword("notify-subscribed-event", EventWords.Subscribed(happened.Kind, one.Events));
        to.Integer("printer-up-time", happened.Up);
        to.Integer("notify-sequence-number", number);
        to.Charset("notify-charset", "utf-8");
        to.NaturalLanguage("notify-natural-language", "en");
        if (one.Data.Length > 0)
        {
            to.Value(IppTag.OctetString, "notify-user-data", one.Data, 0, one.Data.Length);
        }

        to.Text("notify-text", EventWords.Sentence(happened.Kind));
        if (happened.JobId != 0)
        {
            to.Integer("notify-job-id", happened.JobId);
            to.Enum("job-state", happened.JobState);
            WriteJobReasons(to, happened.JobReasons);
            return;
        }

        to.Enum("printer-state", happened.PrinterState);
        WriteReasons(to, happened.PrinterReasons);
        to.Boolean("printer-is-accepting-jobs", happened.IsAccepting);
    }

    private void WriteNotifyFacts(IppDesk desk)
    {
        const int Template = Requested.SubscriptionTemplate | Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        if (wanted.Wants("notify-events-default", Template))
        {
            WriteDefaultEvents(to);
        }

        if (wanted.Wants("notify-events-supported", Template))
        {
            to.Keywords("notify-events-supported", EventWords.Supported);
        }

        if (wanted.Wants("notify-pull-method-supported", Template))
        {
            to.Keyword("notify-pull-method-supported", "ippget");
        }

        if (wanted.Wants("notify-lease-duration-default", Template))
        {
            to.Integer("notify-lease-duration-default", Limits.NotifyLease);
        }

        if (wanted.Wants("notify-lease-duration-supported", Template))
        {
            to.Range("notify-lease-duration-supported", 1, Limits.NotifyLeaseMost);
        }

        if (wanted.Wants("notify-max-events-supported", Template))
        {
            to.Integer("notify-max-events-supported", EventKinds);
        }

        WriteInteger(desk, "ippget-event-life", Limits.NotifyEventLife);
    }

    private const int EventKinds = 9;

    private static void WriteDefaultEvents(IppWriter to)
    {
        to.Keyword("notify-events-default", EventWords.Keyword(EventWords.Default));
    }
}
