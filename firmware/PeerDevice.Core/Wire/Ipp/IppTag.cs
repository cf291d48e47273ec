namespace PeerDevice.Wire.Ipp;

/// <summary>Delimiter tags, which begin groups of attributes or end them all (RFC 8010 §3.5.1), and value tags, which say the syntax of a value (§3.5.2).</summary>
public static class IppTag
{
    /// <summary>operation-attributes-tag: first in every message.</summary>
    public const int OperationGroup = 0x01;

    /// <summary>job-attributes-tag.</summary>
    public const int JobGroup = 0x02;

    /// <summary>end-of-attributes-tag: the document follows.</summary>
    public const int End = 0x03;

    /// <summary>printer-attributes-tag.</summary>
    public const int PrinterGroup = 0x04;

    /// <summary>unsupported-attributes-tag: in responses, what was asked for and is not done.</summary>
    public const int UnsupportedGroup = 0x05;

    /// <summary>subscription-attributes-tag (RFC 3995).</summary>
    public const int SubscriptionGroup = 0x06;

    /// <summary>event-notification-attributes-tag (RFC 3995).</summary>
    public const int EventNotificationGroup = 0x07;

    /// <summary>resource-attributes-tag (PWG 5100.22).</summary>
    public const int ResourceGroup = 0x08;

    /// <summary>document-attributes-tag (PWG 5100.5).</summary>
    public const int DocumentGroup = 0x09;

    /// <summary>system-attributes-tag (PWG 5100.22).</summary>
    public const int SystemGroup = 0x0A;

    /// <summary>What is below is a delimiter; from here on the tags are of values.</summary>
    public const int FirstValue = 0x10;

    /// <summary>unsupported, an out-of-band value.</summary>
    public const int Unsupported = 0x10;

    /// <summary>unknown: there is a value, and the Printer does not know it; out of band.</summary>
    public const int Unknown = 0x12;

    /// <summary>no-value, out of band.</summary>
    public const int NoValue = 0x13;

    /// <summary>not-settable (RFC 3380), out of band.</summary>
    public const int NotSettable = 0x15;

    /// <summary>delete-attribute (RFC 3380), out of band.</summary>
    public const int DeleteAttribute = 0x16;

    /// <summary>admin-define (RFC 3380), out of band.</summary>
    public const int AdminDefine = 0x17;

    /// <summary>The last of the tags whose values have no octets (0x10 to 0x1F).</summary>
    public const int LastOutOfBand = 0x1F;

    /// <summary>integer: 32 bits, signed.</summary>
    public const int Integer = 0x21;

    /// <summary>boolean: one octet, 0 or 1.</summary>
    public const int Boolean = 0x22;

    /// <summary>enum: as integer.</summary>
    public const int Enum = 0x23;

    /// <summary>octetString.</summary>
    public const int OctetString = 0x30;

    /// <summary>dateTime: 11 octets (RFC 2579's DateAndTime).</summary>
    public const int DateTime = 0x31;

    /// <summary>resolution: two integers and a unit, 9 octets.</summary>
    public const int Resolution = 0x32;

    /// <summary>rangeOfInteger: two integers.</summary>
    public const int RangeOfInteger = 0x33;

    /// <summary>begCollection: members follow, up to its endCollection.</summary>
    public const int BegCollection = 0x34;

    /// <summary>textWithLanguage: length and language, length and text.</summary>
    public const int TextWithLanguage = 0x35;

    /// <summary>nameWithLanguage: as textWithLanguage.</summary>
    public const int NameWithLanguage = 0x36;

    /// <summary>endCollection.</summary>
    public const int EndCollection = 0x37;

    /// <summary>textWithoutLanguage.</summary>
    public const int Text = 0x41;

    /// <summary>nameWithoutLanguage.</summary>
    public const int Name = 0x42;

    /// <summary>keyword.</summary>
    public const int Keyword = 0x44;

    /// <summary>uri.</summary>
    public const int Uri = 0x45;

    /// <summary>uriScheme.</summary>
    public const int UriScheme = 0x46;

    /// <summary>charset.</summary>
    public const int Charset = 0x47;

    /// <summary>naturalLanguage.</summary>
    public const int NaturalLanguage = 0x48;

    /// <summary>mimeMediaType.</summary>
    public const int MimeMediaType = 0x49;

    /// <summary>memberAttrName: the value is the name of a member of a collection, and its values follow.</summary>
    public const int MemberAttrName = 0x4A;

    /// <summary>The tag has four octets, which stand first in the value.</summary>
    public const int Extension = 0x7F;
}
