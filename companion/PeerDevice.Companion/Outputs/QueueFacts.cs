using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Outputs;

/// <summary>What a print scheduler says of one of its queues.</summary>
internal sealed record QueueFacts
{
    private const int Stopped = 5;

    /// <summary>Whether there is such a queue, and a scheduler.</summary>
    public bool Exists { get; init; }

    /// <summary>Whether it takes jobs.</summary>
    public bool IsAccepting { get; init; }

    /// <summary>Bits of <see cref="DeviceCondition"/>.</summary>
    public int Conditions { get; init; } = DeviceCondition.Missing;

    /// <summary>The device ID (IEEE 1284) of the device behind it; empty where none is known.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>The media types that it takes; empty where it does not say.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>What printer-state and printer-state-reasons (RFC 8011 §5.4.11, §5.4.12) mean for the device.</summary>
    public static int Meaning(int state, IEnumerable<string> reasons)
    {
        int conditions = 0;
        foreach (string reason in reasons)
        {
            conditions |= Meaning(reason);
        }

        // A queue that stands still for a reason that is none of these: somebody must see to it.
        return state == Stopped && (conditions & DeviceCondition.Stopping) == 0 ? conditions | DeviceCondition.Fault : conditions;
    }

    private static int Meaning(string reason)
    {
        return PrintWords.Keyword(reason) switch
        {
            "media-empty" => DeviceCondition.MediaEmpty,
            "media-low" => DeviceCondition.MediaLow,
            "media-needed" or "input-tray-missing" => DeviceCondition.MediaNeeded,
            "media-jam" => DeviceCondition.MediaJam,
            "cover-open" or "door-open" or "interlock-open" => DeviceCondition.CoverOpen,
            "paused" or "offline" or "shutdown" or "moving-to-paused" => DeviceCondition.Offline,
            "toner-low" or "marker-supply-low" or "marker-waste-almost-full" => DeviceCondition.MarkerLow,
            "toner-empty" or "marker-supply-empty" => DeviceCondition.MarkerEmpty,
            "output-area-full" => DeviceCondition.OutputFull,
            "fuser-over-temp" => DeviceCondition.TooHot,
            "timed-out" => DeviceCondition.Missing,
            "connecting-to-device" or "spool-area-full" => DeviceCondition.Busy,
            "other" => reason.EndsWith("-error", StringComparison.Ordinal) ? DeviceCondition.Fault : 0,
            _ => 0,
        };
    }
}
