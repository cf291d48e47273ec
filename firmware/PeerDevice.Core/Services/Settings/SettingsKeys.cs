using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Settings;

/// <summary>The keys of <c>peer.cfg</c>, and what each takes. A value is never empty of meaning: it is taken or named as a problem.</summary>
internal static class SettingsKeys
{
    // Before a place in the files of a peer that is named, to see whether it is one.
    private const string AnyPeer = "http://peer";

    private const int Name = 0;
    private const int HttpPort = 1;
    private const int RawPort = 2;
    private const int Printer = 3;
    private const int Baud = 4;
    private const int DataBits = 5;
    private const int Parity = 6;
    private const int StopBits = 7;
    private const int Handshake = 8;
    private const int Language = 9;
    private const int Address = 10;
    private const int Ntp = 11;
    private const int Writable = 12;
    private const int Durable = 13;
    private const int PrinterLanguage = 14;
    private const int PrinterStatus = 15;
    private const int CodePage = 16;
    private const int Columns = 17;
    private const int Lines = 18;
    private const int Cut = 19;
    private const int PrinterMake = 20;
    private const int PrinterModel = 21;
    private const int CardSize = 22;
    private const int StopPin = 23;
    private const int StopLevel = 24;
    private const int ReadyPin = 25;
    private const int RawCut = 26;
    private const int PrinterLocation = 27;
    private const int Snmp = 28;
    private const int Spool = 29;
    private const int AfterCut = 30;
    private const int KeepJobs = 31;
    private const int Pull = 32;
    private const int Lpd = 33;
    private const int UsbFirmware = 34;
    private const int Discovery = 35;
    private const int Mirror = 36;
    private const int Ipp = 37;
    private const int Button = 38;
    private const int Light = 39;
    private const int Display = 40;

    /// <summary>The number of a key in lower case, or -1.</summary>
    internal static int Find(string key)
    {
        switch (key)
        {
            case "name": return Name;
            case "http-port": return HttpPort;
            case "raw-port": return RawPort;
            case "snmp": return Snmp;
            case "printer": return Printer;
            case "baud": return Baud;
            case "data-bits": return DataBits;
            case "parity": return Parity;
            case "stop-bits": return StopBits;
            case "handshake": return Handshake;
            case "language": return Language;
            case "address": return Address;
            case "ntp": return Ntp;
            case "writable": return Writable;
            case "durable": return Durable;
            case "printer-language": return PrinterLanguage;
            case "printer-status": return PrinterStatus;
            case "code-page": return CodePage;
            case "columns": return Columns;
            case "lines": return Lines;
            case "cut": return Cut;
            case "printer-make": return PrinterMake;
            case "printer-model": return PrinterModel;
            case "card-size": return CardSize;
            case "stop-pin": return StopPin;
            case "stop-level": return StopLevel;
            case "ready-pin": return ReadyPin;
            case "raw-cut": return RawCut;
            case "printer-location": return PrinterLocation;
            case "spool": return Spool;
            case "after-cut": return AfterCut;
            case "keep-jobs": return KeepJobs;
            case "pull": return Pull;
            case "mirror": return Mirror;
            case "lpd": return Lpd;
            case "usb-firmware": return UsbFirmware;
            case "discovery": return Discovery;
            case "ipp": return Ipp;
            case "button": return Button;
            case "light": return Light;
            case "display": return Display;
            default: return -1;
        }
    }

