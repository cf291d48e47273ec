using System;
using System.Globalization;
using System.Text;
using System.Xml;
using PeerDevice.Host;

namespace PeerDevice.Companion.Client;

/// <summary>How much room a peer says that it has (RFC 4331).</summary>
internal static class FreeSpace
{
    private static readonly byte[] Wanted = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop><quota-available-bytes/></prop></propfind>");

    /// <summary>Asks a peer.</summary>
    /// <returns>Octets; -1 where it does not say.</returns>
    public static long Of(RemotePeer peer)
    {
        HttpClient client = peer.Client;
        client.Start("PROPFIND", PeerAddress.Files);
        client.Field("Depth: ", "0");
        client.Field("Content-Type: ", "application/xml; charset=utf-8");
        if (client.Begin(Wanted.Length, expectsContinue: false) != HttpClient.Ok || !client.Content.Write(Wanted, 0, Wanted.Length) || client.Complete() != HttpClient.Ok || client.Response.Status != 207)
        {
            client.Close();
            return -1;
        }

        try
        {
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = DesktopLimits.AnswerOctets };
            using XmlReader reader = XmlReader.Create(new BodyStream(client.Body), settings);
            string? text = reader.ReadToFollowing("quota-available-bytes", "DAV:") ? reader.ReadElementContentAsString() : null;
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long octets) ? octets : -1;
        }
        catch (Exception problem) when (problem is XmlException or System.IO.IOException)
        {
            return -1;
        }
        finally
        {
            client.Close();
        }
    }
}
