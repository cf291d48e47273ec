using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PeerDevice.Tests.Ipp;

/// <summary>
/// Another reader of IPP requests, slow, recursive and by other means: what it says of a message is compared with what the engine's says. It knows the bounds of
/// the engine only where they cannot be met by chance.
/// </summary>
internal sealed class SecondOpinion
{
    private const int Deepest = 10;

    private readonly byte[] _octets;
    private readonly StringBuilder _text = new();
    private int _at;

    private SecondOpinion(byte[] octets)
    {
        _octets = octets;
    }

    /// <summary>What IppForm.Describe says of the same message, with the place where the document begins; null for one that is refused.</summary>
    public static string? Of(byte[] octets, out int document)
    {
        document = 0;
        try
        {
            SecondOpinion opinion = new(octets);
            opinion.Message();
            document = opinion._at;
            return opinion._text.ToString();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static FormatException No(string why) => new(why);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || _octets.Length - _at < count)
        {
            throw No("short");
        }

        ReadOnlySpan<byte> taken = _octets.AsSpan(_at, count);
        _at += count;
        return taken;
    }

    private byte Peek()
    {
        return _at < _octets.Length ? _octets[_at] : throw No("short");
    }

    private void Message()
    {
        int version = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
        int code = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
        int id = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        if (version / 256 is not (1 or 2) || id <= 0)
        {
            throw No("header");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{version:x} {code:x} {id}\n");
        List<byte> groups = [];
        List<(string Name, byte Tag, string Value, int Values)> operation = [];
        for (byte tag = Take(1)[0]; tag != 3; tag = Take(1)[0])
        {
            if (tag is 0 or >= 16 || (groups.Count == 0) != (tag == 1))
            {
                throw No("group");
            }

            if (groups.Count > 0 && (tag < groups[^1] || (tag == groups[^1] && tag != 6)))
            {
                throw No("order");
            }

            groups.Add(tag);
            _text.Append(CultureInfo.InvariantCulture, $"group {tag:x}\n");
            while (Peek() >= 16)
            {
                Attribute(groups.Count == 1 ? operation : null);
            }
        }

        if (operation.Count < 2 || operation[0] is not ("attributes-charset", 0x47, _, 1) || operation[1] is not ("attributes-natural-language", 0x48, _, 1)
            || !operation[0].Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw No("language");
        }
    }

    private void Attribute(List<(string Name, byte Tag, string Value, int Values)>? into)
    {
        byte first = Peek();
        int start = _at;
        (byte tag, byte[] name, byte[] value) = Field();
        if (name.Length == 0 || tag is 0x37 or 0x4A)
        {
            throw No("no attribute");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexString(name)}:\n");
        Value(tag, value, 1);
        int values = 1;
        while (Peek() >= 16 && _octets.Length - _at > 2 && _octets[_at + 1] == 0 && _octets[_at + 2] == 0)
        {
            (tag, _, byte[] another) = Field();
            if (tag is 0x37 or 0x4A)
            {
                throw No("stray");
            }

            Value(tag, another, 1);
            values++;
        }

        into?.Add((Encoding.Latin1.GetString(name), first, Encoding.Latin1.GetString(value), values));
        Assert.True(_at > start);
    }

    private (byte Tag, byte[] Name, byte[] Value) Field()
    {
        byte tag = Take(1)[0];
        byte[] name = Take(BinaryPrimitives.ReadInt16BigEndian(Take(2))).ToArray();
        byte[] value = Take(BinaryPrimitives.ReadInt16BigEndian(Take(2))).ToArray();
        if (name.Length > 255)
        {
            throw No("name");
        }

        return (tag, name, value);
    }

    private void Value(byte tag, byte[] value, int depth)
    {
        CheckSyntax(tag, value);
        _text.Append(CultureInfo.InvariantCulture, $"{tag:x} {Convert.ToHexString(value)}\n");
        if (tag != 0x34)
        {
            return;
        }

        if (depth > Deepest)
        {
            throw No("deep");
        }

        bool hasName = false;
        bool needsValue = false;
        while (true)
        {
            (byte inner, byte[] name, byte[] octets) = Field();
            if (name.Length != 0 || inner < 16)
            {
                throw No("named within a collection");
            }

            switch (inner)
            {
                case 0x37:
                    CheckSyntax(inner, octets);
                    if (needsValue)
                    {
                        throw No("no value");
                    }

                    _text.Append("end\n");
                    return;
                case 0x4A:
                    CheckSyntax(inner, octets);
                    if (needsValue)
                    {
                        throw No("no value");
                    }

                    hasName = true;
                    needsValue = true;
                    _text.Append(CultureInfo.InvariantCulture, $"member {Convert.ToHexString(octets)}\n");
                    break;
                default:
                    if (!hasName)
                    {
                        throw No("no member");
                    }

                    needsValue = false;
                    Value(inner, octets, depth + 1);
                    break;
            }
        }
    }

    private static void CheckSyntax(byte tag, byte[] value)
    {
        (int least, int most) = tag switch
        {
            < 0x20 => (0, 0),
            0x21 or 0x23 => (4, 4),
            0x22 => (1, 1),
            0x30 or 0x41 => (0, 1023),
            0x31 => (11, 11),
            0x32 => (9, 9),
            0x33 => (8, 8),
            0x34 or 0x37 => (0, 0),
            0x35 => (5, 1090),
            0x36 => (5, 322),
            0x42 => (0, 255),
            0x44 or 0x49 or 0x4A => (1, 255),
            0x45 => (1, 1023),
            0x46 or 0x47 or 0x48 => (1, 63),
            0x7F => (4, 32767),
            _ => (0, 32767),
        };

        if (value.Length < least || value.Length > most || (tag == 0x22 && value[0] > 1))
        {
            throw No("length");
        }

        if (tag is not (0x35 or 0x36))
        {
            return;
        }

        int language = BinaryPrimitives.ReadInt16BigEndian(value);
        if (language is < 1 or > 63 || value.Length < language + 4 || BinaryPrimitives.ReadInt16BigEndian(value.AsSpan(2 + language)) != value.Length - language - 4)
        {
            throw No("language");
        }
    }
}
