using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>The paper of a Printer (PWG 5101.1): what its owner says is in it, or what is usual for its language; and how fine it prints.</summary>
internal static class Medium
{
    /// <summary>A4, where nothing else is known.</summary>
    public const string Usual = "iso_a4_210x297mm";

    /// <summary>The self-describing name of the paper that a language's devices usually have.</summary>
    public static string UsualFor(string language)
    {
        switch (language)
        {
            case EscPosLanguage.Wide:
                return "roll_receipt_80x297mm";
            case EscPosLanguage.Narrow:
                return "roll_receipt_58x297mm";
            case ZplLanguage.Word:
                return "oe_4x6-label_4x6in";
            default:
                return Usual;
        }
    }

    /// <summary>Whether it comes from a roll.</summary>
    public static bool IsRoll(string name)
    {
        return Bytes.Text.Begins(name, "roll_");
    }

    /// <summary>Dots to the inch.</summary>
    public static int DotsPerInch(string language)
    {
        switch (language)
        {
            case EscPosLanguage.Wide:
            case EscPosLanguage.Narrow:
            case ZplLanguage.Word:
                return 203;
            case EscPLanguage.NinePins:
                return 120;
            case EscPLanguage.TwentyFourPins:
                return 180;
            default:
                return 300;
        }
    }

    /// <summary>Width or height of a self-describing name in hundredths of a millimetre (media-size, PWG 5100.7 §6.3.1.15); 0 for a name that does not say.</summary>
    public static int Dimension(string name, bool isHeight)
    {
        const int PerMillimetre = 100;
        const int PerInch = 2540;
        int from = name.LastIndexOf('_') + 1;
        int cross = name.IndexOf('x', from);
        if (from == 0 || cross < 0 || name.Length < cross + 3)
        {
            return 0;
        }

        int end = name.Length - 2;
        int unit = Bytes.Text.Ends(name, "in") ? PerInch : PerMillimetre;
        return isHeight ? Scaled(name, cross + 1, end, unit) : Scaled(name, from, cross, unit);
    }

    // A number with a decimal point, times a unit.
    private static int Scaled(string name, int from, int end, int unit)
    {
        int whole = 0;
        int scale = 0;
        for (int i = from; i < end; i++)
        {
            char c = name[i];
            if (c == '.' && scale == 0)
            {
                scale = 1;
            }
            else if (c < '0' || c > '9' || whole > Limits.MediumDigits)
            {
                return 0;
            }
            else
            {
                whole = (whole * 10) + c - '0';
                scale *= 10;
            }
        }

        return scale == 0 ? whole * unit : whole * unit / scale;
    }
}
