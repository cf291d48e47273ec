using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class TextPrintTests
{
    [TestMethod]
    public void TextIsPrintedInTheCodePageOfTheDevice()
    {
        // "Größe, 5 €: alles in eine Zeile, die zu lang ist" and e with its accent behind it; the octets come one by one.
        PeerSettings settings = new PeerSettings { PrinterLanguage = "text", Columns = 20, CodePage = 858 };
        byte[] text = Check.Octets("Gr\u00C3\u00B6\u00C3\u009Fe, 5 \u00E2\u0082\u00AC: alles in eine Zeile\ncafe\u00CC\u0081\x1B@\f");
        byte[] expected = Check.Octets("Gr\u0094\u00E1e, 5 \u00D5: alles in\r\neine Zeile\r\ncaf\u0082@\r\n\f");
        PrinterLanguage language = DeviceLanguages.Make(settings, out string problem);
        Check.Same("", problem, "problem");
        byte[] to = new byte[Limits.RenderOctets];
        byte[] printed = new byte[200];
        int count = 0;
        Check.Holds(language.BeginDocument("text/plain"), "text is rendered");
        for (int i = 0; i < text.Length; i++)
        {
            Check.Same(1, language.Render(text, i, i + 1, to, out int made), "used");
            System.Array.Copy(to, 0, printed, count, made);
            count += made;
        }

        int rest = language.EndDocument(to);
        System.Array.Copy(to, 0, printed, count, rest);
        count += rest;
        Check.Same(expected.Length, count, "length");
        for (int i = 0; i < count; i++)
        {
            Check.Same(expected[i], printed[i], "octet " + i.ToString());
        }
    }
}
