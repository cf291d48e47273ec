using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Tests;

/// <summary>A print scheduler as small as it can be, at a socket in the file system: it has one queue, takes jobs and says of them what the test wants.</summary>
internal sealed class FakeScheduler : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public FakeScheduler(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(16);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>The path that the queue is asked for by.</summary>
    public string Queue { get; init; } = "/printers/office";

    public int State { get; set; } = 3;

    public string Reasons { get; set; } = "none";

    public bool IsAccepting { get; set; } = true;

    /// <summary>What a job's state is when it is asked for, one time after the other; the last stands.</summary>
    public ConcurrentQueue<int> JobStates { get; } = new();

    public ConcurrentQueue<byte[]> Documents { get; } = new();

    public ConcurrentQueue<string> Titles { get; } = new();

    public ConcurrentQueue<int> Canceled { get; } = new();

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.Accept();
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            string head = ReadHead(stream);
            byte[] content = head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) ? ReadChunks(stream) : ReadLength(stream, head);
            byte[] answer = Answer(head.Split(' ')[1], content);
            stream.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {answer.Length}\r\n\r\n")));
            stream.Write(answer);
        }
        catch (Exception problem) when (problem is IOException or EndOfStreamException)
        {
            // The client went away in the middle: no job.
        }
    }

    private byte[] Answer(string path, byte[] content)
    {
        BufferedSource source = new(new byte[65536]);
        source.Attach(new WholeSource(content));
        IppReader request = new();
        request.BeginRequest(source);
        Assert.Equal(IppReader.Complete, request.Read());
        int group = request.Group(IppTag.OperationGroup);
        Assert.Equal("ipp://localhost" + path, request.String(request.Find(group, "printer-uri")));
        ByteWriter message = new(new byte[4096]);
        IppWriter writer = new(message, null);
        writer.Begin(0x0200, path == Queue ? 0 : IppStatus.NotFound, request.RequestId);
        writer.BeginOperation("en");
        if (path == Queue)
        {
            Fill(writer, request, group, content, source);
        }

        writer.End();
        return message.Buffer[..message.Position];
    }

    private void Fill(IppWriter writer, IppReader request, int group, byte[] content, BufferedSource source)
    {
        switch (request.Operation)
        {
            case Operation.GetPrinterAttributes:
                writer.Group(IppTag.PrinterGroup);
                writer.Enum("printer-state", State);
                writer.Keywords("printer-state-reasons", Reasons);
                writer.Boolean("printer-is-accepting-jobs", IsAccepting);
                writer.Text("printer-device-id", "MFG:HP;MDL:LaserJet;CMD:PCL;");
                writer.List(IppTag.MimeMediaType, "document-format-supported", "application/octet-stream,application/pdf");
                break;
            case Operation.PrintJob:
                Titles.Enqueue(request.String(request.Find(group, "job-name")));
                Documents.Enqueue(content[source.Start..]);
                writer.Group(IppTag.JobGroup);
                writer.Integer("job-id", 41 + Documents.Count);
                writer.Enum("job-state", 3);
                break;
            case Operation.GetJobAttributes:
                int state = 3;
                if (JobStates.Count > 1)
                {
                    JobStates.TryDequeue(out state);
                }
                else
                {
                    JobStates.TryPeek(out state);
                }

                writer.Group(IppTag.JobGroup);
                writer.Enum("job-state", state);
                break;
            case Operation.CancelJob:
                Canceled.Enqueue(request.Integer(request.Find(group, "job-id"), 0));
                break;
        }
    }

    private static string ReadHead(Stream stream)
    {
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)ReadOctet(stream));
        }

        return head.ToString();
    }

    private static byte[] ReadLength(Stream stream, string head)
    {
        int at = head.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16;
        byte[] content = new byte[int.Parse(head.AsSpan(at, head.IndexOf('\r', at) - at), System.Globalization.CultureInfo.InvariantCulture)];
        stream.ReadExactly(content);
        return content;
    }

    private static byte[] ReadChunks(Stream stream)
    {
        List<byte> content = [];
        while (true)
        {
            StringBuilder line = new();
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                line.Append((char)ReadOctet(stream));
            }

            byte[] chunk = new byte[Convert.ToInt32(line.ToString().Trim(), 16) + 2];
            stream.ReadExactly(chunk);
            if (chunk.Length == 2)
            {
                return [.. content];
            }

            content.AddRange(chunk[..^2]);
        }
    }

    private static int ReadOctet(Stream stream)
    {
        int octet = stream.ReadByte();
        return octet >= 0 ? octet : throw new EndOfStreamException();
    }
}
