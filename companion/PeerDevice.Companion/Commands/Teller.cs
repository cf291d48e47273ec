using System;
using System.IO;
using PeerDevice.Companion.Client;
using Spectre.Console;

namespace PeerDevice.Companion.Commands;

/// <summary>
/// Tells a user what a command does: answers and plain lines on one stream, complaints on the other, and on a terminal
/// a bar with rate and time left. Every text is made harmless first: names come from others.
/// </summary>
internal sealed class Teller(TextWriter output, TextWriter error, IAnsiConsole? terminal = null)
{
    private ProgressContext? _progress;

    /// <summary>Whether a person watches.</summary>
    public bool IsTerminal => terminal is not null;

    /// <summary>The terminal; null where nobody watches.</summary>
    public IAnsiConsole? Terminal => terminal;

    /// <summary>How many things went wrong.</summary>
    public int Failures { get; private set; }

    /// <summary>0 only when nothing went wrong.</summary>
    public int ExitCode => Failures == 0 ? 0 : 1;

    /// <summary>Makes a teller for the console.</summary>
    public static Teller ForConsole(TextWriter output, TextWriter error)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        return new Teller(output, error, isTerminal ? AnsiConsole.Console : null);
    }

    /// <summary>An answer, or what was done.</summary>
    public void Say(string line)
    {
        line = Names.Shown(line);
        if (_progress is not null)
        {
            terminal!.WriteLine(line);
            return;
        }

        output.WriteLine(line);
    }

    /// <summary>What went wrong; the command will not end with 0.</summary>
    public void Complain(string sentence)
    {
        Failures++;
        sentence = "peer: " + Names.Shown(sentence);
        if (_progress is not null)
        {
            terminal!.WriteLine(sentence);
            return;
        }

        error.WriteLine(sentence);
    }

    /// <summary>Something left out that nobody lost anything by.</summary>
    public void Skip(string what, string why) => Say($"skipped {what}: {why}");

    /// <summary>Tells a person on a terminal that an answer is waited for, if it does not come soon.</summary>
    /// <param name="whose">Whose answer.</param>
    /// <param name="seconds">How long it may take.</param>
    /// <returns>To be disposed when it has come; null where nobody watches.</returns>
    public IDisposable? Await(string whose, int seconds) => terminal is null ? null
        : new System.Threading.Timer(_ => terminal.WriteLine(FormattableString.Invariant($"waiting for {Names.Shown(whose)} to answer, {seconds} s at the most")), null, DesktopLimits.QuietWait, System.Threading.Timeout.Infinite);

    /// <summary>Does work that moves files, with bars on a terminal.</summary>
    public void During(Action work)
    {
        if (terminal is null)
        {
            work();
            return;
        }

        terminal.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                _progress = context;
                try
                {
                    work();
                }
                finally
                {
                    _progress = null;
                }
            });
    }

    /// <summary>Begins to show one transfer.</summary>
    /// <param name="name">What is moved.</param>
    /// <param name="total">Its octets, or -1 when that is not known.</param>
    /// <returns>To be told how many octets have arrived, ever so often; to be disposed at its end.</returns>
    public Track Follow(string name, long total)
    {
        if (_progress is null)
        {
            return new Track(null);
        }

        ProgressTask task = _progress.AddTask(Markup.Escape(Names.Shown(name)), maxValue: Math.Max(total, 1));
        task.IsIndeterminate = total < 0;
        return new Track(task);
    }

    /// <summary>One transfer that is shown.</summary>
    internal sealed class Track(ProgressTask? task) : IDisposable
    {
        public void At(long octets)
        {
            if (task is not null)
            {
                task.Value = octets;
            }
        }

        public void Dispose()
        {
            if (task is not null)
            {
                task.Value = task.MaxValue;
                task.StopTask();
            }
        }
    }
}
