using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.Printing;

/// <summary>What is made of a device's answers: of those under <c>Vectors/status</c>, of all that can become of them on the way, and of noise.</summary>
public class StatusTests
{
    private static readonly string[] Dialogues = ["escpos", "escp", "pjl", "zpl"];

    public static TheoryData<string> Vectors()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "status"), "*.txt");
        Assert.True(files.Length > 40);
        return new TheoryData<string>(files.Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void AnAnswerIsUnderstoodHoweverItIsCut(string name)
    {
        (string dialogue, int conditions, byte[] said) = Read(name);
        for (int size = 1; size <= said.Length; size++)
        {
            PrinterLanguage language = Asked(dialogue);
            int heard = PrinterLanguage.NothingHeard;
            for (int at = 0; at < said.Length; at += size)
            {
                heard = language.Hear(said, at, Math.Min(size, said.Length - at));
            }

            Assert.Equal(conditions, heard);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void AnAnswerThatIsCutShortChangesNothingAndTheNextIsUnderstood(string name)
    {
        (string dialogue, int conditions, byte[] said) = Read(name);
        if (conditions == PrinterLanguage.NothingHeard || dialogue == "escpos")
        {
            // An answer of ESC/POS does not say where it begins: below.
            return;
        }

        for (int cut = 0; cut < said.Length; cut++)
        {
            PrinterLanguage language = Asked(dialogue);
            language.Hear(said, 0, said.Length);
            language.Hear(said, 0, cut);
            language.Enquire(new byte[Limits.RenderOctets]);
            Assert.Equal(conditions, language.Hear(said, 0, said.Length));
        }
    }

    [Fact]
    public void NoNoiseMakesADialogueThrowOrSayWhatThereIsNot()
    {
        const int All = (DeviceCondition.TooHot << 1) - 1;
        byte[][] answers = [.. Vectors().Select(static row => Read(row.Data).Said)];
        for (int seed = 1; seed <= 2000; seed++)
        {
            Random random = new(seed);
            PrinterLanguage language = Asked(Dialogues[random.Next(Dialogues.Length)]);
            for (int i = 0; i < 20; i++)
            {
                byte[] said = [.. answers[random.Next(answers.Length)]];
                for (int bent = random.Next(4); bent > 0 && said.Length > 0; bent--)
                {
                    said[random.Next(said.Length)] = (byte)random.Next(256);
                }

                int heard = language.Hear(said, 0, random.Next(said.Length + 1));
                Assert.True(heard == PrinterLanguage.NothingHeard || (heard & ~All) == 0, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void AReceiptPrinterIsAskedForAllFourAtOnce()
    {
        byte[] to = new byte[Limits.RenderOctets];
        int count = Printed.Language("escpos-80").Enquire(to);
        Assert.Equal("\\x10\\x04\\x01\\x10\\x04\\x02\\x10\\x04\\x03\\x10\\x04\\x04\n", Printed.Shown(to[..count]));
    }

    [Fact]
    public void AReceiptPrinterThatLeavesAnswersOutIsAskedOneByOneAndNothingIsMixedUp()
    {
        byte[] to = new byte[Limits.RenderOctets];
        PrinterLanguage language = Printed.Language("escpos-58");
        language.Enquire(to);

        // It knows requests 1 and 4 only. The second octet is about paper; taken for an answer to 2 it would be an error and no paper.
        Assert.Equal(PrinterLanguage.NothingHeard, language.Hear([0x12, 0x7E], 0, 2));
        int[] heard = new int[8];
        for (int i = 0; i < heard.Length; i++)
        {
            int count = language.Enquire(to);
            Assert.Equal(3, count);
            Assert.Equal((i % 4) + 1, to[2]);
            byte[] said = to[2] switch { 1 => [0x1A], 4 => [0x1E], _ => [] };
            heard[i] = language.Hear(said, 0, said.Length);
        }

        Assert.Equal(DeviceCondition.Offline, heard[0]);
        Assert.Equal(DeviceCondition.Offline | DeviceCondition.MediaLow, heard[3]);
        Assert.Equal(DeviceCondition.Offline | DeviceCondition.MediaLow, heard[7]);

        // What it said once and says no more stands no longer than until it is asked again.
        language.Enquire(to);
        language.Enquire(to);
        language.Enquire(to);
        language.Enquire(to);
        Assert.Equal(DeviceCondition.MediaLow, language.Hear([0x1E], 0, 1));
    }

    [Fact]
    public void AReceiptPrinterIsAskedWithinATextAndNotWithinADocumentOfItsOwn()
    {
        // Within raster data DLE EOT would be counted as dots.
        PrinterLanguage language = Printed.Language("escpos-80");
        Assert.False(language.MayAskWithinDocument);
        Assert.False(language.BeginDocument("application/octet-stream"));
        Assert.False(language.MayAskWithinDocument);
        Assert.True(language.BeginDocument("text/plain"));
        Assert.True(language.MayAskWithinDocument);
        language.EndDocument(new byte[Limits.RenderOctets]);
        Assert.False(language.MayAskWithinDocument);
    }

    [Theory]
    [InlineData("pjl")]
    [InlineData("escp")]
    public void WhoPrintsAnEnquiryIsNotAskedForEver(string dialogue)
    {
        byte[] to = new byte[Limits.RenderOctets];
        PrinterLanguage language = Asked(dialogue);
        for (int i = 1; i < Limits.StatusTries; i++)
        {
            Assert.True(language.Enquire(to) > 0);
        }

        Assert.Equal(0, language.Enquire(to));
        byte[] said = Read(dialogue == "pjl" ? "Reconstructed-pjl-ready" : "Reconstructed-escp-idle").Said;
        Assert.Equal(0, language.Hear(said, 0, said.Length));
        Assert.True(language.Enquire(to) > 0);
    }

    [Fact]
    public void WhatIsAskedIsWhatTheMakersSay()
    {
        byte[] to = new byte[Limits.RenderOctets];
        int count = Asked("zpl", isAsked: false).Enquire(to);
        Assert.Equal("~HS\n", Printed.Shown(to[..count]));
        count = Asked("pjl", isAsked: false).Enquire(to);
        Assert.Equal("\\x1B%-12345X@PJL USTATUS DEVICE=ON\\r\\n\n@PJL INFO STATUS\\r\\n\n\\x1B%-12345X\n", Printed.Shown(to[..count]));
        count = Asked("escp", isAsked: false).Enquire(to);
        Assert.Equal("\\x1B(R\\x08\\x00\\x00REMOTE1ST\\x02\\x00\\x00\\x01\\x1B\\x00\\x00\\x00\n", Printed.Shown(to[..count]));
    }

    private static PrinterLanguage Asked(string dialogue, bool isAsked = true)
    {
        PrinterLanguage language = DeviceLanguages.Make(new PeerSettings { PrinterStatus = dialogue }, out _);
        if (isAsked)
        {
            Assert.True(language.Enquire(new byte[Limits.RenderOctets]) > 0);
        }

        return language;
    }

    private static (string Dialogue, int Conditions, byte[] Said) Read(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "status", name + ".txt"));
        string[] words = lines[2].Split(' ');
        Assert.Equal("conditions", words[0]);
        int conditions = words[1] switch
        {
            "none" => 0,
            "unknown" => PrinterLanguage.NothingHeard,
            _ => words[1..].Sum(static word => (int)typeof(DeviceCondition).GetField(word)!.GetRawConstantValue()!),
        };
        return (lines[1].Split(' ')[1], conditions, Printed.Unshown(string.Concat(lines[3..])));
    }
}
