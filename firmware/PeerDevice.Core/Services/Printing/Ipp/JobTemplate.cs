using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>What a Job may be told to be (RFC 8011 §5.2), and which values of it are honoured. What is the only value there is may be said, and changes nothing.</summary>
internal static class JobTemplate
{
    /// <summary>Attributes that a Job may be created with (job-creation-attributes-supported).</summary>
    public const string Creation =
        "copies,finishings,finishings-col,ipp-attribute-fidelity,job-hold-until,job-name,job-priority,job-sheets,media,media-col,number-up,orientation-requested,output-bin,print-quality,printer-resolution,sides";

    /// <summary>Attributes of a Job that may be changed (job-settable-attributes-supported).</summary>
    public const string Settable = "copies,job-hold-until,job-message-from-operator,job-name,job-priority";

    /// <summary>Priorities that differ.</summary>
    public const int Priorities = 100;

    /// <summary>finishings: none.</summary>
    public const int NoFinishing = 3;

    /// <summary>finishing-template: none (PWG 5100.1 §5.2.4).</summary>
    public const string NoTemplate = "none";

    /// <summary>orientation-requested: portrait.</summary>
    public const int Portrait = 3;

    /// <summary>print-quality: normal.</summary>
    public const int NormalQuality = 4;

    /// <summary>Units of a resolution: dots per inch.</summary>
    public const int DotsPerInch = 3;

    private const int Unknown = 0;
    private const int Copies = 1;
    private const int Finishings = 2;
    private const int HoldUntil = 3;
    private const int Name = 4;
    private const int Priority = 5;
    private const int Sheets = 6;
    private const int Media = 7;
    private const int MediaCol = 8;
    private const int NumberUp = 9;
    private const int Orientation = 10;
    private const int OutputBin = 11;
    private const int Quality = 12;
    private const int Resolution = 13;
    private const int Sides = 14;
    private const int FinishingsCol = 15;

    /// <summary>Whether an attribute is known, so that only its value can be unsupported.</summary>
    public static bool IsKnown(IppReader reader, int at)
    {
        return Which(reader, at) != Unknown;
    }

    /// <summary>Whether an attribute may be changed (RFC 3380 §4.2).</summary>
    public static bool IsSettable(IppReader reader, int at)
    {
        int which = Which(reader, at);
        return which == Copies || which == HoldUntil || which == Name || which == Priority;
    }

    /// <summary>Whether an attribute with its values is honoured.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="at">The attribute.</param>
    /// <param name="copies">The highest number of copies.</param>
    /// <param name="medium">The paper that is in.</param>
    /// <param name="dots">Dots to the inch.</param>
    public static bool IsHonoured(IppReader reader, int at, int copies, string medium, int dots)
    {
        int number = reader.Integer(at, 0);
        bool isOne = reader.Next(at) < 0;
        switch (Which(reader, at))
        {
            case Copies: return isOne && number >= 1 && number <= copies;
            case Finishings: return isOne && number == NoFinishing;
            case FinishingsCol: return isOne && IsNoFinishing(reader, at);
            case HoldUntil: return isOne && (reader.Is(at, "no-hold") || reader.Is(at, "indefinite"));
            case Name: return isOne && (reader.Tag(at) == IppTag.Name || reader.Tag(at) == IppTag.NameWithLanguage);
            case Priority: return isOne && number >= 1 && number <= Priorities;
            case Sheets: return isOne && reader.Is(at, "none");
            case Media: return isOne && reader.Is(at, medium);
            case MediaCol: return isOne && IsMedium(reader, at, medium);
            case NumberUp: return isOne && number == 1;
            case Orientation: return isOne && number == Portrait;
            case OutputBin: return isOne && reader.Is(at, "auto");
            case Quality: return isOne && number == NormalQuality;
            case Resolution: return isOne && reader.Tag(at) == IppTag.Resolution && reader.NumberWithin(at, 0) == dots && reader.NumberWithin(at, 4) == dots;
            case Sides: return isOne && reader.Is(at, "one-sided");
            default: return false;
        }
    }

    /// <summary>Whether a finishings-col asks for nothing (PWG 5100.1 §5.2): it names the only template there is, or none at all.</summary>
    private static bool IsNoFinishing(IppReader reader, int at)
    {
        int template = reader.Member(at, "finishing-template");
        return reader.Is(template, NoTemplate) && reader.Next(template) < 0;
    }

    /// <summary>Whether a media-col is the paper that is in, as far as it says.</summary>
    private static bool IsMedium(IppReader reader, int at, string medium)
    {
        int name = reader.Member(at, "media-size-name");
        int size = reader.Member(at, "media-size");
        int x = reader.Integer(reader.Member(size, "x-dimension"), 0);
        int y = reader.Integer(reader.Member(size, "y-dimension"), 0);
        return (name < 0 || reader.Is(name, medium))
            && (size < 0 || (x == Medium.Dimension(medium, false) && y == Medium.Dimension(medium, true)));
    }

    private static int Which(IppReader reader, int at)
    {
        switch (reader.NameEnd(at) - reader.NameStart(at))
        {
            case 5: return reader.IsNamed(at, "media") ? Media : reader.IsNamed(at, "sides") ? Sides : Unknown;
            case 6: return reader.IsNamed(at, "copies") ? Copies : Unknown;
            case 8: return reader.IsNamed(at, "job-name") ? Name : Unknown;
            case 9: return reader.IsNamed(at, "media-col") ? MediaCol : reader.IsNamed(at, "number-up") ? NumberUp : Unknown;
            case 10: return reader.IsNamed(at, "finishings") ? Finishings : reader.IsNamed(at, "job-sheets") ? Sheets : reader.IsNamed(at, "output-bin") ? OutputBin : Unknown;
            case 12: return reader.IsNamed(at, "job-priority") ? Priority : Unknown;
            case 13: return reader.IsNamed(at, "print-quality") ? Quality : Unknown;
            case 14: return reader.IsNamed(at, "job-hold-until") ? HoldUntil : reader.IsNamed(at, "finishings-col") ? FinishingsCol : Unknown;
            case 18: return reader.IsNamed(at, "printer-resolution") ? Resolution : Unknown;
            case 21: return reader.IsNamed(at, "orientation-requested") ? Orientation : Unknown;
            default: return Unknown;
        }
    }
}
