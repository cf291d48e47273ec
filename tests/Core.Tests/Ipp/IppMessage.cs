using System;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

/// <summary>Short ways to make a request for a test and have it read.</summary>
internal static class IppMessage
{
    /// <summary>The octets of a request with the operation attributes that every request has, and what a test writes behind them.</summary>
    public static byte[] Request(Action<IppWriter> write, int version = 0x0200)
    {
        ByteWriter to = new(new byte[32768]);
        IppWriter writer = new(to, null);
        writer.Begin(version, Operation.PrintJob, 1);
        writer.BeginOperation("en");
        write(writer);
        writer.End();
        Assert.False(writer.Overflowed);
        return to.Buffer.AsSpan(0, to.Position).ToArray();
    }

    /// <summary>Reads a request with a buffer of so many octets.</summary>
    public static IppReader Read(byte[] message, out int answer, int room = 32768)
    {
        BufferedSource source = new(new byte[room]);
        source.Attach(new ScriptedSource(message, int.MaxValue));
        IppReader reader = new();
        reader.BeginRequest(source);
        answer = reader.Read();
        return reader;
    }

    /// <summary>How a request is refused; 0 when it is not.</summary>
    public static int Refusal(byte[] message, int room = 32768)
    {
        IppReader reader = Read(message, out int answer, room);
        Assert.Equal(reader.Refusal == 0 ? IppReader.Complete : IppReader.Refused, answer);
        return reader.Refusal;
    }

    /// <summary>A name of so many octets.</summary>
    public static string Name(int octets, char last = 'n') => new string('n', octets - 1) + last;

    /// <summary>What a writer has written since a position, as hexadecimal digits.</summary>
    public static string Hex(ByteWriter writer, int from = 0) => Convert.ToHexString(writer.Buffer, from, writer.Position - from);

    /// <summary>The octets of a text as hexadecimal digits.</summary>
    public static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
