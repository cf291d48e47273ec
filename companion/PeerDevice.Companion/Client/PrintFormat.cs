using System;
using System.Collections.Generic;
using System.IO;

namespace PeerDevice.Companion.Client;

/// <summary>Which media type a document is sent as.</summary>
internal static class PrintFormat
{
    /// <summary>What nobody says more of: it goes to the device as it is, or the Printer looks itself.</summary>
    public const string AsItIs = "application/octet-stream";

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".pdf"] = "application/pdf",
        [".ps"] = "application/postscript",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".pwg"] = "image/pwg-raster",
        [".urf"] = "image/urf",
    };

    /// <summary>What a document is by its name; null where that does not tell.</summary>
    public static string? Of(string name) => Known.GetValueOrDefault(Path.GetExtension(name));

    /// <summary>Chooses.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="formats">What the Printer takes; empty where it does not say.</param>
    /// <param name="printer">What the Printer is called.</param>
    /// <exception cref="CommandFailure">The Printer says that it does not take such a document.</exception>
    public static string Choose(string name, IReadOnlyList<string> formats, string printer)
    {
        string? known = Of(name);
        if (formats.Count == 0)
        {
            return known ?? AsItIs;
        }

        if (known is not null && Has(formats, known))
        {
            return known;
        }

        bool takesAnything = Has(formats, AsItIs);

        // Where nothing else is named, whatever it is goes through. Otherwise what is known to be another format would come out as pages of signs.
        if (takesAnything && (known is null or "text/plain" || formats.Count == 1))
        {
            return AsItIs;
        }

        throw new CommandFailure($"{printer} takes {string.Join(", ", formats)}, and {name} is {known ?? "none of them by its name"}: "
            + $"convert it, or say what it is with --format{(takesAnything ? $" ({AsItIs} sends it as it is)" : "")}.");
    }

    /// <summary>Takes a format that was asked for.</summary>
    /// <exception cref="CommandFailure">The Printer passes on whatever it is given, and makes nothing of any format.</exception>
    public static string Require(string format, IReadOnlyList<string> formats, string printer) =>
        formats.Count == 1 && Has(formats, AsItIs) && !Has([AsItIs], format)
            ? throw new CommandFailure($"{printer} has no language told to it, and passes on what it is given as it is: leave --format {format} away, or tell it what its device speaks (printer-language in peer.cfg, language= in --printer).")
            : format;

    private static bool Has(IReadOnlyList<string> formats, string format)
    {
        foreach (string one in formats)
        {
            if (string.Equals(one, format, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
