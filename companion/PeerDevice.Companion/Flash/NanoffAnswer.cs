using System;
using System.Text.RegularExpressions;

namespace PeerDevice.Companion.Flash;

/// <summary>What <c>nanoff</c> answered, and what there is to do about it. Its codes have four digits, of which a Unix system keeps eight bits: they are read from what it prints.</summary>
internal static partial class NanoffAnswer
{
    /// <summary>Whether a step went wrong. A file that could not be put onto the board is only told of in words: the code is 0 then.</summary>
    public static bool IsFailure(int code, string said) => code != 0 || Refused().IsMatch(said);

    /// <summary>The number of an error: what it printed, else its exit code; 0 when there is none.</summary>
    public static int Number(int code, string said)
    {
        Match match = Printed().Match(said);
        return match.Success ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : code;
    }

    /// <summary>What to do where <see cref="LacksDotnet"/>.</summary>
    public const string DotnetAdvice = "nanoff needs a .NET runtime that is not here: install .NET 8, or take it anew by `dotnet tool uninstall -g nanoff` and `dotnet tool install -g nanoff --allow-roll-forward`";

    /// <summary>Whether it never began, for want of the .NET that it was built for.</summary>
    public static bool LacksDotnet(string said) => said.Contains("You must install or update .NET", StringComparison.Ordinal);

    /// <summary>What to do about an error.</summary>
    public static string Advice(int number, FlashWay way, string port) => number switch
    {
        4000 or 4002 or 4003 or 4004 => $"the chip did not answer as it should: hold its BOOT button (IO0 to ground) while this begins, press EN, take the SD card out, and try again; then another cable, or --port if {port} is not the board",
        4001 => "this chip's flash is smaller than the runtime: it is another board than was named",
        4005 or 6000 or 6001 or 6002 or 7000 => $"{port} could not be opened: end what else has it open (a serial monitor)" + (OperatingSystem.IsLinux() ? ", or become a member of the group dialout and log in again" : ""),
        1000 or 1005 => "no board is in its USB loader: hold its BOOT button, press and release reset, and try again",
        >= 1000 and < 2000 => "the USB loader broke off: use another cable, without a hub, and try again",
        >= 5000 and < 6000 => "the debugger on the board did not answer: use its ST-LINK socket, install STM32CubeProgrammer, and try again",
        2000 or 2001 or 2002 or 2003 => "the board's runtime did not answer: press its reset button, wait until it has started, and try again" + (way == FlashWay.Serial ? "" : $"; look whether {port} is the board"),
        9005 or 9006 or 9007 => "the runtime could not be fetched: is this PC on the internet?",
        9008 => "the image was not found, or is none: name the file PeerDevice.*.bin of a release by --image",
        9010 => "no board was found: is it connected, and on?",
        9000 or 9013 => "this nanoff is too old for that: dotnet tool update -g nanoff",
        _ => "see what nanoff said above; the same command can be run by hand",
    };

    /// <summary>The runtime of the board at a port, from what <c>nanoff --listdevices</c> prints; null when it is not there.</summary>
    public static string? Runtime(string said, string port)
    {
        foreach (Match match in Listed().Matches(said))
        {
            if (match.Groups[2].Value == port)
            {
                return match.Groups[1].Value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\bE(\d{4})\b")]
    private static partial Regex Printed();

    [GeneratedRegex(@"(Error|Exception) deploying")]
    private static partial Regex Refused();

    [GeneratedRegex(@"^(\S+) @ (\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
