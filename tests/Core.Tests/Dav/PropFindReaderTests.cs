using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

public sealed class PropFindReaderTests
{
    private const string Asks = "resourcetype getcontentlength getlastmodified getetag getcontenttype displayname lockdiscovery supportedlock creationdate";
    private const string Every = Asks + " quota-available-bytes quota-used-bytes tree-tag claimed-sha-256";

    [Theory]
    [InlineData(PropFindVectors.CadaverLs, "resourcetype getcontentlength getlastmodified + <x:executable xmlns:x=\"http://apache.org/dav/props/\"/><x:checked-in xmlns:x=\"DAV:\"/><x:checked-out xmlns:x=\"DAV:\"/>")]
    [InlineData(PropFindVectors.CadaverPropNames, "names of " + Every)]
    [InlineData(PropFindVectors.Davfs2Ls, "resourcetype getcontentlength getlastmodified getetag + <x:executable xmlns:x=\"http://apache.org/dav/props/\"/>")]
    [InlineData(PropFindVectors.Davfs2Quota, "quota-available-bytes quota-used-bytes")]
    [InlineData(PropFindVectors.RcloneAbout, "quota-available-bytes quota-used-bytes")]
    [InlineData(PropFindVectors.LitmusPropFindFoo, "400")]
    [InlineData(PropFindVectors.LitmusPropFindEmptyPrefix, "400")]
    [InlineData(PropFindVectors.LitmusPropFindUnknownThenAllProp, "all " + Asks)]
    [InlineData(PropFindVectors.LitmusPropFindNoNamespace, "+ <nonamespace/>")]
    [InlineData(PropFindVectors.LitmusPropFindApostrophes, "+ <x:valnspace xmlns:x=\"http://example.com/neon/litmus/\"/>")]
    [InlineData(PropFindVectors.ReconstructedFinder, "resourcetype getcontentlength getlastmodified creationdate")]
    [InlineData(PropFindVectors.ReconstructedOffice, "getetag displayname lockdiscovery + <x:modifiedby xmlns:x=\"urn:schemas-microsoft-com:office:office\"/>")]
    [InlineData("", "all " + Asks)]
    [InlineData("<p:propfind xmlns:p='DAV:'><p:prop/></p:propfind>", "")]
    [InlineData("<propfind xmlns='D&#65;V:'><prop><getetag/></prop></propfind>", "getetag")]
    [InlineData("<propfind xmlns='DAV:'><prop><getetag>what <is/> inside</getetag></prop></propfind>", "getetag")]
    [InlineData("<propfind xmlns='DAV:'><prop><getetag/><getetag/></prop></propfind>", "getetag")]
    [InlineData("<propfind xmlns='DAV:'><prop xmlns='u'><getetag/></prop><propname/></propfind>", "names of " + Every)]
    [InlineData("<propfind xmlns='DAV:'><prop><getetag xmlns='u\"v&amp;w'/></prop></propfind>", "+ <x:getetag xmlns:x=\"u&quot;v&amp;w\"/>")]
    [InlineData("<propfind xmlns='DAV:'><prop><xml:getetag/></prop></propfind>", "+ <xml:getetag/>")]
    [InlineData("<propfind xmlns='DAV:'><allprop/><include><getetag/><supported-live-property-set/></include></propfind>", "all " + Asks + " + <x:supported-live-property-set xmlns:x=\"DAV:\"/>")]
    [InlineData("<propfind xmlns='DAV:'><prop><tree-tag xmlns='urn:peerdevice:dav'/><tree-tag/><tree-tag xmlns='urn:peerdevice:dav:'/></prop></propfind>", "tree-tag + <x:tree-tag xmlns:x=\"DAV:\"/><x:tree-tag xmlns:x=\"urn:peerdevice:dav:\"/>")]
    [InlineData("<propfind xmlns='DAV:'><allprop/><include><quota-used-bytes/></include></propfind>", "all " + Asks + " quota-used-bytes")]
    [InlineData("<propfind xmlns='DAV:'><prop><quota/><quotaused/><quota-used-byte/><quota-used-bytez/><creationdata/></prop></propfind>", "+ <x:quota xmlns:x=\"DAV:\"/><x:quotaused xmlns:x=\"DAV:\"/><x:quota-used-byte xmlns:x=\"DAV:\"/><x:quota-used-bytez xmlns:x=\"DAV:\"/><x:creationdata xmlns:x=\"DAV:\"/>")]
    [InlineData("<propfind xmlns='DAV:'><leave-out/><propname/></propfind>", "names of " + Every)]
    [InlineData("<propfind xmlns='DAV:'/>", "400")]
    [InlineData("<propfind xmlns='DAV:'><expired-props/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV:'><prop/><allprop/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV:'><propname/><allprop/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV:'><prop/><prop/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV:'><prop/><include/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV:'><include/></propfind>", "400")]
    [InlineData("<propfind><allprop/></propfind>", "400")]
    [InlineData("<propfind xmlns='DAV'><allprop/></propfind>", "400")]
    [InlineData("<lockinfo xmlns='DAV:'><allprop/></lockinfo>", "400")]
    [InlineData("<propfind xmlns='DAV:'><allprop/></propfind>x", "400")]
    [InlineData(" ", "400")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><propfind xmlns='DAV:'><allprop/></propfind>", "415")]
    public void ContentsAreUnderstoodAsTheyAreMeant(string content, string expected)
    {
        byte[] body = Encoding.UTF8.GetBytes(content);
        Assert.Equal(expected, Describe(new PropFindReader(), body));
    }

    [Fact]
    public void EveryPrefixOfAValidContentIsRefusedAndLeavesNothingBehind()
    {
        PropFindReader reader = new PropFindReader();
        foreach (string vector in PropFindVectors.Valid)
        {
            byte[] body = Encoding.UTF8.GetBytes(vector.TrimEnd());
            string whole = Describe(reader, body);
            for (int length = 1; length < body.Length; length++)
            {
                Assert.Equal(400, reader.Read(body, 0, length));
                Assert.Equal(0, reader.Wanted | reader.UnknownCount);
            }

            Assert.Equal(whole, Describe(reader, body));
        }
    }

    [Fact]
    public void TheTenthNamespaceIsToldFromTheFirst()
    {
        string described = Describe(new PropFindReader(), Encoding.UTF8.GetBytes(PropFindVectors.LitmusPropFindManyNamespaces));
        Assert.StartsWith("+ <x:somename xmlns:x=\"http://example.com/alpha\"/>", described);
        Assert.EndsWith("<x:somename xmlns:x=\"http://example.com/kappa\"/>", described);
    }

    [Fact]
    public void UnknownPropertiesEndAtTheirBounds()
    {
        PropFindReader reader = new PropFindReader();
        Assert.Equal(0, Read(reader, Unknown(Limits.UnknownProperties, 1)));
        Assert.Equal(Limits.UnknownProperties, reader.UnknownCount);
        Assert.Equal(413, Read(reader, Unknown(Limits.UnknownProperties + 1, 1)));
        Assert.Equal(0, Read(reader, Unknown(1, Limits.PropertyOctets - 4)));
        Assert.Equal(413, Read(reader, Unknown(1, Limits.PropertyOctets - 3)));
    }

    private static string Unknown(int count, int nameLength)
    {
        return "<propfind xmlns='DAV:'><prop>" + new StringBuilder().Insert(0, "<" + new string('n', nameLength) + "/>", count) + "</prop></propfind>";
    }

    private static int Read(PropFindReader reader, string content)
    {
        byte[] body = Encoding.UTF8.GetBytes(content);
        return reader.Read(body, 0, body.Length);
    }

    private static string Describe(PropFindReader reader, byte[] body)
    {
        int status = reader.Read(body, 0, body.Length);
        if (status != 0)
        {
            return status.ToString();
        }

        StringBuilder description = new StringBuilder(reader.AllProp ? "all " : reader.PropName ? "names of " : "");
        for (int property = 0; property < DavProperty.Count; property++)
        {
            description.Append(reader.Wants(property) ? DavProperty.Name(property) + " " : "");
        }

        ByteWriter writer = new ByteWriter(new byte[4096]);
        for (int i = 0; i < reader.UnknownCount; i++)
        {
            reader.WriteUnknown(writer, i);
        }

        description.Append(reader.UnknownCount == 0 ? "" : "+ ").Append(Encoding.UTF8.GetString(writer.Buffer, 0, writer.Position));
        return description.ToString().TrimEnd();
    }
}