    /// <summary>Sets what a key says.</summary>
    /// <returns>Null, or what is wrong with the value.</returns>
    internal static string? Set(int key, string value, PeerSettings settings)
    {
        string word = Text.Lower(value);
        switch (key)
        {
            case Name: return SetName(value, settings);
            case HttpPort: return SetNumber(word, 1, 65535, "http-port", ref settings.HttpPort);
            case RawPort: return SetRawPort(word, settings);
            case Snmp: return SetService(word, "snmp", Limits.SnmpPort, ref settings.SnmpPort, settings);
            case Ipp: return SetService(word, "ipp", Limits.IppPort, ref settings.IppPort, settings);
            case Printer: return SetPrinter(word, settings);
            case Baud: return SetNumber(word, Limits.BaudLowest, Limits.BaudHighest, "baud", ref settings.BaudRate);
            case DataBits: return SetNumber(word, 7, 8, "data-bits", ref settings.DataBits);
            case Parity: return SetChoice(word, "none", "odd", "even", "parity", ref settings.Parity);
            case StopBits: return SetNumber(word, 1, 2, "stop-bits", ref settings.StopBits);
            case Handshake: return DeviceSetting.SetHandshake(word, settings);
            case Language: return SetLanguage(word, settings);
            case Address: return AddressSetting.Set(word, settings);
            case Ntp: return SetNtp(word, settings);
            case Writable: return SetFlag(word, "writable", ref settings.Writable);
            case Durable: return SetFlag(word, "durable", ref settings.Durable);
            case PrinterLanguage: return DeviceSetting.SetLanguage(word, settings);
            case PrinterStatus: return DeviceSetting.SetStatus(word, settings);
            case CodePage: return DeviceSetting.SetCodePage(word, settings);
            case Columns: return SetOwn(word, Limits.ColumnsFewest, Limits.ColumnsMost, "columns", "language", ref settings.Columns);
            case Lines: return SetOwn(word, 0, Limits.LinesMost, "lines", "language", ref settings.Lines);
            case Cut: return DeviceSetting.SetCut(word, settings);
            case PrinterMake: return DeviceSetting.SetText(value, "printer-make", ref settings.PrinterMake);
            case CardSize: return SetCardSize(word, settings);
            case PrinterModel: return DeviceSetting.SetText(value, "printer-model", ref settings.PrinterModel);
            case StopPin: return SetOwn(word, 0, Limits.PinHighest, "stop-pin", "board", ref settings.StopPin);
            case StopLevel: return DeviceSetting.SetStopLevel(word, settings);
            case ReadyPin: return SetOwn(word, 0, Limits.PinHighest, "ready-pin", "board", ref settings.ReadyPin);
            case RawCut: return SetWord(word, "print", "abort", "raw-cut", ref settings.PrintsWhatCame);
            case PrinterLocation: return SetLocation(value, settings);
            case Spool: return SetOffice(word, "spool", ref settings.Spool, settings);
            case AfterCut: return SetChoice(word, "restart", "hold", "abort", "after-cut", ref settings.AfterCut);
            case Lpd: return SetService(word, "lpd", Limits.LpdPort, ref settings.LpdPort, settings);
            case UsbFirmware: return DeviceSetting.SetFirmware(value, settings);
            case Button: return DeviceSetting.SetButton(word, settings);
            case Light: return SetChoice(word, "led", "ws2812", "none", "light", ref settings.Light);
            case Display: return DeviceSetting.SetDisplay(word, settings);
            case Discovery: return SetFlag(word, "discovery", ref settings.Discovery);
            case Mirror: return SetMirror(value, settings);
            case Pull: return SetChoice(word, "office", "any", "no", "pull", ref settings.Pull);
            default: return SetOffice(word, "keep-jobs", ref settings.KeepsJobs, settings);
        }
    }

    private static string? SetName(string value, PeerSettings settings)
    {
        if (value.Length == 0 || Encoding.UTF8.GetBytes(value).Length > Limits.PeerNameOctets)
        {
            return "name must have 1 to " + Limits.PeerNameOctets.ToString() + " octets; \"" + settings.Name + "\" stands";
        }

        settings.Name = value;
        return null;
    }

    /// <summary>Whether a key may be given several times.</summary>
    internal static bool MayRepeat(int which)
    {
        return which == Mirror;
    }

    // mirror = http://HOST/files/FROM/ TO, or NAME:/FROM/ TO, where the name may have blanks.
    private static string? SetMirror(string value, PeerSettings settings)
    {
        int name = NamedPlace.NameEnd(value);
        int blank = value.IndexOf(' ', name < 0 ? 0 : name);
        HttpUri uri = new HttpUri();
        string folder = blank < 0 ? "" : value.Substring(blank + 1).Trim(' ', '\t', '/');
        string from = blank <= 0 ? "" : name < 0 ? value.Substring(0, blank) : AnyPeer + value.Substring(name + 1, blank - name - 1);
        if (blank <= 0 || !RequestTarget.Folder(folder, true, out string to) || uri.Read(from) != HttpUri.Ok || !Text.Ends(uri.Target, "/"))
        {
            return "mirror must be what is followed, as http://HOST/files/FOLDER/ or NAME:/FOLDER/ with a slash at its end, and then the folder of the card that follows";
        }

        int count = settings.Mirrors.Length;
        if (count >= Limits.Mirrors * 2)
        {
            return "there are too many mirrors: a card has room for " + Limits.Mirrors.ToString();
        }

        string[] mirrors = Text.Blanks(count + 2);
        System.Array.Copy(settings.Mirrors, mirrors, count);
        mirrors[count] = name < 0 ? uri.ToString() : value.Substring(0, name) + ":" + uri.Target;
        mirrors[count + 1] = to;
        settings.Mirrors = mirrors;
        return null;
    }

    private static string? SetRawPort(string word, PeerSettings settings)
    {
        if (word == "none")
        {
            settings.RawPort = PeerSettings.NoPort;
            return null;
        }

        return SetNumber(word, 1, 65535, "raw-port", ref settings.RawPort);
    }

    private static string? SetService(string word, string key, int port, ref int setting, PeerSettings settings)
    {
        bool isOn = setting != PeerSettings.NoPort;
        string? problem = SetOffice(word, key, ref isOn, settings);
        if (problem is null)
        {
            setting = isOn ? port : PeerSettings.NoPort;
        }

        return problem;
    }

    private static string? SetOffice(string word, string key, ref bool setting, PeerSettings settings)
    {
        string? problem = SetFlag(word, key, ref setting);
        settings.Asked += problem is null && setting ? " " + key : "";
        return problem;
    }

