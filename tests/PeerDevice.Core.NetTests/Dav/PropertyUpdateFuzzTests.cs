using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

/// <summary>Seeded: a failure names the seed, PEER_FUZZ_SEED runs that one alone, PEER_FUZZ_COUNT another number of rounds.</summary>
public sealed class PropertyUpdateFuzzTests
{
    private const int Rounds = 5_000;

    private static readonly string[] Attributes =
    [
        " xmlns='u'", " xmlns=''", " xmlns:p='v'", " xmlns:q=\"w&amp;x\"", " xmlns:q='y\"z'", " xml:lang='de'", " p:a='1'", " b='q:n'", " xmlns:D='DAV:'",
    ];

    /// <summary>An element taken out of its document, as it is kept, means what it meant there: the platform's own reader says so.</summary>
    [Fact]
    public void WhatIsKeptMeansTheSameOnItsOwn()
    {
        int kept = 0;
        int seeds = 0;
        foreach (int seed in Seeds())
        {
            seeds++;
            Random random = new(seed);
            string text = Make(random);
            XElement[]? theirs = Reference(text);
            byte[] body = Encoding.UTF8.GetBytes(text);
            PropertyUpdateReader reader = new();
            int status = reader.Read(body, 0, body.Length);
            Assert.True(status is 0 or 400 or 413, $"seed {seed}: {status}");
            Assert.True(status == 413 || status == 0 == (theirs is { Length: > 0 }), $"seed {seed}: {status} for {text}");
            if (status != 0)
            {
                continue;
            }

            int at = 0;
            ByteWriter writer = new(new byte[16384]);
            while (reader.Next())
            {
                XElement original = theirs![at++];
                Assert.Equal(original.Parent!.Parent!.Name.LocalName == "remove", reader.IsRemove);
                writer.Reset();
                reader.WriteName(writer);
                Assert.True(XElement.Parse(Encoding.UTF8.GetString(writer.Buffer, 0, writer.Position)).Name == original.Name, $"seed {seed}: the name of {original}");
                if (reader.IsRemove)
                {
                    continue;
                }

                writer.Reset();
                reader.WriteElement(writer);
                XElement alone = XElement.Parse(Encoding.UTF8.GetString(writer.Buffer, 0, writer.Position), LoadOptions.PreserveWhitespace);
                Assert.True(original.Name == alone.Name && Canonical(original) == Canonical(alone), $"seed {seed}: {original} is kept as {alone}");
                Assert.True(Lang(original) == Lang(alone), $"seed {seed}: the language of {original} is lost in {alone}");
                kept++;
            }

            Assert.Equal(theirs!.Length, at);
        }

        Assert.True(seeds < Rounds || kept > seeds / 4, $"only {kept} properties in {seeds} documents: the fuzz tests nothing");
    }

    [Fact]
    public void AnyOctetsGetAnAnswer()
    {
        foreach (int seed in Seeds())
        {
            Random random = new(seed);
            byte[] body = Encoding.UTF8.GetBytes(PropertyUpdateVectors.Valid[random.Next(PropertyUpdateVectors.Valid.Length)]);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            PropertyUpdateReader reader = new();
            int status = reader.Read(body, 0, body.Length);
            Assert.True(status is 0 or 400 or 413 or 415, $"seed {seed}: {status}");
            int count = 0;
            while (status == 0 && reader.Next())
            {
                Assert.True(++count <= reader.Count, $"seed {seed}: more instructions than were counted");
            }
        }
    }

    private static IEnumerable<int> Seeds()
    {
        string? replay = Environment.GetEnvironmentVariable("PEER_FUZZ_SEED");
        string? count = Environment.GetEnvironmentVariable("PEER_FUZZ_COUNT");
        int first = replay is null ? 0 : int.Parse(replay);
        return Enumerable.Range(first, replay is not null ? 1 : count is not null ? int.Parse(count) : Rounds);
    }

    private static string Make(Random random)
    {
        StringBuilder text = new();
        text.Append("<D:propertyupdate xmlns:D='DAV:'").Append(random.Next(8) == 0 ? Some(random) : " xmlns:p='r' xmlns:q='s' xml:lang='en'").Append('>');
        for (int groups = random.Next(1, 4); groups > 0; groups--)
        {
            string group = random.Next(2) == 0 ? "D:set" : "D:remove";
            text.Append('<').Append(group).Append(Some(random)).Append("><D:prop").Append(Some(random)).Append('>');
            for (int properties = random.Next(3); properties > 0; properties--)
            {
                Element(text, random, 3);
            }

            text.Append("</D:prop></").Append(group).Append('>');
        }

        return text.Append("</D:propertyupdate>").ToString();
    }

    private static void Element(StringBuilder text, Random random, int depth)
    {
        string name = new[] { "a", "p:b", "q:c", "D:d", "é" }[random.Next(5)];
        text.Append('<').Append(name).Append(Some(random));
        if (random.Next(4) == 0)
        {
            text.Append("/>");
            return;
        }

        text.Append('>');
        for (int parts = depth == 0 ? 0 : random.Next(3); parts > 0; parts--)
        {
            if (random.Next(2) == 0)
            {
                text.Append(new[] { "text", " q:name ", "<!--c-->", "<![CDATA[<p:x/>]]>", "&amp;&#65;", "中" }[random.Next(6)]);
            }
            else
            {
                Element(text, random, depth - 1);
            }
        }

        text.Append("</").Append(name).Append('>');
    }

    private static string Some(Random random)
    {
        return string.Concat(Attributes.Where(_ => random.Next(5) == 0));
    }

    private static XElement[]? Reference(string text)
    {
        try
        {
            XNamespace dav = "DAV:";
            XElement root = XElement.Parse(text, LoadOptions.PreserveWhitespace);
            return root.Name != dav + "propertyupdate"
                ? null
                : [.. root.Elements().Where(e => e.Name == dav + "set" || e.Name == dav + "remove").SelectMany(e => e.Element(dav + "prop")!.Elements())];
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    private static string? Lang(XElement element)
    {
        return element.AncestorsAndSelf().Select(e => e.Attribute(XNamespace.Xml + "lang")?.Value).FirstOrDefault(lang => lang is not null);
    }

    // Expanded names, attributes but declarations and the language of the whole, and text.
    private static string Canonical(XElement element, bool isWhole = true)
    {
        IEnumerable<string> attributes = element.Attributes()
            .Where(a => !a.IsNamespaceDeclaration && !(isWhole && a.Name == XNamespace.Xml + "lang")).Select(a => a.Name + "=" + a.Value).Order();
        return "<" + element.Name + " " + string.Join(" ", attributes) + ">"
            + string.Concat(element.Nodes().Select(node => node is XElement child ? Canonical(child, false) : node is XText t ? t.Value : ""))
            + "</>";
    }
}
