using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class PercentCodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("files/a.txt", "files/a.txt")]
    [InlineData("a b", "a%20b")]
    [InlineData("100%", "100%25")]
    [InlineData("Grüße & more.txt", "Gr%C3%BC%C3%9Fe%20%26%20more.txt")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("a?b#c[d]<e>\"f'g\\h", "a%3Fb%23c%5Bd%5D%3Ce%3E%22f%27g%5Ch")]
    [InlineData("-._~!$()*+,;=:@AZaz09", "-._~!$()*+,;=:@AZaz09")]
    public void EncodesWhatMayNotStandInAPath(string path, string encoded)
    {
        var w = new ByteWriter(new byte[128]);
        w.Text("<");
        PercentCoding.WritePath(w, path);
        Assert.Equal("<" + encoded, Ascii.Written(w));
    }

    [Fact]
    public void GivesEveryPathBack()
    {
        var random = new Random(9110);
        var w = new ByteWriter(new byte[2048]);
        for (int i = 0; i < 2000; i++)
        {
            var letters = new char[random.Next(60)];
            for (int k = 0; k < letters.Length; k++)
            {
                letters[k] = (char)(random.Next(3) == 0 ? random.Next(0xA0, 0xD800) : random.Next(1, 0x80));
            }

            string text = new string(letters);
            w.Reset();
            PercentCoding.WritePath(w, text);
            foreach (byte octet in w.Buffer.AsSpan(0, w.Position))
            {
                Assert.True(octet > ' ' && octet < 0x7F && octet != '&' && octet != '<' && octet != '\'' && octet != '"');
            }

            Assert.Equal(text, Uri.UnescapeDataString(Ascii.Written(w)));
        }
    }

    [Fact]
    public void LeavesAPathThatDoesNotFitOutWhole()
    {
        for (int room = 0; room < 9; room++)
        {
            var w = new ByteWriter(new byte[room]);
            PercentCoding.WritePath(w, "a b c");
            Assert.Equal(room < 9, w.Overflowed);
            Assert.Equal(0, w.Position);
        }

        var enough = new ByteWriter(new byte[9]);
        PercentCoding.WritePath(enough, "a b c");
        Assert.Equal("a%20b%20c", Ascii.Written(enough));
    }
}
