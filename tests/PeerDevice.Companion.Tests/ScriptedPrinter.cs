using System;
using System.Collections.Generic;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Tests;

/// <summary>An IPP Printer that answers as a test says. Takes what <see cref="ScriptedServer"/> hands it; any thread may ask.</summary>
internal sealed class ScriptedPrinter
{
    /// <summary>The operations that its Get-Printer-Attributes lists.</summary>
    public int[] Operations { get; set; } = [Operation.PrintJob, Operation.CreateJob, Operation.SendDocument, Operation.CancelJob, Operation.GetJobAttributes, Operation.GetPrinterAttributes];

    public string Formats { get; set; } = "application/octet-stream";

    public string DeviceId { get; set; } = "";

    public int CopiesMost { get; set; } = 99;

    public int State { get; set; } = 3;

    public string Message { get; set; } = "";

    /// <summary>The state of the Job when it is asked for, one time after the other; the last stands.</summary>
    public Queue<int> JobStates { get; } = new([9]);

    public string JobReasons { get; set; } = "none";

    public string JobMessage { get; set; } = "";

    /// <summary>What it does instead of answering as usual, by the operation and the request-id; null to answer as usual.</summary>
    public Func<int, int, ScriptedServer.Reply?> Instead { get; set; } = static (_, _) => null;

    /// <summary>Every operation that came, in order, without the looks of who waits.</summary>
    public List<int> Asked { get; } = [];

    /// <summary>The documents that came whole or in part.</summary>
    public List<byte[]> Documents { get; } = [];

    /// <summary>The attributes of the last request that made a Job: name and number of copies.</summary>
    public (string Title, int Copies, string User, string Format) Job { get; private set; }

    /// <summary>The number of the Job that was made last.</summary>
    public int Number { get; private set; } = 40;

    public ScriptedServer.Reply Answer(ScriptedServer.Request http)
    {
        if (http.Method != "POST")
        {
            return ScriptedServer.Text(404, "not here");
        }

        BufferedSource source = new(new byte[65536]);
        source.Attach(new WholeSource(http.Body));
        IppReader request = new();
        request.BeginRequest(source);
        Assert.Equal(IppReader.Complete, request.Read());
        int operation = request.Operation;
        if (operation is not (Operation.GetJobAttributes or Operation.GetPrinterAttributes))
        {
            Asked.Add(operation);
        }

        Take(request, operation, http.Body.AsSpan(source.Start).ToArray());
        return Instead(operation, request.RequestId) ?? Reply(IppStatus.SuccessfulOk, request.RequestId, writer => Fill(writer, operation));
    }

    /// <summary>A reply of a status and some attributes.</summary>
    public static ScriptedServer.Reply Reply(int status, int requestId, Action<IppWriter>? fill = null, string message = "")
    {
        ByteWriter to = new(new byte[16384]);
        IppWriter writer = new(to, null);
        writer.Begin(0x0200, status, requestId);
        writer.BeginOperation("en");
        if (message.Length > 0)
        {
            writer.Text("status-message", message);
        }

        fill?.Invoke(writer);
        writer.End();
        return ScriptedServer.Octets(200, to.Buffer[..to.Position], "Content-Type: application/ipp");
    }

    private void Take(IppReader request, int operation, byte[] document)
    {
        int group = request.Group(IppTag.OperationGroup);
        if (operation is Operation.CreateJob or Operation.PrintJob)
        {
            Number++;
            Job = (request.String(request.Find(group, "job-name")), request.Integer(request.Find(request.Group(IppTag.JobGroup), "copies"), 1),
                request.String(request.Find(group, "requesting-user-name")), request.String(request.Find(group, "document-format")));
        }

        if (operation == Operation.SendDocument)
        {
            Assert.Equal(Number, request.Integer(request.Find(group, "job-id"), 0));
            Assert.True(request.Boolean(request.Find(group, "last-document"), false));
            Job = Job with { Format = request.String(request.Find(group, "document-format")) };
        }

        if (operation is Operation.SendDocument or Operation.PrintJob)
        {
            Documents.Add(document);
        }
    }

    private void Fill(IppWriter writer, int operation)
    {
        switch (operation)
        {
            case Operation.GetPrinterAttributes:
                writer.Group(IppTag.PrinterGroup);
                writer.Name("printer-name", "Office");
                writer.Enum("printer-state", State);
                writer.Keyword("printer-state-reasons", State == 5 ? "media-empty-error" : "none");
                writer.Text("printer-state-message", Message);
                writer.Text("printer-device-id", DeviceId);
                writer.Boolean("printer-is-accepting-jobs", true);
                for (int i = 0; i < Operations.Length; i++)
                {
                    writer.Enum(i == 0 ? "operations-supported" : IppWriter.More, Operations[i]);
                }

                writer.List(IppTag.MimeMediaType, "document-format-supported", Formats);
                writer.Range("copies-supported", 1, CopiesMost);
                break;
            case Operation.CreateJob:
                FillJob(writer, 3, "job-incoming");
                break;
            case Operation.SendDocument or Operation.PrintJob or Operation.GetJobAttributes:
                FillJob(writer, JobStates.Count > 1 ? JobStates.Dequeue() : JobStates.Peek(), JobReasons);
                break;
        }
    }

    private void FillJob(IppWriter writer, int state, string reasons)
    {
        writer.Group(IppTag.JobGroup);
        writer.Integer("job-id", Number);
        writer.Enum("job-state", state);
        writer.Keywords("job-state-reasons", reasons);
        if (JobMessage.Length > 0)
        {
            writer.Text("job-state-message", JobMessage);
        }
    }
}
