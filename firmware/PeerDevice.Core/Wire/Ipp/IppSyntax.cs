namespace PeerDevice.Wire.Ipp;

/// <summary>What the syntaxes allow a value to be (RFC 8010 §3.9, RFC 8011 §5.1), as far as its octets show it.</summary>
internal static class IppSyntax
{
    /// <summary>Octets of the longest keyword, attribute names included (RFC 8011 §5.1.4).</summary>
    public const int Keyword = 255;

    /// <summary>Octets of a resolution (RFC 8010 §3.9).</summary>
    public const int Resolution = 9;

    /// <summary>Octets of a rangeOfInteger.</summary>
    public const int Range = 8;

    /// <summary>Octets of an integer or an enum.</summary>
    public const int Integer = 4;

    /// <summary>Octets of a dateTime (RFC 2579).</summary>
    public const int DateTime = 11;

    /// <summary>Octets of the longest charset, naturalLanguage or uriScheme (RFC 8011 §5.1): the tightest bound of all syntaxes of characters.</summary>
    public const int Word = 63;

    /// <summary>Octets that a name may have (RFC 8011 §5.1.3).</summary>
    public const int Name = 255;

    private const int Text = 1023;
    private const int LengthOctets = 2;
    private const int Negative = 0x8000;

    /// <summary>Whether a length, as its two octets say it, fits a tag.</summary>
    /// <returns>0, or the status to refuse with.</returns>
    public static int Judge(int tag, int length, bool isRequest)
    {
        int least = 1;
        int most;
        switch (tag)
        {
            case IppTag.Integer:
            case IppTag.Enum:
                return length == Integer ? 0 : IppStatus.BadRequest;
            case IppTag.Boolean:
                return length == 1 ? 0 : IppStatus.BadRequest;
            case IppTag.DateTime:
                return length == DateTime ? 0 : IppStatus.BadRequest;
            case IppTag.Resolution:
                return length == Resolution ? 0 : IppStatus.BadRequest;
            case IppTag.RangeOfInteger:
                return length == Range ? 0 : IppStatus.BadRequest;
            case IppTag.BegCollection:
            case IppTag.EndCollection:
                return length == 0 ? 0 : IppStatus.BadRequest;
            case IppTag.Keyword:
            case IppTag.MemberAttrName:
            case IppTag.MimeMediaType:
                most = Keyword;
                break;
            case IppTag.Uri:
                most = Text;
                break;
            case IppTag.UriScheme:
            case IppTag.Charset:
            case IppTag.NaturalLanguage:
                most = Word;
                break;
            case IppTag.OctetString:
            case IppTag.Text:
                least = 0;
                most = Text;
                break;
            case IppTag.Name:
                least = 0;
                most = Name;
                break;
            case IppTag.TextWithLanguage:
                least = LengthOctets + 1 + LengthOctets;
                most = LengthOctets + Word + LengthOctets + Text;
                break;
            case IppTag.NameWithLanguage:
                least = LengthOctets + 1 + LengthOctets;
                most = LengthOctets + Word + LengthOctets + Name;
                break;
            case IppTag.Extension:
                least = Integer; // RFC 8010 §3.5.2: the tag proper has four octets
                most = Negative - 1;
                break;
            default:
                // RFC 8010 §3.8: an out-of-band value has no octets. What has a tag that is not known may be anything.
                least = 0;
                most = tag <= IppTag.LastOutOfBand ? 0 : Negative - 1;
                break;
        }

        if (length < least || length >= Negative || (length > most && most == 0))
        {
            return IppStatus.BadRequest;
        }

        // What Printers answer with is often longer than it should be, and harmless where memory is no concern.
        return length > most && isRequest ? IppStatus.RequestValueTooLong : 0;
    }

    /// <summary>Whether a value whose length fits is one: a boolean is 0 or 1, and the lengths within a value with a language fill it exactly.</summary>
    public static bool HoldsTogether(int tag, byte[] b, int start, int length)
    {
        if (tag == IppTag.Boolean)
        {
            return b[start] <= 1;
        }

        if (tag != IppTag.TextWithLanguage && tag != IppTag.NameWithLanguage)
        {
            return true;
        }

        int language = b[start] << 8 | b[start + 1];
        int rest = length - LengthOctets - language - LengthOctets;
        if (language == 0 || language > Word || rest < 0)
        {
            return false;
        }

        int text = start + LengthOctets + language;
        return (b[text] << 8 | b[text + 1]) == rest;
    }
}
