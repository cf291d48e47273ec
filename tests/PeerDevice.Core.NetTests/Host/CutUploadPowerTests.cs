using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PeerDevice.Host;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: the power goes while an upload is gathered, and afterwards more is said to have arrived than did, or less than was told, or a record
/// leads into another's file. Whole requests, cut at every write to the card; what follows a cut is cut again.
/// </summary>
public sealed class CutUploadPowerTests(ITestOutputHelper output)
{
    // More than one write of an upload, so that a cut in the middle has something before it.
    private static readonly string Whole = new([.. Enumerable.Range(0, 90000).Select(i => (char)('a' + (i * 7 / 64 % 26)))]);

    [Theory]
    [InlineData("begin")]
    [InlineData("append")]
    [InlineData("complete")]
    [InlineData("delete")]
    [InlineData("all")]
    [InlineData("many")]
    public void WhatWasToldOfAnUploadIsSoAfterACut(string act)
    {
        foreach (Manners manners in Manners.All)
        {
            FatMedium prepared = new(150, 2048);
            Client first = new(prepared, manners);
            Assert.Equal(201, first.Ask("PUT", "/files/a", "", "old").Status);
            Assert.Equal(201, first.Ask("PUT", "/files/keep", "", new string('k', 5000)).Status);
            if (act != "begin")
            {
                first.Begin(act == "all" ? "" : Whole[..30000]);
            }

            for (int i = 0; act == "many" && i < 26; i++)
            {
                // As many records as make the next one a new generation.
                Assert.True(first.Append(100, false));
            }

            prepared = prepared.Copy();
            int step = 0;
            bool isCut = true;
            for (; isCut; step++)
            {
                FatMedium card = prepared.Copy();
                Client client = new(card, manners) { Id = first.Id, Told = first.Told };
                client.Ask("GET", "/files/keep", "", "");
                card.CutAt = card.Steps + step;
                Do(client, act);
                isCut = card.IsCut;
                string name = $"{act}, {manners}, cut at {step}";

                // The next one is cut too, somewhere in going on.
                card = card.Copy();
                Check(card, name);
                Client next = new(card, manners) { Id = client.Id, Told = client.Told, IsComplete = client.IsComplete, IsDeleted = client.IsDeleted };
                card.CutAt = card.Steps + (step * 13 % 41);
                next.Look();
                next.Append(20000, false);
                next.Append(70000, true);
                card = card.Copy();
                Check(card, name + ", and again");
                Finish(new(card, manners) { Id = next.Id, Told = next.Told, IsComplete = next.IsComplete, IsDeleted = next.IsDeleted }, card, name);
            }

            output.WriteLine($"{act}, {manners}: {step} cuts");
        }
    }

    private static void Do(Client client, string act)
    {
        switch (act)
        {
            case "begin":
                client.Begin(Whole[..60000]);
                break;
            case "append":
            case "many":
                client.Append(60000, false);
                break;
            case "delete":
                client.IsDeleted = true;
                client.Ask("DELETE", client.Id, "", "");
                break;
            default:
                client.Append(90000, true);
                break;
        }
    }

    private static void Finish(Client client, FatMedium card, string name)
    {
        Assert.Equal(new string('k', 5000), client.Ask("GET", "/files/keep", "", "").Text);
        string there = client.Ask("GET", "/files/a", "", "").Text;
        Assert.True(there == "old" || there == Whole, $"{name}: {there.Length}");
        Assert.True(!client.IsComplete || there != "old", name);
        client.Look();
        if (client.Id.Length > 0 && !client.IsGone && !client.IsComplete)
        {
            Assert.True(client.Append(90000, true), name);
            Assert.Equal(Whole, client.Ask("GET", "/files/a", "", "").Text);
        }
        else if (!client.IsGone && client.Id.Length > 0)
        {
            Assert.Equal(Whole, client.Ask("GET", "/files/a", "", "").Text);
        }

        // What is written afterwards is nobody else's.
        Assert.InRange(client.Ask("PUT", "/files/after", "", new string('x', 40000)).Status, 201, 204);
        Assert.InRange(client.Ask("DELETE", client.Id.Length > 0 ? client.Id : "/uploads/" + new string('0', 32), "", "").Status, 204, 404);
        Assert.Equal(new string('k', 5000), client.Ask("GET", "/files/keep", "", "").Text);
        Assert.Equal(new string('x', 40000), client.Ask("GET", "/files/after", "", "").Text);
        if (client.Id.Length == 0)
        {
            // It may have begun though nobody was told.
            client.Wait((Limits.UploadIdle + 60) * 1000L);
            client.Ask("GET", "/", "", "");
        }

        FatReport report = FatCheck.Examine(card);
        Assert.True(report.IsSound && report.Leftovers.Count == 0, $"{name}: {report}");
    }

