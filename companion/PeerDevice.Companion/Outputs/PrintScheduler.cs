using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Wire.Ieee1284;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Outputs;

/// <summary>This PC's print scheduler (CUPS), asked by IPP (RFC 8011) for one of its queues. Nothing it answers makes it throw.</summary>
internal sealed class PrintScheduler(INetwork network, IClock clock, string queue)
{
    private const int Version = 0x0200;
    private const int HeadOctets = 16384;
    private const int RequestOctets = 4096;
    private const int AnswerOctets = 65536;
    private const int Attributes = 512;
    private const int HttpOk = 200;
    private const string Asked = "printer-state,printer-state-reasons,printer-is-accepting-jobs,printer-device-id,document-format-supported";

    private int _request;

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

    /// <summary>Begins to print: opens a request whose document is then written to <see cref="HttpClient.Content"/>.</summary>
    /// <param name="title">The job's name.</param>
    /// <returns>Null when the scheduler is not there.</returns>
    public HttpClient? Begin(string title)
    {
        HttpClient client = NewClient();
        ByteWriter message = Request(Operation.PrintJob, null, out IppWriter writer);
        writer.Name("requesting-user-name", Environment.UserName);
        writer.Name("job-name", title.Length > 0 ? title : "untitled");

        // The scheduler looks itself what it is, and passes on what is nothing that it knows.
        writer.MimeMediaType("document-format", "application/octet-stream");
        writer.End();
        client.Start("POST", Path);
        client.Field("Content-Type: ", "application/ipp");
        if (client.Begin(-1, false) == HttpClient.Ok && client.Content.Write(message.Buffer, 0, message.Position))
        {
            return client;
        }

        client.Close();
        return null;
    }

    /// <summary>Ends a request of <see cref="Begin"/>.</summary>
    /// <returns>The job's number; 0 when the scheduler did not take it.</returns>
    public static int End(HttpClient client)
    {
        int job = 0;
        if (client.Complete() == HttpClient.Ok && Read(client) is { } answer)
        {
            job = answer.Integer(answer.Find(answer.Group(IppTag.JobGroup), "job-id"), 0);
        }

        client.Close();
        return job;
    }

    /// <summary>Asks for the state of a job: RFC 8011 §5.3.7.</summary>
    /// <returns>0 when there is no answer; negative when there is no such job.</returns>
    public int JobState(int job)
    {
        ByteWriter message = Request(Operation.GetJobAttributes, job, out IppWriter writer);
        writer.Keywords("requested-attributes", "job-state");
        writer.End();
        IppReader? answer = Exchange(message, out int status);
        return status == IppStatus.NotFound ? -1 : answer is null ? 0 : answer.Integer(answer.Find(answer.Group(IppTag.JobGroup), "job-state"), 0);
    }

    /// <summary>Cancels a job, if it can be.</summary>
    public void Cancel(int job)
    {
        ByteWriter message = Request(Operation.CancelJob, job, out IppWriter writer);
        writer.Name("requesting-user-name", Environment.UserName);
        writer.End();
        Exchange(message, out _);
    }

    private QueueFacts AskOnce()
    {
        ByteWriter message = Request(Operation.GetPrinterAttributes, null, out IppWriter writer);
        writer.Keywords("requested-attributes", Asked);
        writer.End();
        if (Exchange(message, out _) is not { } answer)
        {
            return new QueueFacts();
        }

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

    private ByteWriter Request(int operation, int? job, out IppWriter writer)
    {
        ByteWriter message = new(new byte[RequestOctets]);
        writer = new IppWriter(message, null);
        _request++;
        writer.Begin(Version, operation, _request);
        writer.BeginOperation("en");
        writer.Uri("printer-uri", Uri);
        if (job is { } number)
        {
            writer.Integer("job-id", number);
        }

        return message;
    }

    private HttpClient NewClient() => new(network, clock, "localhost", Limits.HttpPort, HeadOctets) { Patience = DesktopLimits.SchedulerAnswer };

    private IppReader? Exchange(ByteWriter message, out int status)
    {
        status = 0;
        HttpClient client = NewClient();
        client.Start("POST", Path);
        client.Field("Content-Type: ", "application/ipp");
        IppReader? answer = client.Begin(message.Position, false) == HttpClient.Ok && client.Content.Write(message.Buffer, 0, message.Position) && client.Complete() == HttpClient.Ok
            ? Read(client, out status) : null;
        client.Close();
        return answer;
    }

    private static IppReader? Read(HttpClient client) => Read(client, out _);

    /// <summary>Reads the answer to a request; null unless it is one of success.</summary>
    private static IppReader? Read(HttpClient client, out int status)
    {
        status = 0;
        if (client.Response.Status != HttpOk)
        {
            return null;
        }

        BufferedSource source = new(new byte[AnswerOctets]);
        source.Attach(client.Body);
        IppReader reader = new(Attributes, Limits.IppGroups);
        reader.BeginResponse(source);
        if (reader.Read() != IppReader.Complete)
        {
            return null;
        }

        status = reader.Status;
        return status < IppStatus.BadRequest ? reader : null;
    }
}
