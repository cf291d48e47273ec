using System.Collections.Generic;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>What a Printer says of itself (RFC 8011 §5.4), as far as who prints needs it.</summary>
internal sealed record PrinterFacts
{
    /// <summary>The attributes to ask for.</summary>
    public const string Asked = "printer-name,printer-make-and-model,printer-device-id,printer-state,printer-state-reasons,printer-state-message,printer-is-accepting-jobs,"
        + "operations-supported,document-format-supported,copies-supported,multiple-document-jobs-supported";

    /// <summary>Those of them that change.</summary>
    public const string AskedOfState = "printer-state,printer-state-reasons,printer-state-message";

    public string Name { get; private init; } = "";

    public string MakeAndModel { get; private init; } = "";

    /// <summary>Its device ID (IEEE 1284); empty where it says none.</summary>
    public string DeviceId { get; private init; } = "";

    /// <summary>One of <see cref="PrinterState"/>; 0 where it does not say.</summary>
    public int State { get; private init; }

    /// <summary>printer-state-reasons, without <c>none</c>.</summary>
    public IReadOnlyList<string> Reasons { get; private init; } = [];

    public string Message { get; private init; } = "";

    public bool IsAccepting { get; private init; }

    /// <summary>The operations that it says it has; empty where it does not say.</summary>
    public IReadOnlyList<int> Operations { get; private init; } = [];

    /// <summary>The formats that it takes; empty where it does not say.</summary>
    public IReadOnlyList<string> Formats { get; private init; } = [];

    /// <summary>The most copies that it makes of a Job by itself.</summary>
    public int Copies { get; private init; } = 1;

    /// <summary>What there is to say of its state, in words; empty for nothing.</summary>
    public string Words => Message.Length > 0 ? Message : PrintWords.OfReasons(Reasons);

    /// <summary>Takes what an answer says.</summary>
    public static PrinterFacts Of(IppReader answer)
    {
        int group = answer.Group(IppTag.PrinterGroup);
        int copies = answer.Find(group, "copies-supported");
        return new PrinterFacts
        {
            Name = answer.String(answer.Find(group, "printer-name")),
            MakeAndModel = answer.String(answer.Find(group, "printer-make-and-model")),
            DeviceId = answer.String(answer.Find(group, "printer-device-id")),
            State = answer.Integer(answer.Find(group, "printer-state"), 0),
            Reasons = Texts(answer, group, "printer-state-reasons"),
            Message = answer.String(answer.Find(group, "printer-state-message")),
            IsAccepting = answer.Boolean(answer.Find(group, "printer-is-accepting-jobs"), true),
            Operations = Numbers(answer, group, "operations-supported"),
            Formats = Texts(answer, group, "document-format-supported"),

            // RFC 8011 §5.2.5: a range from 1; some say one number.
            Copies = copies >= 0 && answer.Tag(copies) == IppTag.RangeOfInteger ? answer.NumberWithin(copies, sizeof(int)) : answer.Integer(copies, 1),
        };
    }

    /// <summary>The values of an attribute that are texts, without <c>none</c>.</summary>
    internal static List<string> Texts(IppReader answer, int group, string name)
    {
        List<string> texts = [];
        for (int at = answer.Find(group, name); at >= 0; at = answer.Next(at))
        {
            if (!answer.Is(at, "none"))
            {
                texts.Add(answer.String(at));
            }
        }

        return texts;
    }

    private static List<int> Numbers(IppReader answer, int group, string name)
    {
        List<int> numbers = [];
        for (int at = answer.Find(group, name); at >= 0; at = answer.Next(at))
        {
            numbers.Add(answer.Integer(at, 0));
        }

        return numbers;
    }
}