    /// <summary>A card may have a staged file that is shorter than it says; never two names for one chain.</summary>
    private static void Check(FatMedium card, string name)
    {
        FatMedium copy = card.Copy();
        Client client = new(copy, default);
        Assert.InRange(client.Ask("GET", "/files/keep", "", "").Status, 200, 200);
        FatReport report = FatCheck.Examine(copy);
        Assert.True(report.CrossLinks.Count == 0 && report.Broken.All(b => b.StartsWith(".peer/u/U", StringComparison.Ordinal)), $"{name}: {report}");
    }

    /// <summary>A client that believes what it is told, and holds the peer to it.</summary>
    private sealed class Client
    {
        private readonly Session _session;
        private readonly VirtualClock _clock;

        public Client(FatMedium card, Manners manners)
        {
            FatStore store = new(card);
            manners.Apply(store);
            TestPeer peer = new(true, true, null, store, card);
            _session = new Session(peer.Peer.Parts, null);
            _clock = peer.Clock;
        }

        public string Id { get; set; } = "";

        public int Told { get; set; }

        public bool IsComplete { get; set; }

        public bool IsDeleted { get; set; }

        public bool IsGone { get; private set; }

        public void Begin(string content)
        {
            Answer answer = Ask("PUT", "/files/a", "Upload-Complete: ?0\r\nUpload-Length: 90000\r\n", content);
            if (answer.Status == 201)
            {
                Told = content.Length;
            }
        }

        public void Look()
        {
            if (Id.Length == 0)
            {
                IsGone = true;
                return;
            }

            Answer answer = Ask("HEAD", Id, "", "");
            if (answer.Status == 0)
            {
                return;
            }

            if (answer.Status == 404)
            {
                // Told of nothing, or deleted: a client may begin anew.
                IsGone = true;
                Assert.True(IsDeleted || Told == 0, $"{Told} were told to have arrived");
                return;
            }

            Assert.Equal(204, answer.Status);
            int offset = int.Parse(answer.Field("Upload-Offset")!, CultureInfo.InvariantCulture);
            Assert.True(offset >= Told, $"{offset} after {Told}");
            Told = offset;
            if (answer.Field("Upload-Complete") == "?1")
            {
                Assert.Equal(90000, offset);
                IsComplete = true;
            }
            else
            {
                Assert.False(IsComplete);
            }
        }

        public bool Append(int count, bool isLast)
        {
            if (Id.Length == 0 || IsGone || IsComplete)
            {
                return false;
            }

            count = Math.Min(count, Whole.Length - Told);
            string fields = $"Content-Type: application/partial-upload\r\nUpload-Offset: {Told}\r\nUpload-Complete: {(isLast ? "?1" : "?0")}\r\n";
            Answer answer = Ask("PATCH", Id, fields, Whole.Substring(Told, count));
            if (answer.Status is 201 or 204)
            {
                Told += count;
                IsComplete = isLast;
            }

            return answer.Status is 201 or 204;
        }

        public void Wait(long milliseconds) => _clock.Advance(milliseconds);

        /// <summary>Asks; an answer of status 0 where none came.</summary>
        public Answer Ask(string method, string target, string fields, string content)
        {
            string length = content.Length > 0 || method is "PUT" or "PATCH" ? $"Content-Length: {content.Length}\r\n" : "";
            ScriptLink link = new ScriptLink(_clock).Send(TestPeer.Request(method, target, fields + length) + content).End();
            _session.Serve(link);
            List<Answer> answers = Answer.All(link.Received, method);
            if (answers.Count > 0 && answers[0].Status == 104)
            {
                Id = answers[0].Field("Location")!;
                answers.RemoveAt(0);
            }

            return answers.Count == 1 && answers[0].IsWhole ? answers[0] : Answer.None;
        }
    }
}
