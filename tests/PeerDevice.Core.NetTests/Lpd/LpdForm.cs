using System;
using System.Globalization;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Lpd;

namespace PeerDevice.Tests.Lpd;

/// <summary>What the engine's readers make of the octets of a client, in one text: a line for each line, control file and data file, and how it ended.</summary>
internal static class LpdForm
{
    public const string Cut = "cut";
    public const string Ended = "ended";
    public const string Refused = "refused";

    public static string Read(byte[] octets, int piece = int.MaxValue, int last = ByteSource.End, bool stutters = false)
    {
        BufferedSource source = new(new byte[Limits.LpdLineOctets]);
        source.Attach(new ScriptedSource(octets, piece, last, stutters));
        StringBuilder told = new();
        return told.Append(Read(source, told)).ToString();
    }

    private static string Read(BufferedSource source, StringBuilder told)
    {
        LpdLineReader line = new();
        bool isJob = false;
        while (true)
        {
            line.Begin(source);
            int answer = Again(line.Read);
            if (answer is ByteSource.End or ByteSource.Broken)
            {
                // An end between two lines is none in the middle of anything.
                return answer == ByteSource.End && isJob && source.Start == source.End ? Ended : Cut;
            }

            if (answer == LpdLineReader.Refused || line.Code < 1 || line.Code > (isJob ? LpdCommand.DataFile : LpdCommand.RemoveJobs))
            {
                return Refused;
            }

            if (isJob && line.Code != LpdCommand.AbortJob)
            {
                string end = ReadFile(source, line, told);
                if (end.Length > 0)
                {
                    return end;
                }

                continue;
            }

            told.Append(CultureInfo.InvariantCulture, $"{line.Code}");
            while (line.Next())
            {
                told.Append(' ').Append(Encoding.Latin1.GetString(line.Buffer, line.Start, line.End - line.Start));
            }

            told.Append('\n');
            if (!isJob && line.Code != LpdCommand.ReceiveJob)
            {
                return Ended;
            }

            isJob = true;
        }
    }

    private static string ReadFile(BufferedSource source, LpdLineReader line, StringBuilder told)
    {
        if (!line.ReadFile())
        {
            return Refused;
        }

        told.Append(CultureInfo.InvariantCulture, $"{line.Code} {Encoding.Latin1.GetString(line.Buffer, line.Start, line.End - line.Start)}: ");
        return line.Code == LpdCommand.ControlFile ? ReadControl(source, line.Count, told) : ReadData(source, line.Count, told);
    }

    private static string ReadControl(BufferedSource source, long count, StringBuilder told)
    {
        if (count is 0 or > Limits.LpdControlOctets)
        {
            return Refused;
        }

        ControlFileReader control = new();
        control.Begin(source, count);
        if (Again(control.Read) != ControlFileReader.Complete)
        {
            return Cut;
        }

        if (control.IsMalformed)
        {
            return Refused;
        }

        told.Append(CultureInfo.InvariantCulture, $"{control.Host}|{control.User}|{control.JobName}");
        for (int i = 0; i < control.Documents; i++)
        {
            told.Append(CultureInfo.InvariantCulture, $"|{control.CopiesOf(i)} {control.NameOf(i)} {control.SourceOf(i)}");
        }

        told.Append('\n');
        return "";
    }

    private static string ReadData(BufferedSource source, long count, StringBuilder told)
    {
        DataFileSource data = new();
        data.Attach(source, count);
        byte[] block = new byte[100];
        while (true)
        {
            int got = Again(() => data.Read(block, 0, block.Length));
            if (got > 0)
            {
                told.Append(Convert.ToHexString(block, 0, got));
            }
            else if (got == ByteSource.End)
            {
                Assert.True(data.IsAtEnd);
                told.Append('\n');
                return data.IsUntilClose ? Ended : "";
            }
            else
            {
                Assert.False(data.IsAtEnd);
                return Cut;
            }
        }
    }

    private static int Again(Func<int> read)
    {
        int answer;
        while ((answer = read()) == ByteSource.TimedOut)
        {
        }

        return answer;
    }
}
