using System;
using PeerDevice.Services.Files;

namespace PeerDevice.Tests.Files;

/// <summary>The number of a member is the number of its path, however it is come by: a change is noted by the one, and a listing asks by the other.</summary>
public sealed class MemberKeysTests
{
    private static readonly string[] Letters = ["a", "B", "z", "0", ".", " ", "-", "~", "~1", "{", "[", "é", "É", "ß", "Я", "я", "中", "😀", "/"];

    [Theory]
    [InlineData("", "a")]
    [InlineData("", "LETTER~1.TXT")]
    [InlineData("LETTER~1", "a")]
    [InlineData("d~", "1")]
    [InlineData("d", "~")]
    [InlineData("docs", "A longer name.text")]
    [InlineData("docs/é", "a")]
    [InlineData("docs", "é")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901", "b")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901", "bcd")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456789", "b")]
    public void AMembersNumberIsThatOfItsPath(string collection, string name)
    {
        string path = collection.Length == 0 ? name : collection + "/" + name;
        Assert.Equal(PathKey.Of(path), new MemberKeys(collection).Of(name));
    }

    [Fact]
    public void OneAfterTheOtherAndOfAnyLettersTheyAgree()
    {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            string collection = Text(random, 0, 40).Trim('/').Replace("//", "/", StringComparison.Ordinal);
            MemberKeys keys = new MemberKeys(collection);
            for (int i = 0; i < 20; i++)
            {
                string name = Text(random, 1, 40).Replace("/", "", StringComparison.Ordinal) + "x";
                string path = collection.Length == 0 ? name : collection + "/" + name;
                Assert.True(PathKey.Of(path) == keys.Of(name), collection + " / " + name);
            }
        }
    }

    private static string Text(Random random, int least, int most)
    {
        string text = "";
        for (int i = random.Next(least, most); i > 0; i--)
        {
            text += Letters[random.Next(random.Next(3) == 0 ? Letters.Length : 8)];
        }

        return text;
    }
}