    private static string? SetPrinter(string word, PeerSettings settings)
    {
        if (word != PeerSettings.PrinterSerial && word != PeerSettings.PrinterUsb && word != PeerSettings.PrinterNone)
        {
            return "printer must be serial, usb or none; it is left as it was";
        }

        settings.Printer = word;
        return null;
    }

    private static string? SetLanguage(string word, PeerSettings settings)
    {
        // RFC 5646 §2.1: subtags of 1 to 8 letters or digits between hyphens, the first of 2 or 3 letters here.
        int subtag = 0;
        bool first = true;
        bool good = word.Length <= Limits.LanguageOctets;
        for (int i = 0; i <= word.Length && good; i++)
        {
            char c = i < word.Length ? word[i] : '-';
            if (c == '-')
            {
                good = first ? subtag == 2 || subtag == 3 : subtag >= 1 && subtag <= 8;
                first = false;
                subtag = 0;
            }
            else
            {
                good = (c >= 'a' && c <= 'z') || (!first && c >= '0' && c <= '9');
                subtag++;
            }
        }

        if (!good)
        {
            return "language must be a language tag such as en or pt-br; " + settings.Language + " stands";
        }

        settings.Language = word;
        return null;
    }

    private static string? SetNtp(string word, PeerSettings settings)
    {
        if (word == "none")
        {
            settings.Ntp = "";
            return null;
        }

        // RFC 1123 §2.1: letters, digits, hyphens and dots make a host name or an address.
        bool good = word.Length > 0 && word.Length <= Limits.HostNameOctets;
        for (int i = 0; i < word.Length && good; i++)
        {
            char c = word[i];
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ((c == '-' || c == '.') && i > 0);
        }

        if (!good)
        {
            return "ntp must be a host's name or address, or none; it is left as it was";
        }

        settings.Ntp = word;
        return null;
    }

    // "32 GB" is what is printed on a card, "29 GiB" what some systems say of it; a blank in between or none.
    private static string? SetCardSize(string word, PeerSettings settings)
    {
        long size = 0;
        int at = 0;
        for (; at < word.Length && word[at] >= '0' && word[at] <= '9' && size < Limits.CardLargest; at++)
        {
            size = (size * 10) + (word[at] - '0');
        }

        int digits = at;
        while (at < word.Length && word[at] == ' ')
        {
            at++;
        }

        string unit = word.Substring(at);
        long octets = unit == "mb" ? 1000000 : unit == "gb" ? 1000000000 : unit == "mib" ? 1048576 : unit == "gib" ? 1073741824 : 0;
        if (digits == 0 || octets == 0 || size > Limits.CardLargest / octets || size * octets < Limits.CardSmallest)
        {
            return "card-size must be a whole number of MB, GB, MiB or GiB, such as 32 GB; it is left as it was";
        }

        settings.CardSize = size * octets;
        return null;
    }

    private static string? SetNumber(string word, int lowest, int highest, string key, ref int setting)
    {
        int number = 0;
        bool good = word.Length > 0 && word.Length <= 7;
        for (int i = 0; i < word.Length && good; i++)
        {
            good = word[i] >= '0' && word[i] <= '9';
            number = (number * 10) + (word[i] - '0');
        }

        if (!good || number < lowest || number > highest)
        {
            return key + " must be a number from " + lowest.ToString() + " to " + highest.ToString() + "; " + setting.ToString() + " stands";
        }

        setting = number;
        return null;
    }

    /// <summary>A number, of which the language's or the board's own stands where none was given.</summary>
    private static string? SetOwn(string word, int lowest, int highest, string key, string whose, ref int setting)
    {
        int number = lowest;
        if (SetNumber(word, lowest, highest, key, ref number) is not null)
        {
            return key + " must be a number from " + lowest.ToString() + " to " + highest.ToString() + "; the " + whose + "'s own stands";
        }

        setting = number;
        return null;
    }

    private static string? SetChoice(string word, string zero, string one, string two, string key, ref int setting)
    {
        int choice = word == zero ? 0 : word == one ? 1 : word == two ? 2 : -1;
        if (choice < 0)
        {
            return key + " must be " + zero + ", " + one + " or " + two + "; " + (setting == 0 ? zero : setting == 1 ? one : two) + " stands";
        }

        setting = choice;
        return null;
    }

    private static string? SetLocation(string value, PeerSettings settings)
    {
        if (Encoding.UTF8.GetBytes(value).Length > Limits.JobText)
        {
            return "printer-location must have at most " + Limits.JobText.ToString() + " octets; it is left as it was";
        }

        settings.PrinterLocation = value;
        return null;
    }

    private static string? SetWord(string word, string yes, string no, string key, ref bool setting)
    {
        if (word != yes && word != no)
        {
            return key + " must be " + yes + " or " + no + "; " + (setting ? yes : no) + " stands";
        }

        setting = word == yes;
        return null;
    }

    private static string? SetFlag(string word, string key, ref bool setting)
    {
        bool yes = word == "yes" || word == "true" || word == "on" || word == "1";
        if (!yes && word != "no" && word != "false" && word != "off" && word != "0")
        {
            return key + " must be yes or no; " + (setting ? "yes" : "no") + " stands";
        }

        setting = yes;
        return null;
    }
}
