using System;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Dns;

/// <summary>What the engine's readers make of a message, in one text: a line for the header, each question and each record, and how it ended.</summary>
internal static class DnsForm
{
    public const string NoMessage = "no message";
    public const string Malformed = "malformed";
    public const string Whole = "whole";

    /// <summary>Reads the first octets of an array; what stands behind them must not matter.</summary>
    public static string Read(byte[] buffer, int length)
    {
        DnsReader reader = new();
        if (!reader.Read(buffer, length))
        {
            return NoMessage;
        }

        StringBuilder told = new();
        told.Append(reader.IsResponse ? "response " : "query ").Append(reader.Id).Append(reader.IsTruncated ? " truncated" : "").Append('\n');
        while (reader.NextQuestion())
        {
            told.Append("? ").Append(Name(reader, reader.NameStart, reader.End)).Append(' ').Append(reader.Type).Append(' ').Append(reader.Class).Append(reader.HasClassBit ? " unicast" : "").Append('\n');
        }

        while (reader.NextRecord())
        {
            told.Append("anx"[reader.Section]).Append(' ').Append(Name(reader, reader.NameStart, reader.End)).Append(' ').Append(reader.Type).Append(' ').Append(reader.Class)
                .Append(reader.HasClassBit ? " flush" : "").Append(' ').Append(reader.TimeToLive).Append(Data(reader)).Append('\n');
        }

        bool isMalformed = reader.IsMalformed;
        reader.Rewind();
        Assert.Equal(!isMalformed, reader.IsWhole());
        return told.Append(isMalformed ? Malformed : Whole).ToString();
    }

    public static string Read(byte[] octets)
    {
        return Read(octets, octets.Length);
    }

    private static string Data(DnsReader reader)
    {
        byte[] b = reader.Buffer;
        switch (reader.Type)
        {
            case DnsType.A:
                return " " + Ipv4.Text(reader.Address);
            case DnsType.Ptr:
                return " " + Name(reader, reader.DataNameStart, reader.DataEnd);
            case DnsType.Srv:
                return $" {reader.Priority} {reader.Weight} {reader.Port} {Name(reader, reader.DataNameStart, reader.DataEnd)}";
            case DnsType.Txt:
                TxtReader keys = new();
                keys.Begin(b, reader.DataStart, reader.DataEnd);
                StringBuilder all = new();
                while (keys.Next())
                {
                    all.Append(' ').Append(Encoding.ASCII.GetString(b, keys.KeyStart, keys.KeyEnd - keys.KeyStart))
                        .Append(keys.HasValue ? "=" : "").Append(Convert.ToHexString(b, keys.ValueStart, keys.ValueEnd - keys.ValueStart));
                }

                return all.ToString();
            case DnsType.Nsec:
                StringBuilder types = new(" " + Name(reader, reader.DataNameStart, reader.DataEnd));
                for (int type = 0; type <= ushort.MaxValue; type++)
                {
                    if (NsecTypes.Has(b, reader.DataNameEnd, reader.DataEnd, type))
                    {
                        types.Append(' ').Append(type);
                    }
                }

                return types.ToString();
            default:
                return " " + Convert.ToHexString(b, reader.DataStart, reader.DataEnd - reader.DataStart);
        }
    }

    /// <summary>A name as text, which must be the same whether it is read in the message or copied out of it, and is read again as what was copied.</summary>
    private static string Name(DnsReader reader, int start, int end)
    {
        byte[] known = new byte[Limits.DnsNameOctets];
        int length = DnsName.Copy(reader.Buffer, start, end, known, 0);
        Assert.InRange(length, 1, known.Length);
        Array.Resize(ref known, length);
        Assert.True(DnsName.Is(reader.Buffer, start, end, known));
        Assert.Equal(0, DnsName.Copy(reader.Buffer, start, end, new byte[length - 1], 0));
        ByteWriter text = new(new byte[Limits.DnsTextOctets]);
        Assert.True(DnsText.Write(text, reader.Buffer, start, end));
        string told = Encoding.UTF8.GetString(text.Buffer, 0, text.Position);
        Assert.False(text.Overflowed);
        Assert.Equal(known, DnsText.Name(told));
        return told;
    }
}
