using System;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public sealed class ReprDigestTests
{
    // RFC 9530 §B: the digests of {"hello": "world"} and a line end.
    private const string Rfc = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";

    [Theory]
    [InlineData(Rfc)]
    [InlineData("  " + Rfc + "  ")]
    [InlineData("sha-512=:AAAA:, " + Rfc)]
    [InlineData(Rfc + ",sha-512=:AAAA:")]
    [InlineData("sha-256=:AAAA:, " + Rfc)]
    [InlineData(Rfc + ";a=1;b")]
    [InlineData("*unknown, x_-.*9=?0;a;b=\"q,;\\\" (\" ,\t" + Rfc)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:")]
    public void TheDigestIsRead(string value)
    {
        byte[] digest = new byte[ReprDigest.Octets];
        Assert.Equal(ReprDigest.Found, Read(value, digest));
        Assert.Equal(SHA256.HashData("{\"hello\": \"world\"}\n"u8), digest);
    }

    [Theory]
    [InlineData("", ReprDigest.None)]
    [InlineData("sha-512=:AAAA:", ReprDigest.None)]
    [InlineData("sha-2567=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", ReprDigest.None)]
    [InlineData("xsha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", ReprDigest.None)]
    [InlineData("sha-256", ReprDigest.Malformed)]
    [InlineData("sha-256=", ReprDigest.Malformed)]
    [InlineData("sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg==:", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDgA=:", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabD=:", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK-0qy18MlBSVnWgjwz6lZEWjP_lF5HF9bvEF8FabDg=:", ReprDigest.Malformed)]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:x", ReprDigest.Malformed)]
    [InlineData(Rfc + ", sha-256=:AAAA:", ReprDigest.Malformed)]
    [InlineData(",", ReprDigest.Malformed)]
    [InlineData(";;;", ReprDigest.Malformed)]
    [InlineData("SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", ReprDigest.Malformed)]
    [InlineData("unknown, , " + Rfc, ReprDigest.Malformed)]
    [InlineData("=, " + Rfc, ReprDigest.Malformed)]
    [InlineData("x=, " + Rfc, ReprDigest.Malformed)]
    [InlineData("x=(a), " + Rfc, ReprDigest.Malformed)]
    [InlineData("x=\"a, " + Rfc, ReprDigest.Malformed)]
    [InlineData("x=\"a\\", ReprDigest.Malformed)]
    [InlineData("x =1, " + Rfc, ReprDigest.Malformed)]
    [InlineData("1x=1", ReprDigest.Malformed)]
    [InlineData(Rfc + ",", ReprDigest.Malformed)]
    [InlineData(Rfc + ";", ReprDigest.Malformed)]
    [InlineData(Rfc + ";a=1;;b", ReprDigest.Malformed)]
    [InlineData(Rfc + ";a=", ReprDigest.Malformed)]
    [InlineData(Rfc + " sha-512=:AAAA:", ReprDigest.Malformed)]
    public void WhatIsNoDigestIsToldFromWhatIsAnotherAlgorithm(string value, int expected)
    {
        Assert.Equal(expected, Read(value, new byte[ReprDigest.Octets]));
    }

    [Fact]
    public void EveryOctetOfADigestComesBack()
    {
        Random random = new Random(32);
        for (int round = 0; round < 200; round++)
        {
            byte[] digest = new byte[ReprDigest.Octets];
            random.NextBytes(digest);
            byte[] read = new byte[ReprDigest.Octets];
            Assert.Equal(ReprDigest.Found, Read("sha-256=:" + Convert.ToBase64String(digest) + ":", read));
            Assert.Equal(digest, read);
        }
    }

    [Fact]
    public void NoOctetsMakeItLeaveItsBounds()
    {
        Random random = new Random(9530);
        byte[] valid = Encoding.ASCII.GetBytes(Rfc + ", " + Rfc);
        for (int round = 0; round < 20000; round++)
        {
            byte[] octets = (byte[])valid.Clone();
            for (int i = random.Next(4); i >= 0; i--)
            {
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            }

            int start = random.Next(octets.Length);
            int end = start + random.Next(octets.Length - start + 1);
            byte[] exact = octets[start..end];
            Assert.Equal(
                ReprDigest.Sha256(exact, 0, exact.Length, new byte[ReprDigest.Octets]),
                ReprDigest.Sha256(octets, start, end, new byte[ReprDigest.Octets]));
        }
    }

    private static int Read(string value, byte[] digest)
    {
        byte[] octets = Encoding.ASCII.GetBytes("x" + value + "x");
        return ReprDigest.Sha256(octets, 1, octets.Length - 1, digest);
    }
}
