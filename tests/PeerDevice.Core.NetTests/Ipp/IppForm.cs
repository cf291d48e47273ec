using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

/// <summary>What a reader found, in a form that can be compared, and written again value by value.</summary>
internal static class IppForm
{
    /// <summary>Octets of buffer that every message of the tests fits into.</summary>
    public const int Room = 12288;

    /// <summary>Reads a message whole.</summary>
    public static IppReader Read(byte[] message, bool isRequest, out int answer, out BufferedSource source, int piece = int.MaxValue, int last = ByteSource.End)
    {
        source = new BufferedSource(new byte[Room]);
        source.Attach(new ScriptedSource(message, piece, last));
        IppReader reader = isRequest ? new IppReader() : new IppReader(1024, 256);
        if (isRequest)
        {
            reader.BeginRequest(source);
        }
        else
        {
            reader.BeginResponse(source);
        }

        answer = reader.Read();
        return reader;
    }

    /// <summary>All of it as text: a line for the header and one for each group, attribute, value and member.</summary>
    public static string Describe(IppReader reader)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{reader.Version:x} {reader.Operation:x} {reader.RequestId}\n");
        for (int group = 0; group < reader.Groups; group++)
        {
            text.Append(CultureInfo.InvariantCulture, $"group {reader.GroupTag(group):x}\n");
            for (int i = reader.FirstOf(group); i < reader.FirstOf(group + 1); i++)
            {
                int at = reader.Attribute(i);
                text.Append(CultureInfo.InvariantCulture, $"{Hex(reader, reader.NameStart(at), reader.NameEnd(at))}:\n");
                DescribeValues(reader, at, text);
            }
        }

        return text.ToString();
    }

    /// <summary>The message written again, each value by the method of its syntax.</summary>
    public static byte[] Write(IppReader reader)
    {
        ByteWriter to = new(new byte[Room]);
        IppWriter writer = new(to, null);
        writer.Begin(reader.Version, reader.Operation, reader.RequestId);
        for (int group = 0; group < reader.Groups; group++)
        {
            writer.Group(reader.GroupTag(group));
            for (int i = reader.FirstOf(group); i < reader.FirstOf(group + 1); i++)
            {
                int at = reader.Attribute(i);
                WriteValues(writer, reader, at, Encoding.Latin1.GetString(reader.Buffer, reader.NameStart(at), reader.NameEnd(at) - reader.NameStart(at)));
            }
        }

        writer.End();
        Assert.False(writer.Overflowed);
        return to.Buffer.AsSpan(0, to.Position).ToArray();
    }

    private static void DescribeValues(IppReader reader, int at, StringBuilder text)
    {
        for (; at >= 0; at = reader.Next(at))
        {
            text.Append(CultureInfo.InvariantCulture, $"{reader.Tag(at):x} {Hex(reader, reader.Start(at), reader.End(at))}\n");
            if (reader.Tag(at) != IppTag.BegCollection)
            {
                continue;
            }

            for (int member = reader.FirstMember(at); member >= 0; member = reader.NextMember(member))
            {
                text.Append(CultureInfo.InvariantCulture, $"member {Hex(reader, reader.Start(member), reader.End(member))}\n");
                DescribeValues(reader, reader.End(member), text);
            }

            text.Append("end\n");
        }
    }

    private static void WriteValues(IppWriter writer, IppReader reader, int at, string name)
    {
        for (; at >= 0; at = reader.Next(at), name = IppWriter.More)
        {
            WriteValue(writer, reader, at, name);
        }
    }

    private static void WriteValue(IppWriter writer, IppReader reader, int at, string name)
    {
        byte[] b = reader.Buffer;
        int start = reader.Start(at);
        int end = reader.End(at);
        string ascii = Encoding.Latin1.GetString(b, start, end - start);

        // Names in a message need not be ASCII, and no writer of ours makes such; texts need not be UTF-8.
        bool isAscii = Ascii7(ascii) && Ascii7(name);
        int tag = isAscii || reader.Tag(at) is IppTag.BegCollection ? reader.Tag(at) : -1;
        switch (tag)
        {
            case IppTag.Integer:
                writer.Integer(name, reader.Integer(at, 0));
                break;
            case IppTag.Enum:
                writer.Enum(name, reader.Integer(at, 0));
                break;
            case IppTag.Boolean:
                writer.Boolean(name, reader.Boolean(at, false));
                break;
            case IppTag.RangeOfInteger:
                writer.Range(name, reader.NumberWithin(at, 0), reader.NumberWithin(at, 4));
                break;
            case IppTag.Resolution:
                writer.Resolution(name, reader.NumberWithin(at, 0), reader.NumberWithin(at, 4), b[start + 8]);
                break;
            case IppTag.Text:
                writer.Text(name, reader.String(at));
                break;
            case IppTag.Name:
                writer.Name(name, reader.String(at));
                break;
            case IppTag.Keyword:
                writer.Keyword(name, ascii);
                break;
            case IppTag.Uri:
                writer.Uri(name, ascii);
                break;
            case IppTag.UriScheme:
                writer.UriScheme(name, ascii);
                break;
            case IppTag.Charset:
                writer.Charset(name, ascii);
                break;
            case IppTag.NaturalLanguage:
                writer.NaturalLanguage(name, ascii);
                break;
            case IppTag.MimeMediaType:
                writer.MimeMediaType(name, ascii);
                break;
            case IppTag.TextWithLanguage:
            case IppTag.NameWithLanguage:
                int text = reader.TextStart(at);
                writer.WithLanguage(tag, name, Encoding.Latin1.GetString(b, start + 2, text - start - 4), reader.String(at));
                break;
            case IppTag.BegCollection when Ascii7(name):
                writer.BeginCollection(name);
                for (int member = reader.FirstMember(at); member >= 0; member = reader.NextMember(member))
                {
                    writer.Value(IppTag.MemberAttrName, IppWriter.More, b, reader.Start(member), reader.End(member));
                    WriteValues(writer, reader, reader.End(member), IppWriter.More);
                }

                writer.EndCollection();
                break;
            case >= IppTag.FirstValue and <= IppTag.LastOutOfBand:
                writer.OutOfBand(tag, name);
                break;
            default:
                if (Ascii7(name))
                {
                    writer.Value(reader.Tag(at), name, b, start, end);
                }
                else
                {
                    writer.Raw(b, at, reader.Next(at) >= 0 ? reader.Next(at) : reader.AttributeEnd(at));
                }

                break;
        }
    }

    private static bool Ascii7(string text)
    {
        foreach (char c in text)
        {
            if (c > 0x7E)
            {
                return false;
            }
        }

        return true;
    }

    private static string Hex(IppReader reader, int start, int end)
    {
        return Convert.ToHexString(reader.Buffer, start, end - start);
    }
}
