using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Settings;

/// <summary>The settings that say what an output device is and speaks.</summary>
internal static class DeviceSetting
{
    /// <summary>Sets <c>printer-language</c>.</summary>
    /// <returns>Null, or what is wrong with the value; the same below.</returns>
    internal static string? SetLanguage(string word, PeerSettings settings)
    {
        if (!DeviceLanguages.Has(word))
        {
            return "printer-language must be " + DeviceLanguages.Names + "; " + (settings.PrinterLanguage.Length > 0 ? settings.PrinterLanguage : RawLanguage.Word) + " stands";
        }

        settings.PrinterLanguage = word;
        return null;
    }

    /// <summary>Sets <c>printer-status</c>.</summary>
    internal static string? SetStatus(string word, PeerSettings settings)
    {
        if (!DeviceLanguages.HasStatus(word))
        {
            return "printer-status must be " + DeviceLanguages.StatusNames + "; the language's own stands";
        }

        settings.PrinterStatus = word;
        return null;
    }

    /// <summary>Sets <c>code-page</c>.</summary>
    internal static string? SetCodePage(string word, PeerSettings settings)
    {
        int number = DeviceLanguages.PageOf(word);
        if (number < 0)
        {
            return "code-page must be 437, 850, 852, 858, 866, 1252 or ascii; the language's own stands";
        }

        settings.CodePage = number;
        return null;
    }

    /// <summary>Sets <c>cut</c>.</summary>
    internal static string? SetCut(string word, PeerSettings settings)
    {
        int cut = word == "none" ? TextLayout.CutNone : word == "partial" ? TextLayout.CutPartial : word == "full" ? TextLayout.CutFull : -1;
        if (cut < 0)
        {
            return "cut must be none, partial or full; the language's own stands";
        }

        settings.Cut = cut;
        return null;
    }

    /// <summary>Sets <c>handshake</c>. Which wires they are is the cable's: both ways one pin is read.</summary>
    internal static string? SetHandshake(string word, PeerSettings settings)
    {
        int handshake = word == "none" ? PeerSettings.HandshakeNone : word == "xon-xoff" ? PeerSettings.HandshakeXonXoff
            : word == "rts-cts" || word == "dtr-dsr" ? PeerSettings.HandshakeWires : -1;
        if (handshake < 0)
        {
            string stands = settings.Handshake == PeerSettings.HandshakeNone ? "none" : settings.Handshake == PeerSettings.HandshakeXonXoff ? "xon-xoff" : "rts-cts";
            return "handshake must be none, xon-xoff, rts-cts or dtr-dsr; " + stands + " stands";
        }

        settings.Handshake = handshake;
        return null;
    }

    /// <summary>Sets <c>stop-level</c>.</summary>
    internal static string? SetStopLevel(string word, PeerSettings settings)
    {
        if (word != "high" && word != "low")
        {
            return "stop-level must be high or low; " + (settings.StopsByHigh ? "high" : "low") + " stands";
        }

        settings.StopsByHigh = word == "high";
        return null;
    }

    /// <summary>Sets <c>usb-firmware</c>: names with <c>/</c> between them, from the root of the card, outside of what is the peer's own.</summary>
    internal static string? SetFirmware(string value, PeerSettings settings)
    {
        bool isGood = value.Length > 0 && value.Length <= Limits.UsbFirmwareCharacters;
        bool isStart = true;
        for (int i = 0; i < value.Length && isGood; i++)
        {
            // No name begins with a dot: so none is "..", and none is the reserved area.
            char c = value[i];
            isGood = c > ' ' && c < 0x7F && c != '\\' && c != ':' && c != '*' && c != '?' && c != '"' && c != '<' && c != '>' && c != '|' && !(isStart && (c == '/' || c == '.'));
            isStart = c == '/';
        }

        if (!isGood || isStart)
        {
            return "usb-firmware must be a file's path on the card, such as firmware/sihp1020.dl; it is left as it was";
        }

        settings.UsbFirmware = value;
        return null;
    }

    /// <summary>Sets a make or a model: printable ASCII without what a device ID cannot hold.</summary>
    internal static string? SetText(string value, string key, ref string setting)
    {
        bool isGood = value.Length > 0 && value.Length <= Limits.MakeCharacters;
        for (int i = 0; i < value.Length && isGood; i++)
        {
            isGood = value[i] >= ' ' && value[i] < 0x7F && value[i] != ';' && value[i] != ':';
        }

        if (!isGood)
        {
            return key + " must have 1 to " + Limits.MakeCharacters.ToString() + " characters of ASCII without ; and :, it is left as it was";
        }

        setting = value;
        return null;
    }

    /// <summary>Whether there is a button, and how its pin stands while it is pressed: <c>yes</c>, <c>no</c>, <c>high</c>, <c>low</c>.</summary>
    internal static string? SetButton(string word, PeerSettings settings)
    {
        switch (word)
        {
            case "yes":
                settings.Button = PeerSettings.ButtonThere;
                return null;
            case "no":
                settings.Button = PeerSettings.ButtonNone;
                return null;
            case "high":
                settings.Button = PeerSettings.ButtonHigh;
                return null;
            case "low":
                settings.Button = PeerSettings.ButtonLow;
                return null;
            default:
                return "button must be yes, no, high or low; it is left to the board";
        }
    }

    /// <summary>Which display there is.</summary>
    internal static string? SetDisplay(string word, PeerSettings settings)
    {
        switch (word)
        {
            case "none":
                settings.Display = PeerSettings.DisplayNone;
                return null;
            case "128x64":
                settings.Display = PeerSettings.Display128x64;
                return null;
            case "128x32":
                settings.Display = PeerSettings.Display128x32;
                return null;
            case "sh1106":
                settings.Display = PeerSettings.DisplaySh1106;
                return null;
            default:
                return "display must be 128x64, 128x32, sh1106 or none; it is left as it was";
        }
    }
}
