using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>The paper (PWG 5100.7, 5101.1): one kind, that which is in.</content>
public sealed partial class IppService
{
    private static string MediumOf(Printer printer)
    {
        string said = printer.Setup.Medium;
        return said.Length > 0 ? said : Medium.UsualFor(printer.Language.Name);
    }

    private static string KindOf(string medium)
    {
        return Medium.IsRoll(medium) ? "continuous" : "stationery";
    }

    private static string SourceOf(string medium)
    {
        return Medium.IsRoll(medium) ? "main-roll" : "main";
    }

    // What comes is sent as it is: no margin is added here, and what the device cannot reach it alone knows.
    private static void WriteMargin(IppDesk desk, string name)
    {
        if (desk.Requested.Wants(name, Requested.Template))
        {
            desk.Response.Integer(name, 0);
        }
    }

    private static void MarginMember(IppWriter to, string name)
    {
        to.Member(name);
        to.Integer(IppWriter.More, 0);
    }

    private static void WriteMedia(IppDesk desk)
    {
        const int Group = Requested.Template;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        string medium = MediumOf(desk.Printer);
        TemplateKeywords(desk, "media-default", medium);
        TemplateKeywords(desk, "media-supported", medium);
        TemplateKeywords(desk, "media-ready", medium);
        TemplateKeywords(desk, "media-col-supported", "media-bottom-margin,media-left-margin,media-right-margin,media-size,media-size-name,media-source,media-top-margin,media-type");
        TemplateKeywords(desk, "media-type-supported", KindOf(medium));
        TemplateKeywords(desk, "media-source-supported", SourceOf(medium));
        WriteMargin(desk, "media-bottom-margin-supported");
        WriteMargin(desk, "media-left-margin-supported");
        WriteMargin(desk, "media-right-margin-supported");
        WriteMargin(desk, "media-top-margin-supported");
        WriteMediaCol(desk, "media-col-default", Group);
        WriteMediaCol(desk, "media-col-ready", Group);
        WriteMediaCol(desk, "media-col-database", Requested.Alone); // RFC 8011 §4.2.5.1 as PWG 5100.7 §6.3.1 amends it
        if (wanted.Wants("media-size-supported", Group))
        {
            to.BeginCollection("media-size-supported");
            WriteDimensions(to, medium);
            to.EndCollection();
        }
    }

    private static void WriteMediaCol(IppDesk desk, string name, int group)
    {
        if (!desk.Requested.Wants(name, group))
        {
            return;
        }

        IppWriter to = desk.Response;
        string medium = MediumOf(desk.Printer);
        to.BeginCollection(name);
        to.Member("media-size");
        to.BeginCollection(IppWriter.More);
        WriteDimensions(to, medium);
        to.EndCollection();
        to.Member("media-size-name");
        to.Keyword(IppWriter.More, medium);
        to.Member("media-type");
        to.Keyword(IppWriter.More, KindOf(medium));
        to.Member("media-source");
        to.Keyword(IppWriter.More, SourceOf(medium));
        MarginMember(to, "media-bottom-margin");
        MarginMember(to, "media-left-margin");
        MarginMember(to, "media-right-margin");
        MarginMember(to, "media-top-margin");
        to.EndCollection();
    }

    private static void WriteDimensions(IppWriter to, string medium)
    {
        to.Member("x-dimension");
        to.Integer(IppWriter.More, Medium.Dimension(medium, false));
        to.Member("y-dimension");
        to.Integer(IppWriter.More, Medium.Dimension(medium, true));
    }
}
