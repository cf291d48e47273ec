using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Dav;

/// <summary>An entry that is written after the form of the one before has not one octet other than if it were the first.</summary>
public sealed class EntryFormTests
{
    private const int BoardRoom = 2040;

    private static readonly string[] Bodies =
    [
        "",
        "<propfind xmlns='DAV:'><propname/></propfind>",
        "<propfind xmlns='DAV:'><prop/></propfind>",
        "<propfind xmlns='DAV:'><prop><getcontentlength/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><resourcetype/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><displayname/><getetag/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/><displayname/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><getlastmodified/><getcontenttype/><x xmlns='urn:y'/><lockdiscovery/></prop></propfind>",
        "<propfind xmlns='DAV:'><allprop/><include><getlastmodified/><lockdiscovery/></include></propfind>",
    ];

    private static readonly string[] Names =
    [
        "a", "member001.txt", "member002.txt", "Quarterly report.docx", "100% & more.txt", "naïve.txt", "中文", "😀", "<&>\"'", "]]>", "tab\there",
        "a\u0001b", "\uFFFE", "\uD800", "{}[]^`|", "Some name that is a good deal longer than the others are, so that there may be no room for it.text",
    ];

    private static readonly long[] Lengths = [0, 9, 10, 99, 100, 65535, int.MaxValue, int.MaxValue + 1L, uint.MaxValue, long.MaxValue];

    private static readonly long[] Times = [0, 0, 1, 86399, 86400, 784111777, 784111778, 784198177, 253402300799, 253402300800];

    private static readonly string[] Types = ["", "text/plain; charset=utf-8", "image/png"];

    // The fear: the form, which only spares instructions, has a listing broken off where there is no memory for it.
    [Fact]
    public void WhereThereIsNoMemoryForAFormThereIsNoneAndNobodyIsToldSo()
    {
        EntryForm form = new EntryForm(new DateWriter());
        ByteWriter writer = new ByteWriter(new byte[BoardRoom]);
        PropFindReader wanted = Wanted("");

        // As if the entry had been longer than any array can be.
        form.Begin(-int.MaxValue + 64);
        form.Keep(writer, 1, wanted);
        Assert.Equal(EntryForm.Unlike, form.Write(writer, 1, wanted, "a", 1, 1, new byte[1], 1, ""));

        // Nor is it asked for again in vain for each entry that follows.
        form.Begin(0);
        writer.Text("an entry");
        form.Keep(writer, 1, wanted);
        Assert.Equal(EntryForm.Unlike, form.Write(writer, 1, wanted, "a", 1, 1, new byte[1], 1, ""));
        Assert.NotEqual(EntryForm.Unlike, Kept(writer, wanted).Write(writer, 1, wanted, "a", 1, 1, new byte[1], 1, ""));
    }

    private static EntryForm Kept(ByteWriter writer, PropFindReader wanted)
    {
        EntryForm form = new EntryForm(new DateWriter());
        form.Begin(0);
        form.Keep(writer, 1, wanted);
        return form;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void OneAfterTheOtherIsAsEachByItself(int seed)
    {
        Random random = new Random(seed);
        foreach (string body in Bodies)
        {
            foreach (int room in new[] { BoardRoom, 900, 100_000 })
            {
                Pieces pieces = new Pieces();
                bool hasPieces = random.Next(2) == 0;
                PropFindReader wanted = Wanted(body);
                StringBuilder expected = new StringBuilder();
                StringBuilder written = new StringBuilder();
                MultistatusWriter many = new MultistatusWriter { Pieces = hasPieces ? pieces : null };
                ByteWriter writer = new ByteWriter(new byte[room]);
                Begin(many, writer);
                Send(writer, written);
                written.Clear();
                for (int i = 0; i < 150; i++)
                {
                    // Mostly as the one before, as in a folder.
                    bool isCollection = random.Next(6) == 0;
                    string name = Names[random.Next(random.Next(2) == 0 ? 4 : Names.Length)];
                    long length = Lengths[random.Next(Lengths.Length)];
                    long modified = Times[random.Next(Times.Length)];
                    byte[] tag = isCollection ? [] : Encoding.ASCII.GetBytes(random.Next(5) == 0 ? "" : random.Next().ToString("x"));
                    string type = isCollection ? "" : Types[random.Next(Types.Length)];
                    pieces.Kind = random.Next(4) == 0 ? random.Next(4) : 0;
                    while (!many.Entry(writer, name, isCollection, length, modified, tag, tag.Length, type, wanted))
                    {
                        Assert.True(writer.Position > 0);
                        Send(writer, written);
                    }

                    MultistatusWriter one = new MultistatusWriter { Pieces = hasPieces ? pieces : null };
                    ByteWriter alone = new ByteWriter(new byte[100_000]);
                    Begin(one, alone);
                    alone.Reset();
                    Assert.True(one.Entry(alone, name, isCollection, length, modified, tag, tag.Length, type, wanted));
                    Send(alone, expected);
                    if (random.Next(3) == 0)
                    {
                        Send(writer, written);
                        Assert.Equal(expected.ToString(), written.ToString());
                    }
                }

                Send(writer, written);
                Assert.Equal(expected.ToString(), written.ToString());
            }
        }
    }

    private static void Begin(MultistatusWriter multistatus, ByteWriter writer)
    {
        Assert.True(multistatus.Under(writer, "/files/docs/"));
        Assert.True(multistatus.Begin(writer));
    }

    private static void Send(ByteWriter writer, StringBuilder to)
    {
        to.Append(Encoding.Latin1.GetString(writer.Buffer, 0, writer.Position));
        writer.Reset();
    }

    private static PropFindReader Wanted(string body)
    {
        byte[] octets = Encoding.UTF8.GetBytes(body);
        PropFindReader wanted = new PropFindReader();
        Assert.Equal(0, wanted.Read(octets, 0, octets.Length));
        return wanted;
    }

    /// <summary>Pieces that are the same for most resources, and of another kind, or another content, for some.</summary>
    private sealed class Pieces : PropertyPieces
    {
        public int Kind { get; set; }

        public override int There => Kind == 3 ? 1 << DavProperty.LockDiscovery | 1 << DavProperty.CreationDate : 1 << DavProperty.LockDiscovery;

        public override bool AreCommon => Kind == 0;

        public override int Count => Kind == 2 ? 2 : 1;

        public override void Write(ByteWriter writer, int piece)
        {
            writer.Ascii("<D:lockdiscovery>");
            writer.Number((Kind * 10) + piece);
            writer.Ascii("</D:lockdiscovery>");
        }
    }
}
