using PeerDevice.Services.Settings;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>The languages there are, and how one is made of the settings.</summary>
public static class DeviceLanguages
{
    /// <summary>The values of <c>printer-language</c>, for people.</summary>
    public const string Names = "raw, text, escpos-58, escpos-80, escp-9, escp-24, pcl-3, pcl-5 or zpl";

    /// <summary>The values of <c>printer-status</c>, for people.</summary>
    public const string StatusNames = "none, escpos, escp, pjl or zpl";

    private const string StatusNone = "none";
    private const string StatusEscPos = "escpos";
    private const string StatusEscP = "escp";
    private const string StatusPjl = "pjl";
    private const string StatusZpl = "zpl";

    /// <summary>Whether there is a language of a name.</summary>
    public static bool Has(string name)
    {
        switch (name)
        {
            case RawLanguage.Word:
            case PlainTextLanguage.Word:
            case EscPosLanguage.Narrow:
            case EscPosLanguage.Wide:
            case EscPLanguage.NinePins:
            case EscPLanguage.TwentyFourPins:
            case PclLanguage.Pcl3:
            case PclLanguage.Pcl5:
            case ZplLanguage.Word:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether there is a status dialogue of a name, "none" included.</summary>
    public static bool HasStatus(string name)
    {
        return name == StatusNone || DialogueOf(name) is not null;
    }

    /// <summary>The number of a code page as a person writes it.</summary>
    /// <returns>-1 where there is none.</returns>
    public static int PageOf(string word)
    {
        switch (word)
        {
            case "ascii": return CodePage.Ascii;
            case "437": return CodePage.Usa;
            case "850": return CodePage.Western;
            case "852": return CodePage.Central;
            case "858": return CodePage.WesternEuro;
            case "866": return CodePage.Cyrillic;
            case "1252": return CodePage.Windows;
            default: return -1;
        }
    }

    /// <summary>Makes the language that the settings ask for, raw where they ask for none.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="problem">Empty, or what of them this language cannot do, in words.</param>
    public static PrinterLanguage Make(PeerSettings settings, out string problem)
    {
        PrinterLanguage language = Make(settings.PrinterLanguage, settings, out problem);
        string status = settings.PrinterStatus.Length > 0 ? settings.PrinterStatus : OwnStatus(language.Name);
        language.Status = DialogueOf(status);
        return language;
    }

    private static PrinterLanguage Make(string name, PeerSettings settings, out string problem)
    {
        switch (name)
        {
            case PlainTextLanguage.Word:
                return new PlainTextLanguage(Layout(settings, name, CodePage.Usa, PlainTextLanguage.WidthOfPaper, 0, TextLayout.CutNone, out problem));
            case EscPosLanguage.Narrow:
                return new EscPosLanguage(name, Layout(settings, name, CodePage.WesternEuro, EscPosLanguage.NarrowColumns, 0, TextLayout.CutNone, out problem));
            case EscPosLanguage.Wide:
                return new EscPosLanguage(name, Layout(settings, name, CodePage.WesternEuro, EscPosLanguage.WideColumns, 0, TextLayout.CutPartial, out problem));
            case EscPLanguage.NinePins:
                return new EscPLanguage(name, Layout(settings, name, CodePage.Usa, EscPLanguage.TenToTheInch, 0, TextLayout.CutNone, out problem));
            case EscPLanguage.TwentyFourPins:
                return new EscPLanguage(name, Layout(settings, name, CodePage.Western, EscPLanguage.TenToTheInch, 0, TextLayout.CutNone, out problem));
            case PclLanguage.Pcl3:
            case PclLanguage.Pcl5:
                return new PclLanguage(name, Layout(settings, name, CodePage.Western, PclLanguage.TwelveToTheInch, 0, TextLayout.CutNone, out problem));
            case ZplLanguage.Word:
                return new ZplLanguage(Layout(settings, name, CodePage.Western, ZplLanguage.FourInchColumns, ZplLanguage.SixInchLines, TextLayout.CutNone, out problem));
            default:
                problem = "";
                return new RawLanguage();
        }
    }

    private static TextLayout Layout(PeerSettings settings, string name, int page, int columns, int lines, int cut, out string problem)
    {
        problem = "";
        if (settings.CodePage != PeerSettings.OfLanguage && Prints(name, settings.CodePage))
        {
            page = settings.CodePage;
        }
        else if (settings.CodePage != PeerSettings.OfLanguage)
        {
            problem = name + " has no code page " + settings.CodePage.ToString() + ": text is printed in " + page.ToString();
        }

        if (settings.DataBits < 8)
        {
            // A line of 7 bits carries nothing else.
            page = CodePage.Ascii;
        }

        columns = settings.Columns == PeerSettings.OfLanguage ? columns : settings.Columns;
        lines = settings.Lines == PeerSettings.OfLanguage || (lines > 0 && settings.Lines == 0) ? lines : settings.Lines;
        cut = settings.Cut == PeerSettings.OfLanguage ? cut : settings.Cut;
        return new TextLayout(CodePage.Of(page)!, columns, lines, cut);
    }

    private static bool Prints(string name, int page)
    {
        switch (name)
        {
            case EscPosLanguage.Narrow:
            case EscPosLanguage.Wide:
                return EscPosLanguage.Table(page) >= 0;
            case EscPLanguage.TwentyFourPins:
                return EscPLanguage.Table(page) >= 0;
            case PclLanguage.Pcl3:
            case PclLanguage.Pcl5:
                return PclLanguage.SymbolSet(page).Length > 0;
            case ZplLanguage.Word:
                return ZplLanguage.Knows(page);
            default:
                return true;
        }
    }

    // Who does not know PJL prints it: that is asked where it is certain, and given up soon.
    private static string OwnStatus(string name)
    {
        switch (name)
        {
            case EscPosLanguage.Narrow:
            case EscPosLanguage.Wide:
                return StatusEscPos;
            case PclLanguage.Pcl5:
                return StatusPjl;
            case ZplLanguage.Word:
                return StatusZpl;
            default:
                return StatusNone;
        }
    }

    private static StatusDialogue? DialogueOf(string name)
    {
        switch (name)
        {
            case StatusEscPos: return new EscPosStatus();
            case StatusEscP: return new EscPStatus();
            case StatusPjl: return new PjlStatus();
            case StatusZpl: return new ZplStatus();
            default: return null;
        }
    }
}
