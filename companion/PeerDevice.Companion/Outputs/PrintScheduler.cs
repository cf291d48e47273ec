using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Wire.Ieee1284;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Outputs;

/// <summary>This PC's print scheduler (CUPS), asked by IPP (RFC 8011) for one of its queues. Nothing it answers makes it throw.</summary>
internal sealed class PrintScheduler(INetwork network, IClock clock, string queue)
{
    private const string Asked = "printer-state,printer-state-reasons,printer-is-accepting-jobs,printer-device-id,document-format-supported";

    private static readonly IppClient.Bounds Held = new(DesktopLimits.SchedulerAnswerOctets, DesktopLimits.SchedulerAnswerAttributes, Limits.IppGroups);

    // A queue that is a class of several stands elsewhere.
    private bool _isClass;

    private string Path => (_isClass ? "/classes/" : "/printers/") + queue;

    private string Uri => "ipp://localhost" + (_isClass ? "/classes/" : "/printers/") + System.Uri.EscapeDataString(queue);

    /// <summary>Asks for the queue's state.</summary>
    public QueueFacts Ask()
    {
        QueueFacts facts = AskOnce();
        if (facts.Exists)
        {
            return facts;
        }

        _isClass = !_isClass;
        QueueFacts other = AskOnce();
        _isClass = other.Exists ? _isClass : !_isClass;
        return other;
    }

    /// <summary>Begins to print: opens a request whose document is then written to <see cref="IppClient.Content"/>.</summary>
    /// <param name="title">The job's name.</param>
    /// <returns>Null when the scheduler is not there.</returns>
    public IppClient? Begin(string title)
    {
        IppClient client = NewClient();
        IppWriter writer = client.Begin(Operation.PrintJob);
        writer.Name("requesting-user-name", Environment.UserName);
        writer.Name("job-name", title.Length > 0 ? title : "untitled");

        // The scheduler looks itself what it is, and passes on what is nothing that it knows.
        writer.MimeMediaType("document-format", "application/octet-stream");
        return client.Open(-1) ? client : null;
    }

    /// <summary>Ends a request of <see cref="Begin"/>.</summary>
    /// <returns>The job's number; 0 when the scheduler did not take it.</returns>
    public static int End(IppClient client)
    {
        return client.Complete() && IppStatus.IsSuccess(client.Status) ? client.Answer.Integer(client.Answer.Find(client.Answer.Group(IppTag.JobGroup), "job-id"), 0) : 0;
    }

    /// <summary>Asks for the state of a job: RFC 8011 §5.3.7.</summary>
    /// <returns>0 when there is no answer; negative when there is no such job.</returns>
    public int JobState(int job)
    {
        IppClient client = NewClient();
        IppWriter writer = client.Begin(Operation.GetJobAttributes);
        writer.Integer("job-id", job);
        writer.Keywords("requested-attributes", "job-state");
        client.Ask();
        return client.Status == IppStatus.NotFound ? -1
            : IppStatus.IsSuccess(client.Status) ? client.Answer.Integer(client.Answer.Find(client.Answer.Group(IppTag.JobGroup), "job-state"), 0)
            : 0;
    }

    /// <summary>Cancels a job, if it can be.</summary>
    public void Cancel(int job)
    {
        IppClient client = NewClient();
        IppWriter writer = client.Begin(Operation.CancelJob);
        writer.Integer("job-id", job);
        writer.Name("requesting-user-name", Environment.UserName);
        client.Ask();
    }

    private QueueFacts AskOnce()
    {
        IppClient client = NewClient();
        client.Begin(Operation.GetPrinterAttributes).Keywords("requested-attributes", Asked);
        if (!client.Ask() || !IppStatus.IsSuccess(client.Status))
        {
            return new QueueFacts();
        }

        IppReader answer = client.Answer;
        int group = answer.Group(IppTag.PrinterGroup);
        bool isAccepting = answer.Boolean(answer.Find(group, "printer-is-accepting-jobs"), true);
        int conditions = QueueFacts.Meaning(answer.Integer(answer.Find(group, "printer-state"), 0), Texts(answer, group, "printer-state-reasons"));
        string id = answer.String(answer.Find(group, "printer-device-id"));
        byte[] octets = System.Text.Encoding.ASCII.GetBytes(id);
        return new QueueFacts
        {
            Exists = true,
            IsAccepting = isAccepting,
            Conditions = isAccepting ? conditions : conditions | DeviceCondition.Offline,
            DeviceId = octets.Length > 2 ? DeviceId.Read([(byte)((octets.Length + 2) >> 8), (byte)(octets.Length + 2), .. octets], octets.Length + 2) : "",
            Formats = Texts(answer, group, "document-format-supported"),
        };
    }

    private static List<string> Texts(IppReader answer, int group, string name)
    {
        List<string> texts = [];
        for (int at = answer.Find(group, name); at >= 0; at = answer.Next(at))
        {
            texts.Add(answer.String(at));
        }

        return texts;
    }

    private IppClient NewClient() => new(network, clock, "localhost", Limits.HttpPort, Path, Uri, Held) { Patience = DesktopLimits.SchedulerAnswer };
}
