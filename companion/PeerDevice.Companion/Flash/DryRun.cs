using System;
using System.IO;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>
/// Says what flashing would do, so that a person can do it by hand: commands stand alone in a line, all else behind a number sign. Where a shell writes files, the files of the last step are
/// commands too, and all of it can be given to <c>sh</c>, which waits where a person has something to do.
/// </summary>
/// <param name="teller">Told it.</param>
/// <param name="plan">What would be done.</param>
internal sealed class DryRun(Teller teller, FlashPlan plan)
{
    /// <summary>Before what is no command.</summary>
    public const string Comment = "# ";

    private const string Nanoff = "nanoff";

    // Not from the standard input: the script itself may come by it.
    private const string AwaitEnter = "read -r _ </dev/tty";

    // No line of a file is this: a setting has a sign behind its name.
    private const string End = "END";

    /// <summary>Says it.</summary>
    /// <param name="portWords">How the port was found.</param>
    /// <param name="isImageNamed">Whether the image is what the user named.</param>
    /// <param name="hasNanoff">Whether <c>nanoff</c> is installed here.</param>
    /// <param name="language">The printer's language, as in <c>peer.cfg</c>; null where nobody said it.</param>
    public void Tell(string portWords, bool isImageNamed, bool hasNanoff, string? language)
    {
        Say($"Board {plan.Board.Name}. {plan.Board.Connection}");
        Say($"Port {plan.Port}: {portWords}.");
        Say($"Image {Path.GetFullPath(plan.Image)}{(File.Exists(plan.Image) ? "." : $": not there. {(isImageNamed ? "Put it there, or name another place by --image" : $"Fetch {plan.Board.Image} as README.md says (Flash a board), and name its place by --image")}.")}");
        if (!hasNanoff)
        {
            Say($"{Nanoff} is not installed here: dotnet tool install -g {Nanoff} (with the .NET 8 runtime, or --allow-roll-forward behind that).");
        }

        if (plan.Board.HasInternalDrive)
        {
            Say("Files for the last command:");
            Files();
        }

        FlashStep[] steps = plan.Steps(Nanoff);
        for (int i = 0; i < steps.Length; i++)
        {
            FlashStep step = steps[i];
            Say($"Writes {step.What}:{(step.Before.Length > 0 ? " " + step.Before : "")}");

            // The run waits for such a port by itself.
            Await(i == 1 && plan.Board.Way == FlashWay.Dfu ? $"Press the board's reset button: the runtime's port is to be there ({plan.Port})." : step.Before, step.Before);
            teller.Say(Shell.Typed(Shell.Here, step.Words));
        }

        Array.ForEach(FlashPlan.OnCard(plan.Board, plan.Settings), Say);
        Say(FlashPlan.Restart);
        Say(FlashPlan.LookByHand(plan.Board, language));
    }

    private void Await(string what, string said)
    {
        if (what.Length > 0 && Shell.Here != Shell.Platform.Windows)
        {
            teller.Say(Shell.Typed(Shell.Here, ["echo", what + " Then Enter."]));
            teller.Say(AwaitEnter);
        }
        else if (what != said)
        {
            Say(what);
        }
    }

    private void Say(string line) => teller.Say(Comment + line);

    private void Files()
    {
        bool isShell = Shell.Here != Shell.Platform.Windows;
        if (isShell)
        {
            teller.Say(Shell.Typed(Shell.Here, ["mkdir", "-p", plan.Folder]));
        }

        foreach ((string name, string content) in plan.Files())
        {
            string path = Path.Combine(plan.Folder, name);
            teller.Say(isShell ? $"cat > {Shell.Typed(Shell.Here, [path])} <<'{End}'" : $"{Comment}{path}:");
            foreach (string line in content.TrimEnd('\n').Split('\n'))
            {
                teller.Say((isShell ? "" : Comment + "  ") + line.TrimEnd('\r'));
            }

            if (isShell)
            {
                teller.Say(End);
            }
        }
    }
}
