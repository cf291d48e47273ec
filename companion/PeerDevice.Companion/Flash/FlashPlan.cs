extern alias board;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using board::PeerDevice.Drivers;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Settings;

namespace PeerDevice.Companion.Flash;

/// <summary>What is to be put onto a board: pure, so that a dry run and a real one cannot differ.</summary>
/// <param name="Board">The board.</param>
/// <param name="Port">Its serial port.</param>
/// <param name="Image">The image's file.</param>
/// <param name="Settings">The content of <c>peer.cfg</c>; empty to leave it as it is.</param>
/// <param name="Folder">Where the files of the last step are put for <c>nanoff</c>.</param>
internal sealed record FlashPlan(FlashBoard Board, string Port, string Image, string Settings, string Folder)
{
    private const string Deployment = "deployment.json";

    /// <summary>What a person does when all is written.</summary>
    public const string Restart = $"Take the board's power away for a moment, so that it starts with what it was given, and put its network cable in; {AskedAddress.BesidePower}.";

    /// <summary>What a person does where nobody knows yet where the board is.</summary>
    public static string LookByHand(FlashBoard board, string? language) => board.IsSmall
        ? $"When you know its address, this prints a test page: {TestPage.ByHand(language)}"
        : "When you know its address: peer status ADDRESS";

    /// <summary>What there is to put onto the card of a board that keeps no settings itself: lines for people; none where there is nothing.</summary>
    public static string[] OnCard(FlashBoard board, string settings) => board.HasInternalDrive || settings.Length == 0 ? []
        : ["This board has no internal drive: put a file peer.cfg onto its card that says", .. System.Array.ConvertAll(settings.TrimEnd('\n').Split('\n'), static line => "  " + line)];

    /// <summary>The commands, in order.</summary>
    public FlashStep[] Steps(string nanoff)
    {
        List<FlashStep> steps = [];
        if (Board.OwnRuntime is null)
        {
            steps.Add(new FlashStep("the runtime", Board.BeforeLoader, [nanoff, "--update", "--target", Board.Target, .. Board.Way switch { FlashWay.Jtag => new[] { "--jtag" }, FlashWay.Dfu => ["--dfu"], _ => ["--serialport", Port] }]));
        }

        // A runtime of somebody's own has its partitions where it has them: it is asked itself.
        bool isByLoader = Board.Way == FlashWay.Serial && Board.OwnRuntime is null;
        steps.Add(new FlashStep("the image", isByLoader ? Board.BeforeLoader : Board.BeforeRuntime, isByLoader
            ? [nanoff, "--target", Board.Target, "--serialport", Port, "--deploy", "--image", Image]
            : [nanoff, "--nanodevice", "--serialport", Port, "--deploy", "--image", Image]));
        if (Board.HasInternalDrive)
        {
            steps.Add(new FlashStep("the board's name and settings", Board.BeforeRuntime, [nanoff, "--filedeployment", Path.Combine(Folder, Deployment)]));
        }

        return steps.ToArray();
    }

    /// <summary>The files that <c>nanoff</c> is given for the last step, by name.</summary>
    public (string Name, string Content)[] Files()
    {
        List<(string, string)> files = [(BoardChoice.FileName, Board.Name + "\n")];
        if (Settings.Length > 0)
        {
            files.Add((PeerSettings.FileName, Settings));
        }

        List<object> entries = files.ConvertAll(file => (object)new { DestinationFilePath = InternalFlash.Drive + file.Item1, SourceFilePath = Path.Combine(Folder, file.Item1) });
        files.Add((Deployment, JsonSerializer.Serialize(new { serialport = Port, files = entries }, DeploymentFormat) + "\n"));
        return files.ToArray();
    }

    /// <summary>Makes the content of <c>peer.cfg</c> from what was asked for, by the rules that the board reads it by.</summary>
    public static string MakeSettings(string? name, string? language)
    {
        string text = (name is null ? "" : "name = " + name + "\n") + (language is null ? "" : "printer-language = " + language + "\n");
        byte[] octets = Encoding.UTF8.GetBytes(text);
        PeerSettings settings = new();
        SettingsReader.Read(octets, 0, octets.Length, settings);
        if (settings.Problems.Length > 0)
        {
            throw new CommandFailure($"the board would not take this: {settings.Problems[0][(settings.Problems[0].IndexOf(':') + 2)..]}.");
        }

        if (name is not null && settings.Name != name)
        {
            throw new CommandFailure($"the board would read this name as \"{settings.Name}\": leave out line breaks, blanks at the ends, and # between blanks.");
        }

        return text;
    }

    private static readonly JsonSerializerOptions DeploymentFormat = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>One command of flashing.</summary>
/// <param name="What">What it writes, for people.</param>
/// <param name="Before">What a person does before it, as a sentence; empty where nothing.</param>
/// <param name="Words">The command.</param>
internal sealed record FlashStep(string What, string Before, string[] Words);
