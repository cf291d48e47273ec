using PeerDevice.Wire.Json;

namespace PeerDevice.Tests.OnBoard;

/// <summary>JSON as other peers tell it, however it comes in pieces, and what is none.</summary>
[TestClass]
public class JsonTests
{
    private const string Report = "{\"name\":\"B\\u00fcro \\ud83d\\ude00\",\"ready\":true,\"none\":null,\"jobs\":[0,-12,1.5,9007199254740993],\"far\":{\"a\":[]}}";

    [TestMethod]
    public void PiecesAreToldOneAfterTheOtherHoweverTheyCome()
    {
        for (int piece = 1; piece <= 3; piece++)
        {
            JsonReader json = new JsonReader(new Pieces(Check.Octets(Report), piece), new byte[8], new byte[32], 1000);
            Expect(json, JsonReader.Object);
            Expect(json, JsonReader.Key, "name");
            Expect(json, JsonReader.String, "Büro 😀");
            Expect(json, JsonReader.Key, "ready");
            Expect(json, JsonReader.True);
            Expect(json, JsonReader.Key, "none");
            Expect(json, JsonReader.Null);
            Expect(json, JsonReader.Key, "jobs");
            Expect(json, JsonReader.Array);
            Number(json, 0);
            Number(json, -12);
            Number(json, 0);
            Number(json, 9007199254740993);
            Expect(json, JsonReader.ArrayEnd);
            Expect(json, JsonReader.Key, "far");
            Expect(json, JsonReader.Object);
            Expect(json, JsonReader.Key, "a");
            Expect(json, JsonReader.Array);
            Check.Same(3, json.Depth, "what is open");
            Expect(json, JsonReader.ArrayEnd);
            Expect(json, JsonReader.ObjectEnd);
            Expect(json, JsonReader.ObjectEnd);
            Expect(json, JsonReader.End);
        }
    }

    [TestMethod]
    public void WhatBreaksOffIsMalformedAndStaysSo()
    {
        byte[] all = Check.Octets(Report);
        for (int length = 0; length < all.Length; length++)
        {
            byte[] cut = new byte[length];
            System.Array.Copy(all, 0, cut, 0, length);
            JsonReader json = new JsonReader(new Pieces(cut, 5), new byte[8], new byte[32], 1000);
            int token = json.Next();
            while (token != JsonReader.Malformed && token != JsonReader.End)
            {
                token = json.Next();
            }

            Check.Same(JsonReader.Malformed, token, length.ToString() + " octets");
            Check.Same(JsonReader.Malformed, json.Next(), "the next of " + length.ToString());
        }
    }

    private static void Expect(JsonReader json, int token)
    {
        Check.Same(token, json.Next(), "token");
    }

    private static void Expect(JsonReader json, int token, string text)
    {
        Expect(json, token);
        Check.Same(text, json.Text, "text");
    }

    private static void Number(JsonReader json, long number)
    {
        Expect(json, JsonReader.Numeral);
        Check.Same(number, json.Number, "number");
    }
}
