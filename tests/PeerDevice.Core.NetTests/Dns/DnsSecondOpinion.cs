using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace PeerDevice.Tests.Dns;

/// <summary>
/// A second reader of mDNS' messages, written from the RFCs without a look at the engine's: names become lists of labels by recursion, and what is wrong is an exception.
/// </summary>
internal sealed class DnsSecondOpinion
{
    private readonly byte[] _message;
    private int _at;

    private DnsSecondOpinion(byte[] message)
    {
        _message = message;
    }

    /// <summary>What there is in a message, in the words of <see cref="DnsForm"/>.</summary>
    public static string Of(byte[] message)
    {
        StringBuilder told = new();
        if (message.Length is < 12 or > 9000 - 28 || ((message[2] >> 3) & 15) != 0 || (message[3] & 15) != 0)
        {
            return "no message";
        }

        DnsSecondOpinion reader = new(message);
        try
        {
            reader.Tell(told);
            return told.Append("whole").ToString();
        }
        catch (FormatException)
        {
            return told.Append("malformed").ToString();
        }
    }

    /// <summary>A name as text: labels by dots, escaped.</summary>
    public static string Text(IEnumerable<byte[]> labels)
    {
        string text = string.Join('.', labels.Select(Escape));
        return text.Length == 0 ? "." : text;
    }

    private void Tell(StringBuilder told)
    {
        int id = Two();
        int flags = Two();
        told.Append(flags >= 0x8000 ? "response " : "query ").Append(id).Append((flags & 0x0200) != 0 ? " truncated" : "").Append('\n');
        int[] counts = [Two(), Two(), Two(), Two()];
        for (int i = 0; i < counts[0]; i++)
        {
            string name = Name(_message.Length);
            int type = Two();
            int all = Two();
            told.Append(CultureInfo.InvariantCulture, $"? {name} {type} {all % 0x8000}{(all >= 0x8000 ? " unicast" : "")}\n");
        }

        for (int section = 1; section < 4; section++)
        {
            for (int i = 0; i < counts[section]; i++)
            {
                string name = Name(_message.Length);
                int type = Two();
                int all = Two();
                uint seconds = ((uint)Two() << 16) + (uint)Two();
                int length = Two();
                int end = _at + length;
                Demand(end <= _message.Length);
                string data = Data(type, end);
                _at = end;
                told.Append(CultureInfo.InvariantCulture, $"{".anx"[section]} {name} {type} {all % 0x8000}{(all >= 0x8000 ? " flush" : "")} {(seconds >= 0x80000000 ? 0 : seconds)}{data}\n");
            }
        }
    }

    private string Data(int type, int end)
    {
        byte[] data = _message[_at..end];
        switch (type)
        {
            case 1:
                Demand(data.Length == 4);
                return " " + new IPAddress(data);
            case 28:
                Demand(data.Length == 16);
                return " " + Convert.ToHexString(data);
            case 12:
                string target = Name(end);
                Demand(_at == end);
                return " " + target;
            case 33:
                Demand(data.Length >= 6);
                string numbers = $" {Two()} {Two()} {Two()} ";
                string host = Name(end);
                Demand(_at == end);
                return numbers + host;
            case 16:
                return Keys(data);
            case 47:
                string next = Name(end);
                return " " + next + Types(_message[_at..end]);
            default:
                return " " + Convert.ToHexString(data);
        }
    }

    private static string Keys(byte[] data)
    {
        StringBuilder told = new();
        for (int at = 0; at < data.Length; at += data[at] + 1)
        {
            Demand(at + data[at] < data.Length);
            byte[] text = data[(at + 1)..(at + 1 + data[at])];
            int equals = Array.IndexOf(text, (byte)'=');
            byte[] key = equals < 0 ? text : text[..equals];
            if (key.Length > 0 && key.All(octet => octet is >= 0x20 and <= 0x7E))
            {
                told.Append(' ').Append(Encoding.ASCII.GetString(key)).Append(equals < 0 ? "" : "=" + Convert.ToHexString(text[(equals + 1)..]));
            }
        }

        return told.ToString();
    }

    private static string Types(byte[] data)
    {
        StringBuilder told = new();
        int last = -1;
        for (int at = 0; at < data.Length; at += data[at + 1] + 2)
        {
            Demand(data.Length - at >= 2 && data[at] > last && data[at + 1] is >= 1 and <= 32 && at + 2 + data[at + 1] <= data.Length);
            last = data[at];
            for (int bit = 0; bit < data[at + 1] * 8; bit++)
            {
                if ((data[at + 2 + (bit / 8)] >> (7 - (bit % 8)) & 1) == 1)
                {
                    told.Append(' ').Append((last * 256) + bit);
                }
            }
        }

        return told.ToString();
    }

    private string Name(int end)
    {
        (List<byte[]> labels, int behind) = Labels(_at, end, 0);
        Demand(labels.Sum(label => label.Length + 1) + 1 <= 255);
        _at = behind;
        return Text(labels);
    }

    private (List<byte[]> Labels, int Behind) Labels(int start, int end, int hops)
    {
        List<byte[]> labels = [];
        int at = start;
        while (true)
        {
            Demand(at < end && hops <= 16);
            int first = _message[at];
            switch (first >> 6)
            {
                case 0 when first == 0:
                    return (labels, at + 1);
                case 0:
                    Demand(at + 1 + first <= end);
                    labels.Add(_message[(at + 1)..(at + 1 + first)]);
                    at += 1 + first;
                    break;
                case 3:
                    Demand(at + 2 <= end);
                    int target = BinaryPrimitives.ReadUInt16BigEndian(_message.AsSpan(at)) - 0xC000;
                    Demand(target >= 12 && target < start);
                    labels.AddRange(Labels(target, start, hops + 1).Labels);
                    return (labels, at + 2);
                default:
                    throw new FormatException();
            }
        }
    }

    private int Two()
    {
        Demand(_at + 2 <= _message.Length);
        _at += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(_message.AsSpan(_at - 2));
    }

    private static string Escape(byte[] label)
    {
        StringBuilder told = new();
        for (ReadOnlySpan<byte> rest = label; rest.Length > 0;)
        {
            bool isCharacter = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (isCharacter && !Rune.IsControl(rune))
            {
                told.Append(rune.Value is '.' or '\\' or '"' ? "\\" : "").Append(rune);
                rest = rest[length..];
            }
            else
            {
                told.Append(CultureInfo.InvariantCulture, $"\\{rest[0]:000}");
                rest = rest[1..];
            }
        }

        return told.ToString();
    }

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw new FormatException();
        }
    }
}
