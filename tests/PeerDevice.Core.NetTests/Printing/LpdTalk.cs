using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Host;
using PeerDevice.Services;
using PeerDevice.Services.Printing.Lpd;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>A client of LPD: says what it has to say at once, and keeps the answers.</summary>
internal static class LpdTalk
{
    public const string Address = "10.77.0.2";

    /// <summary>Serves a connection of scripted octets; what came back, an octet a letter.</summary>
    public static string Serve(Desk desk, ScriptLink link)
    {
        LpdConnection connection = new(new LpdQueues(desk.Printers), desk.Clock, new BlockPool(1, 4096), 512) { Link = link };
        if (!connection.Begin(link) || (connection.BringsJobs && !connection.MayBring))
        {
            connection.Refuse();
        }
        else if (connection.BringsJobs)
        {
            connection.Receive();
        }
        else
        {
            connection.AnswerQuestion();
        }

        link.Close();
        return Encoding.UTF8.GetString(link.Received);
    }

    public static string Serve(Desk desk, params string[] parts)
    {
        return Serve(desk, Link(desk, string.Concat(parts)).End());
    }

    public static ScriptLink Link(Desk desk, string text)
    {
        return new ScriptLink(desk.Clock) { Remote = Address }.Send(text);
    }

    /// <summary>A control file that prints data files so often each.</summary>
    public static string Control(string user = "anna", string name = "letter", int copies = 1, int files = 1)
    {
        string prints = string.Concat(Enumerable.Range(0, files).SelectMany(i => Enumerable.Repeat($"ldf{(char)('A' + i)}001pc\n", copies)));
        return File(2, "cfA001pc", $"Hpc\nP{user}\nJ{name}\n{prints}");
    }

    /// <summary>A data file.</summary>
    public static string Data(string content, int file = 0)
    {
        return File(3, $"df{(char)('A' + file)}001pc", content);
    }

    public static string Bring(string queue = "lp")
    {
        return $"\u0002{queue}\n";
    }

    public static string Texts(IEnumerable<byte[]> papers)
    {
        return string.Join('|', papers.Select(Encoding.Latin1.GetString));
    }

    private static string File(int code, string name, string content)
    {
        return FormattableString.Invariant($"{(char)code}{content.Length} {name}\n{content}\0");
    }
}
