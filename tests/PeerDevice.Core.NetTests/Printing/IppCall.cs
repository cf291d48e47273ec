using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>An IPP request as a test writes it, and what came back. The octets go through a whole session.</summary>
internal sealed class IppCall
{
    public const string Printer = "ipp://desk:8631/ipp/print";

    private readonly ByteWriter _octets = new ByteWriter(new byte[65536]);
    private readonly IppWriter _to;
    private byte[] _document = Array.Empty<byte>();

    private IppCall(int operation)
    {
        _to = new IppWriter(_octets, null);
        _to.Begin(0x0200, operation, 1234);
        _to.BeginOperation("en");
    }

    /// <summary>A request to the Printer.</summary>
    public static IppCall To(int operation, string printer = Printer)
    {
        return new IppCall(operation).With(w => w.Uri("printer-uri", printer)).With(w => w.Name("requesting-user-name", "ann"));
    }

    /// <summary>A request about a Job.</summary>
    public static IppCall Of(int operation, int job)
    {
        return new IppCall(operation).With(w => w.Uri("printer-uri", Printer)).With(w => w.Integer("job-id", job)).With(w => w.Name("requesting-user-name", "ann"));
    }

    /// <summary>A request without a target.</summary>
    public static IppCall Bare(int operation)
    {
        return new IppCall(operation);
    }

    /// <summary>Adds what a test writes.</summary>
    public IppCall With(Action<IppWriter> write)
    {
        write(_to);
        return this;
    }

    /// <summary>Begins a group.</summary>
    public IppCall Group(int tag)
    {
        _to.Group(tag);
        return this;
    }

    /// <summary>Puts a document behind.</summary>
    public IppCall Document(byte[] document)
    {
        _document = document;
        return this;
    }

    /// <summary>The message.</summary>
    public byte[] Octets()
    {
        _to.End();
        Assert.False(_to.Overflowed);
        byte[] all = new byte[_octets.Position + _document.Length];
        Array.Copy(_octets.Buffer, all, _octets.Position);
        _document.CopyTo(all, _octets.Position);
        return all;
    }

    /// <summary>Sends it, and reads what came back.</summary>
    public IppReply Ask(TestPeer peer)
    {
        return IppReply.Of(peer.Ask("POST", "/ipp/print", "Content-Type: application/ipp\r\n", Octets()));
    }
}

/// <summary>What came back: groups of attributes, each with its values in words and its syntax.</summary>
internal sealed class IppReply
{
    private IppReply(int status)
    {
        Status = status;
    }

    public int Status { get; }

    public int RequestId { get; private set; }

    public int Version { get; private set; }

    /// <summary>The groups in their order.</summary>
    public List<(int Tag, Dictionary<string, List<string>> Values)> Groups { get; } = new();

    /// <summary>The syntax of each attribute.</summary>
    public Dictionary<string, int> Syntax { get; } = new();

    public static IppReply Of(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.True(answer.IsWhole);
        Assert.Equal("application/ipp", answer.Field("Content-Type"));
        BufferedSource source = new BufferedSource(new byte[answer.Content.Length + 1]);
        source.Attach(new StreamSource(answer.Content));
        IppReader reader = new IppReader(1000, 1000);
        reader.BeginResponse(source);
        Assert.Equal(IppReader.Complete, reader.Read());
        IppReply reply = new IppReply(reader.Status) { RequestId = reader.RequestId, Version = reader.Version };
        for (int group = 0; group < reader.Groups; group++)
        {
            Dictionary<string, List<string>> values = new();
            for (int i = reader.FirstOf(group); i < reader.FirstOf(group + 1); i++)
            {
                int at = reader.Attribute(i);
                string name = Encoding.ASCII.GetString(reader.Buffer, reader.NameStart(at), reader.NameEnd(at) - reader.NameStart(at));
                Assert.False(values.ContainsKey(name), name + " stands twice");
                reply.Syntax[name] = reader.Tag(at);
                values[name] = new List<string>();
                for (; at >= 0; at = reader.Next(at))
                {
                    values[name].Add(Shown(reader, at));
                }
            }

            reply.Groups.Add((reader.GroupTag(group), values));
        }

        return reply;
    }

    /// <summary>The first value of an attribute in a group of a tag.</summary>
    public string Value(int tag, string name)
    {
        return Assert.Single(Values(tag, name));
    }

    /// <summary>All values; none where it is not there.</summary>
    public List<string> Values(int tag, string name)
    {
        foreach ((int found, Dictionary<string, List<string>> values) in Groups)
        {
            if (found == tag && values.TryGetValue(name, out List<string>? all))
            {
                return all;
            }
        }

        return new List<string>();
    }

    public string Of(string name)
    {
        return Value(IppTag.PrinterGroup, name);
    }

    public string OfJob(string name)
    {
        return Value(IppTag.JobGroup, name);
    }

    public int Number(string name)
    {
        return int.Parse(OfJob(name), CultureInfo.InvariantCulture);
    }

    private static string Shown(IppReader reader, int at)
    {
        switch (reader.Tag(at))
        {
            case IppTag.Integer:
            case IppTag.Enum:
                return reader.Integer(at, -1).ToString(CultureInfo.InvariantCulture);
            case IppTag.Boolean:
                return reader.Boolean(at, false) ? "true" : "false";
            case IppTag.RangeOfInteger:
                return reader.NumberWithin(at, 0) + "-" + reader.NumberWithin(at, 4);
            case IppTag.Resolution:
                return reader.NumberWithin(at, 0) + "x" + reader.NumberWithin(at, 4);
            case IppTag.BegCollection:
                return "{}";
            case <= IppTag.LastOutOfBand:
                return "<" + reader.Tag(at).ToString("x2", CultureInfo.InvariantCulture) + ">";
            default:
                return reader.String(at);
        }
    }

    private sealed class StreamSource : ByteSource
    {
        private readonly MemoryStream _octets;

        public StreamSource(byte[] octets)
        {
            _octets = new MemoryStream(octets);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int got = _octets.Read(buffer, offset, count);
            return got == 0 ? End : got;
        }
    }
}
