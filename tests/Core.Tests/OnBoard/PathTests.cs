using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class PathTests
{
    [TestMethod]
    public void APathIsDecoded()
    {
        Given("/a%20b/c.txt", "a b/c.txt");
        Given("/", "");
        Given("/gr%C3%BC%C3%9Fe", "gr\u00FC\u00DFe");
    }

    [TestMethod]
    public void WhatLeadsElsewhereIsRefused()
    {
        Refused("/../a");
        Refused("/a/%2e%2e/b");
        Refused("/a%00b");
        Refused("/a\\b");
        Refused("/a%5Cb");
        Refused("/%zz");
        Refused("/%C3");
        Refused("/C:/a");
        Refused("/a%0Ab");
        Refused("/trailing.");
    }

    [TestMethod]
    public void APathIsWrittenAsItIsRead()
    {
        const string path = "a b/100%/gr\u00FC\u00DFe #1?.txt";
        ByteWriter writer = new ByteWriter(new byte[128]);
        writer.Text("/");
        PercentCoding.WritePath(writer, path);
        Check.Same(0, RequestTarget.Path(writer.Buffer, 0, writer.Position, false, out string read), "status");
        Check.Same(path, read, "path");
    }

    private static void Given(string target, string expected)
    {
        byte[] octets = Check.Octets(target);
        Check.Same(0, RequestTarget.Path(octets, 0, octets.Length, true, out string path), target);
        Check.Same(expected, path, target);
    }

    private static void Refused(string target)
    {
        byte[] octets = Check.Octets(target);
        int status = RequestTarget.Path(octets, 0, octets.Length, true, out string _);
        Check.Holds(status == 400 || status == 403, target + " was answered " + status.ToString());
    }
}
