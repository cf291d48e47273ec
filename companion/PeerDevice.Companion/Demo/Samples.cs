using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace PeerDevice.Companion.Demo;

/// <summary>What lies on the demo's card, made on the fly.</summary>
internal static class Samples
{
    private const int LargeOctets = 3_000_001; // no whole number of blocks of anything
    private const int Seed = 9100;

    /// <summary>Fills a folder as a card might be.</summary>
    public static void FillCard(string card)
    {
        Directory.CreateDirectory(Path.Combine(card, "notes", "2026"));
        Directory.CreateDirectory(Path.Combine(card, "scans"));
        File.WriteAllText(Path.Combine(card, "welcome.txt"), "This card belongs to a board that is made of software.\n");
        File.WriteAllText(Path.Combine(card, "notes", "shopping list.txt"), "paper\ntoner\ncoffee\n");
        File.WriteAllText(Path.Combine(card, "notes", "2026", "Übersicht – März.txt"), "Names may have any letters.\n");
        File.WriteAllBytes(Path.Combine(card, "notes", "empty"), []);
        File.WriteAllBytes(Path.Combine(card, "scans", "large.bin"), Noise(LargeOctets));
    }

    /// <summary>A document that any PDF viewer opens and many printers print as it is: one page (ISO 32000-1 §7.5).</summary>
    public static byte[] Document()
    {
        const string Text = "BT /F1 28 Tf 72 720 Td (Printed by a peer.) Tj 0 -40 Td /F1 14 Tf (From this PC to a board, as it is, octet by octet.) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {Text.Length} >>\nstream\n{Text}\nendstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        StringBuilder pdf = new("%PDF-1.4\n");
        int[] places = new int[objects.Length];
        for (int i = 0; i < objects.Length; i++)
        {
            places[i] = pdf.Length;
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        int table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (int place in places)
        {
            pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        }

        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    private static byte[] Noise(int count)
    {
        byte[] noise = new byte[count];
        new Random(Seed).NextBytes(noise);
        return noise;
    }
}
