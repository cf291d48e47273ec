using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PeerDevice.Tests.Lpd;

/// <summary>The same as <see cref="LpdForm"/>, by somebody else: all octets at once, split and cut as texts, with nothing of the engine but its bounds.</summary>
internal static class LpdSecondOpinion
{
    private static readonly char[] Blanks = [' ', '\t', '\v', '\f'];

    public static string Of(byte[] octets)
    {
        StringBuilder told = new();
        bool isJob = false;
        int at = 0;
        while (true)
        {
            int feed = Array.IndexOf(octets, (byte)'\n', at);
            if (feed < 0 || feed - at >= Limits.LpdLineOctets)
            {
                bool isTooLong = octets.Length - at >= Limits.LpdLineOctets;
                return told + (isTooLong ? LpdForm.Refused : isJob && at == octets.Length ? LpdForm.Ended : LpdForm.Cut);
            }

            string line = Encoding.Latin1.GetString(octets, at, feed - at);
            at = feed + 1;
            if (line.Length == 0 || line[0] < 1 || line[0] > (isJob ? 3 : 5) || line.Skip(1).Any(c => c < ' ' && !Blanks.Contains(c)))
            {
                return told + LpdForm.Refused;
            }

            string[] operands = line[1..].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (isJob && line[0] > 1)
            {
                if (operands.Length != 2 || operands[0].Any(c => c is < '0' or > '9') || !long.TryParse(operands[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
                {
                    return told + LpdForm.Refused;
                }

                told.Append(CultureInfo.InvariantCulture, $"{(int)line[0]} {operands[1]}: ");
                string end = line[0] == 2 ? Control(octets, ref at, count, told) : Data(octets, ref at, count, told);
                if (end.Length > 0)
                {
                    return told + end;
                }

                continue;
            }

            told.Append(CultureInfo.InvariantCulture, $"{(int)line[0]}").Append(string.Concat(operands.Select(o => " " + o))).Append('\n');
            if (!isJob && line[0] != 2)
            {
                return told + LpdForm.Ended;
            }

            isJob = true;
        }
    }

    private static string Data(byte[] octets, ref int at, long count, StringBuilder told)
    {
        if (count is 0 or int.MaxValue or uint.MaxValue or > Limits.LpdOctets)
        {
            told.Append(Convert.ToHexString(octets[at..])).Append('\n');
            return LpdForm.Ended;
        }

        long there = Math.Min(count, octets.Length - at);
        told.Append(Convert.ToHexString(octets, at, (int)there));
        at += (int)there;
        if (there < count || at == octets.Length || octets[at++] != 0)
        {
            return LpdForm.Cut;
        }

        told.Append('\n');
        return "";
    }

    private static string Control(byte[] octets, ref int at, long count, StringBuilder told)
    {
        if (count is 0 or > Limits.LpdControlOctets)
        {
            return LpdForm.Refused;
        }

        if (octets.Length - at <= count)
        {
            return LpdForm.Cut;
        }

        List<byte[]> lines = Lines(octets.AsSpan(at, (int)count).ToArray());
        at += (int)count;
        bool isGood = octets[at++] == 0;
        string host = "", user = "", job = "";
        List<(string Name, int Copies, string Source)> files = [];
        foreach (byte[] whole in lines)
        {
            bool isLong = whole.Length > Limits.LpdLineOctets;
            byte[] line = isLong ? whole[..Limits.LpdLineOctets] : whole;
            line = line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
            isGood &= line.All(o => o is >= 32 and not 127 or 9);
            if (line.Length == 0)
            {
                continue;
            }

            string text = Words(line[1..]);
            switch ((char)line[0])
            {
                case 'H': host = text; break;
                case 'P': user = text; break;
                case 'J': job = text; break;
                case 'N' when files.Count > 0: files[^1] = files[^1] with { Source = text }; break;
                case 'N': job = job.Length == 0 ? text : job; break;
                case char c when "cdfgklnoprtvz".Contains(c, StringComparison.Ordinal):
                    isGood &= !isLong && line.Length > 1;
                    int known = files.FindIndex(f => f.Name == text);
                    if (known >= 0)
                    {
                        files[known] = files[known] with { Copies = files[known].Copies + 1 };
                    }
                    else
                    {
                        files.Add((text, 1, ""));
                    }

                    break;
                default: break;
            }
        }

        if (!isGood || files.Count > Limits.JobDocuments)
        {
            return LpdForm.Refused;
        }

        told.Append(CultureInfo.InvariantCulture, $"{host}|{user}|{job}").Append(string.Concat(files.Select(f => $"|{f.Copies} {f.Name} {f.Source}"))).Append('\n');
        return "";
    }

    private static List<byte[]> Lines(byte[] octets)
    {
        List<byte[]> lines = [];
        while (octets.Length > 0)
        {
            int feed = Array.IndexOf(octets, (byte)'\n');
            lines.Add(feed < 0 ? octets : octets[..feed]);
            octets = feed < 0 ? [] : octets[(feed + 1)..];
        }

        return lines;
    }

    private static string Words(byte[] octets)
    {
        if (octets.Length > Limits.JobText)
        {
            int end = Limits.JobText;
            while (end > 0 && (octets[end] & 0xC0) == 0x80)
            {
                end--;
            }

            octets = octets[..end];
        }

        try
        {
            return new UTF8Encoding(false, true).GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return string.Concat(octets.Select(o => o is >= 0x80 and < 0xA0 ? '?' : (char)o));
        }
    }
}
