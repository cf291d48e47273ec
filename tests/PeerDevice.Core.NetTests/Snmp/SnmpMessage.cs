using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Tests.Snmp;

/// <summary>SNMP messages as a test writes and reads them, by numbers and lists and not by index: what the engine's own codec is compared with.</summary>
internal sealed record SnmpMessage(int Version, string Community, int Pdu, int Id, int First, int Second, IReadOnlyList<SnmpBinding> Bindings)
{
    public const int Get = 0xA0;
    public const int Next = 0xA1;
    public const int Response = 0xA2;
    public const int Set = 0xA3;
    public const int Bulk = 0xA5;

    /// <summary>A request for names.</summary>
    public static SnmpMessage Ask(int version, int pdu, params string[] names)
    {
        return new SnmpMessage(version, "public", pdu, 0x01020304, 0, 0, names.Select(name => new SnmpBinding(name, 5, [])).ToList());
    }

    public byte[] Encode()
    {
        byte[] bindings = Bindings.SelectMany(one => Tlv(0x30, [.. Tlv(6, Oid(one.Name)), .. Tlv(one.Tag, one.Value)])).ToArray();
        byte[] pdu = [.. Tlv(2, Int(Id)), .. Tlv(2, Int(First)), .. Tlv(2, Int(Second)), .. Tlv(0x30, bindings)];
        return Tlv(0x30, [.. Tlv(2, Int(Version)), .. Tlv(4, Encoding.UTF8.GetBytes(Community)), .. Tlv(Pdu, pdu)]);
    }

    public static SnmpMessage Decode(byte[] octets)
    {
        Queue<(int Tag, byte[] Value)> message = Split(Single(octets, 0x30));
        int version = Number(Take(message, 2));
        string community = Encoding.UTF8.GetString(Take(message, 4));
        (int pduTag, byte[] content) = message.Dequeue();
        Assert.Empty(message);
        Queue<(int Tag, byte[] Value)> pdu = Split(content);
        int id = Number(Take(pdu, 2));
        int first = Number(Take(pdu, 2));
        int second = Number(Take(pdu, 2));
        List<SnmpBinding> bindings = [];
        foreach ((int tag, byte[] value) in Split(Take(pdu, 0x30)))
        {
            Assert.Equal(0x30, tag);
            Queue<(int Tag, byte[] Value)> binding = Split(value);
            string name = Dotted(Take(binding, 6));
            (int valueTag, byte[] valueOctets) = binding.Dequeue();
            Assert.Empty(binding);
            bindings.Add(new SnmpBinding(name, valueTag, valueOctets));
        }

        Assert.Empty(pdu);
        return new SnmpMessage(version, community, pduTag, id, first, second, bindings);
    }

    public static byte[] Tlv(int tag, byte[] content)
    {
        byte[] length = content.Length < 0x80 ? [(byte)content.Length]
            : content.Length < 0x100 ? [0x81, (byte)content.Length] : [0x82, (byte)(content.Length >> 8), (byte)content.Length];
        return [(byte)tag, .. length, .. content];
    }

    public static byte[] Int(long value)
    {
        byte[] all = [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
        int skip = 0;
        while (skip < 3 && ((all[skip] == 0 && all[skip + 1] < 0x80) || (all[skip] == 0xFF && all[skip + 1] >= 0x80)))
        {
            skip++;
        }

        return all[skip..];
    }

    /// <summary>The numbers of a name that begins with 1.3 as other names do.</summary>
    public static uint[] Numbers(string name)
    {
        return name.Split('.').Select(uint.Parse).ToArray();
    }

    public static int Compare(string one, string other)
    {
        uint[] a = Numbers(one);
        uint[] b = Numbers(other);
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static byte[] Oid(string name)
    {
        uint[] numbers = Numbers(name);
        using MemoryStream octets = new();
        foreach (uint number in (uint[])[(numbers[0] * 40) + numbers[1], .. numbers[2..]])
        {
            for (int shift = 28; shift > 0; shift -= 7)
            {
                if (number >> shift != 0)
                {
                    octets.WriteByte((byte)((number >> shift) | 0x80));
                }
            }

            octets.WriteByte((byte)(number & 0x7F));
        }

        return octets.ToArray();
    }

    private static string Dotted(byte[] octets)
    {
        List<ulong> numbers = [];
        ulong number = 0;
        foreach (byte octet in octets)
        {
            number = (number << 7) | (octet & 0x7Fu);
            if (octet < 0x80)
            {
                numbers.Add(number);
                number = 0;
            }
        }

        ulong first = Math.Min(numbers[0] / 40, 2);
        return string.Join('.', [first, numbers[0] - (first * 40), .. numbers[1..]]);
    }

    private static byte[] Single(byte[] octets, int tag)
    {
        Queue<(int Tag, byte[] Value)> parts = Split(octets);
        byte[] value = Take(parts, tag);
        Assert.Empty(parts);
        return value;
    }

    private static byte[] Take(Queue<(int Tag, byte[] Value)> parts, int tag)
    {
        (int got, byte[] value) = parts.Dequeue();
        Assert.Equal(tag, got);
        return value;
    }

    private static Queue<(int Tag, byte[] Value)> Split(byte[] octets)
    {
        Queue<(int, byte[])> parts = new();
        for (int at = 0; at < octets.Length;)
        {
            int tag = octets[at++];
            int length = octets[at++];
            if (length >= 0x80)
            {
                int more = length & 0x7F;
                Assert.InRange(more, 1, 4);
                length = 0;
                for (; more > 0; more--)
                {
                    length = (length << 8) | octets[at++];
                }
            }

            parts.Enqueue((tag, octets[at..(at + length)]));
            at += length;
        }

        return parts;
    }

    private static int Number(byte[] octets)
    {
        return (int)new SnmpBinding("", 2, octets).Number;
    }
}

/// <summary>A variable binding: a dotted name, and the tag and octets of a value.</summary>
internal sealed record SnmpBinding(string Name, int Tag, byte[] Value)
{
    public long Number
    {
        get
        {
            long number = (sbyte)Value[0];
            foreach (byte octet in Value.AsSpan(1))
            {
                number = (number << 8) | octet;
            }

            return number;
        }
    }

    public string Text => Encoding.UTF8.GetString(Value);
}
