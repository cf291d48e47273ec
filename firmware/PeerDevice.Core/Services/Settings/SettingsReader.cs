using System.Collections;
using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Settings;

/// <summary>
/// Reads <c>peer.cfg</c>: lines of <c>key = value</c>, written by a person. A line that begins with '#' is a comment, and so is
/// what follows a '#' with a blank on either side (so "Printer #2" is a name). Any bytes may be given: a line that makes no
/// sense is named in <see cref="PeerSettings.Problems"/>, and what stood before stands.
/// </summary>
public static class SettingsReader
{
    /// <summary>Reads the octets from <paramref name="start"/> up to <paramref name="end"/> into <paramref name="settings"/>.</summary>
    public static void Read(byte[] text, int start, int end, PeerSettings settings)
    {
        ArrayList problems = new ArrayList();
        if (end - start > Limits.SettingsOctets)
        {
            problems.Add("the file is longer than " + Limits.SettingsOctets.ToString() + " octets: the rest was not read");
            end = start + Limits.SettingsOctets;
        }

        int at = start;
        if (end - at >= 3 && text[at] == 0xEF && text[at + 1] == 0xBB && text[at + 2] == 0xBF)
        {
            // The mark that editors put in front of UTF-8 (RFC 3629 §6).
            at += 3;
        }

        ulong seen = 0;
        int number = 0;
        while (at < end && problems.Count < Limits.SettingsProblems)
        {
            int stop = at;
            while (stop < end && text[stop] != '\n' && text[stop] != '\r')
            {
                stop++;
            }

            number++;
            string? problem = ReadLine(text, at, stop, settings, ref seen);
            if (problem is not null)
            {
                problems.Add("line " + number.ToString() + ": " + problem);
            }

            at = stop + 1;
            if (at < end && text[stop] == '\r' && text[at] == '\n')
            {
                at++;
            }
        }

        settings.Problems = Text.Blanks(problems.Count);
        for (int i = 0; i < problems.Count; i++)
        {
            settings.Problems[i] = (string)problems[i]!;
        }
    }

    private static string? ReadLine(byte[] text, int start, int end, PeerSettings settings, ref ulong seen)
    {
        if (!IsText(text, start, end))
        {
            return "this is not UTF-8 text";
        }

        end = CommentStart(text, start, end);
        string line = Encoding.UTF8.GetString(text, start, end - start).Trim(' ', '\t');
        if (line.Length == 0)
        {
            return null;
        }

        int equals = line.IndexOf('=');
        if (equals <= 0)
        {
            return "it must read \"key = value\"";
        }

        string key = Text.Lower(line.Substring(0, equals).Trim(' ', '\t'));
        int which = SettingsKeys.Find(key);
        if (which < 0)
        {
            return "there is no setting of this name";
        }

        ulong bit = 1UL << which;
        if ((seen & bit) != 0)
        {
            return key + " is given a second time; the first stands";
        }

        string? problem = SettingsKeys.Set(which, line.Substring(equals + 1).Trim(' ', '\t'), settings);
        settings.Given |= problem is null ? bit : 0;
        seen |= problem is null && !SettingsKeys.MayRepeat(which) ? bit : 0;
        return problem;
    }

    /// <summary>Where the comment of a line begins, or the line's end.</summary>
    private static int CommentStart(byte[] text, int start, int end)
    {
        bool blank = true;
        bool first = true;
        for (int i = start; i < end; i++)
        {
            byte octet = text[i];
            if (octet == '#' && blank && (first || i + 1 == end || text[i + 1] == ' ' || text[i + 1] == '\t'))
            {
                return i;
            }

            blank = octet == ' ' || octet == '\t';
            first = first && blank;
        }

        return end;
    }

    /// <summary>Whether the octets are UTF-8 (RFC 3629 §4) without control characters other than the tabulator.</summary>
    private static bool IsText(byte[] text, int start, int end)
    {
        int at = start;
        while (at < end)
        {
            int lead = text[at];
            int more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
            if (more < 0 || at + more >= end || lead == 0x7F || (lead < 0x20 && lead != '\t'))
            {
                return false;
            }

            for (int i = 1; i <= more; i++)
            {
                int low = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
                int high = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
                if (text[at + i] < low || text[at + i] > high)
                {
                    return false;
                }
            }

            at += more + 1;
        }

        return true;
    }
}
