using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Host;
using PeerDevice.Services.Fetching;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Wire.Tags;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <summary>
/// The fears: a source that lies, changes, compresses, redirects for ever or never ends leaves a file that is wrong; a cut of power leaves one that only looks whole; what had come is fetched again.
/// The file is right or it is not there.
/// </summary>
public sealed class FetchTests(ITestOutputHelper output)
{
    private const string Path = ".peer/t/T0000001";
    private static readonly byte[] Content = Noise(3_000_017, 1);
    private static readonly byte[] Other = Noise(3_000_017, 2);

    /// <summary>What a server may do instead of what it should.</summary>
    public static TheoryData<string> Vices => [.. Catalogue.Keys];

    private static readonly Dictionary<string, Func<Request, Reply>> Catalogue = new()
    {
        ["another range"] = static r => Shifted(r, 1, 0),
        ["a range that is longer"] = static r => Shifted(r, 0, 1),
        ["another length of the whole"] = static r => Octets(206, Cut(r, Content), "ETag: \"one\"", $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length + 1}"),
        ["no Content-Range"] = static r => Octets(206, Cut(r, Content), "ETag: \"one\""),
        ["a multipart answer"] = static r => Octets(206, Cut(r, Content), "Content-Type: multipart/byteranges; boundary=x"),
        ["a coding"] = static r => Octets(206, Cut(r, Other), "ETag: \"one\"", "Content-Encoding: gzip", $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}"),
        ["no length"] = static r => Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 206 x\r\nETag: \"one\"\r\nContent-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}\r\n\r\n"), Cut(r, Content)) with { EndAfter = 500 },
        ["a length that lies"] = static r => Octets(206, Cut(r, Content), "ETag: \"one\"", $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}") with { EndAfter = 1000 },
        ["a chunk that never ends"] = static r => Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 206 x\r\nETag: \"one\"\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\n"), Other),
        ["chunks beyond the range"] = static r => Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 206 x\r\nETag: \"one\"\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}\r\n\r\n{Content.Length:x}\r\n"), Content[Of(r).First..(Of(r).Last + 1)], new byte[Content.Length]),
        ["the whole"] = static r => Octets(200, Content, "ETag: \"one\""),
        ["another whole"] = static r => Octets(200, Other[..2_000_000], "ETag: \"one\""),
        ["a redirect for ever"] = static r => Text(302, "", "Location: http://" + r["Host"] + r.Target + "x"),
        ["a redirect to nowhere"] = static r => Text(302, "", "Location: ftp://elsewhere/x"),
        ["404"] = static r => Text(404, ""),
        ["500"] = static r => Text(500, ""),
        ["503 for long"] = static r => Text(503, "", "Retry-After: 100000"),
        ["silence"] = static r => Raw("HTTP/1.1 206") with { IsSilentAfter = true },
        ["silence in the middle"] = static r => Octets(206, Cut(r, Content), "ETag: \"one\"", $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}") with { EndAfter = 70_000, IsSilentAfter = true },
        ["an end"] = static r => Raw("") with { EndAfter = 0 },
        ["noise"] = static r => Raw(Content),
        ["a head without end"] = static r => Raw("HTTP/1.1 206 x\r\n" + new string('x', 100_000)),
    };

    [Theory]
    [MemberData(nameof(Vices))]
    public void ASourceWithAViceSpoilsNothing(string vice)
    {
        foreach (bool hasLength in (bool[])[false, true])
        {
            PlainStore store = new(new VirtualClock());
            Origins origins = new Origins(Content).With("bad", Catalogue[vice]);
            FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]) { Length = hasLength ? Content.Length : -1 };
            int outcome = Run(order, store, origins);

            // Who is asked first and names another length is believed, until nobody else agrees.
            bool isMisled = !hasLength && vice is "another whole" or "another length of the whole";
            Assert.True(outcome == FetchOutcome.Ok || isMisled, $"{vice}: {outcome}; {order.Sources[0].Trouble} {order.Sources[1].Trouble}");
            Assert.True(outcome != FetchOutcome.Ok || (isMisled && vice == "another whole") || store.Get(Path).AsSpan().SequenceEqual(Content), vice);
            Assert.True(outcome != FetchOutcome.Ok || store.All().Count(static path => path.StartsWith(Path, StringComparison.Ordinal)) == 1, vice);
        }
    }

    [Theory]
    [MemberData(nameof(Vices))]
    public void ASourceWithAViceAloneGivesAWholeFileOrNone(string vice)
    {
        PlainStore store = new(new VirtualClock());
        FetchOrder order = new(Path, [Source("bad", 1)]) { Length = Content.Length, Sha256 = SHA256.HashData(Content) };
        int outcome = Run(order, store, new Origins(Content).With("bad", Catalogue[vice]));
        bool isWhole = vice is "the whole" or "chunks beyond the range" or "a length that lies" or "silence in the middle";
        Assert.True(!isWhole ? outcome != FetchOutcome.Ok : outcome == FetchOutcome.Ok || vice is not ("the whole" or "chunks beyond the range"), $"{vice}: {outcome}");
        Assert.True(outcome != FetchOutcome.Ok || store.Get(Path).AsSpan().SequenceEqual(Content));
    }

    [Fact]
    public void WrongOctetsOfOneAreFoundByThePiecesAndComeFromAnother()
    {
        PlainStore store = new(new VirtualClock());
        Origins origins = new Origins(Content).With("bad", static r => Origins.Part(r, Other, "\"one\""));
        FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]) { Length = Content.Length, Pieces = Nodes(Content) };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(Content, store.Get(Path));
        Assert.True(order.Sources[0].IsDropped);
        Assert.False(order.Sources[1].IsDropped);
    }

    [Fact]
    public void WithoutPiecesWhoIsWrongIsFoundByAskingEachAlone()
    {
        PlainStore store = new(new VirtualClock());
        Origins origins = new Origins(Content).With("bad", static r => Origins.Part(r, Other, "\"one\""));
        FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]) { Length = Content.Length, Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(Content, store.Get(Path));
        Assert.False(order.Sources[1].IsLiar || order.Sources[1].IsSuspect);

        // Where the honest one is asked first, there is nobody else who can have been wrong.
        order = new(Path + "2", [Source("good", 1), Source("bad", 2)]) { Length = Content.Length, Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(Content, store.Get(Path + "2"));
        Assert.True(order.Sources[1].IsLiar || order.Sources[1].Octets == 0);
        Assert.False(order.Sources[0].IsLiar || order.Sources[0].IsSuspect);
    }

    [Fact]
    public void WhatIsWrongFromAllIsNotThere()
    {
        PlainStore store = new(new VirtualClock());
        Origins origins = new Origins(Other);
        FetchOrder order = new(Path, [Source("a", 1), Source("b", 2)]) { Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Wrong, Run(order, store, origins));
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));

        order = new(Path, [Source("a", 1), Source("b", 2)]) { Length = Content.Length, TreeTag = Tree(Content) };
        Assert.Equal(FetchOutcome.Wrong, Run(order, store, origins));
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));
    }

    [Fact]
    public void WhoSaysByDigestThatHeHasAnotherContentIsNotAsked()
    {
        PlainStore store = new(new VirtualClock());
        string said = Convert.ToBase64String(SHA256.HashData(Other));
        Origins origins = new Origins(Content).With("bad", r => Octets(206, Cut(r, Other), "ETag: \"one\"", $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{Content.Length}", $"Repr-Digest: sha-256=:{said}:"));
        FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]) { Length = Content.Length, Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(0, order.Sources[0].Octets);
        Assert.Equal(Content, store.Get(Path));
    }

    // RFC 9530 §2: of a whole answer the digest of what is sent is that of the representation.
    [Fact]
    public void WhoSaysByTheDigestOfAWholeAnswerThatItIsAnotherIsNotAsked()
    {
        PlainStore store = new(new VirtualClock());
        string said = Convert.ToBase64String(SHA256.HashData(Other));
        Origins origins = new Origins(Content).With("bad", _ => Octets(200, Other, "ETag: \"one\"", $"Content-Digest: sha-256=:{said}:"));
        FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]) { Length = Content.Length, Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(0, order.Sources[0].Octets);
        Assert.Equal(Content, store.Get(Path));
    }

    [Fact]
    public void WhatChangesInTheMiddleIsNeverAMixture()
    {
        PlainStore store = new(new VirtualClock());
        int asked = 0;
        Origins origins = new Origins(Content).With("a", r => ++asked == 1 ? Origins.Part(r, Content, "\"one\"") : Origins.Part(r, Other, "\"two\""));
        FetchOrder order = new(Path, [Source("a", 1)]);
        Assert.Equal(FetchOutcome.Changed, Run(order, store, origins));
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));
        Assert.True(asked > 1);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(16384), InlineData(1_500_000)]
    public void AnyLengthComesWhole(int length)
    {
        foreach (bool isFat in (bool[])[false, true])
        {
            IFileStore store = isFat ? new FatStore(new FatMedium(2000, 4096)) : new PlainStore(new VirtualClock());
            Origins origins = new(Content[..length]);
            FetchOrder order = new(Path, [Source("a", 1), Source("b", 2), Source("c", 3)]) { IsDurable = true };
            Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
            Assert.Equal(length, order.Length);
            Assert.Equal(Content[..length], Read(store, Path));
        }
    }

    [Fact]
    public void WhatIsTooLongIsRefusedBeforeItComes()
    {
        PlainStore store = new(new VirtualClock());
        FetchOrder order = new(Path, [Source("a", 1)]) { MostOctets = 1_000_000 };
        Assert.Equal(FetchOutcome.TooLong, Run(order, store, new Origins(Content)));
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));

        // By chunks nobody says how long it is.
        order = new(Path, [Source("a", 1)]) { MostOctets = 1_000_000 };
        Origins chunked = new Origins(Content).With("a", static r => Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n{Content.Length:x}\r\n"), Content, "\r\n0\r\n\r\n"u8.ToArray()));
        Assert.Equal(FetchOutcome.TooLong, Run(order, store, chunked));
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));
    }

    [Fact]
    public void ChunksWithoutALengthComeWhole()
    {
        PlainStore store = new(new VirtualClock());
        Origins chunked = new Origins(Content).With("a", static r => Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n{Content.Length:x}\r\n"), Content, "\r\n0\r\n\r\n"u8.ToArray()));
        FetchOrder order = new(Path, [Source("a", 1)]);
        Assert.Equal(FetchOutcome.Ok, Run(order, store, chunked));
        Assert.Equal(Content, store.Get(Path));
    }

    [Fact]
    public void WhoNamesLessThanHasComeIsNotAskedForEver()
    {
        PlainStore store = new(new VirtualClock());
        int asked = 0;
        Origins origins = new Origins(Content).With("a", _ => ++asked > 20 ? Text(404, "")
            : asked == 1 ? Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n"), Content[..100]) with { EndAfter = 152 }
            : Octets(200, Other[..50]));
        FetchOrder order = new(Path, [Source("a", 1)]) { TreeTag = Tree(Content) };
        Assert.Equal(FetchOutcome.Changed, Run(order, store, origins));
        Assert.Equal(2, asked);
        Assert.DoesNotContain(store.All(), static path => path.StartsWith(Path, StringComparison.Ordinal));
    }

    [Fact]
    public void TheDigestThatALiarNamesKeepsNobodyOut()
    {
        PlainStore store = new(new VirtualClock());
        Origins origins = new Origins(Content)
            .With("bad", static r => Named(r, Other, SHA256.HashData([1])))
            .With("good", static r => Named(r, Content, SHA256.HashData(Content)));
        FetchOrder order = new(Path, [Source("bad", 1), Source("good", 2)]);
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(Content, store.Get(Path));
        Assert.Null(order.Sha256);
        Assert.True(order.Sources[0].IsLiar);

        // And where the order knows better, it counts for nothing.
        order = new(Path + "2", [Source("bad", 1), Source("good", 2)]) { Pieces = Nodes(Content), Length = Content.Length };
        Assert.Equal(FetchOutcome.Ok, Run(order, store, origins));
        Assert.Equal(Content, store.Get(Path + "2"));
    }

    [Theory, InlineData("open ")]
    [InlineData("read ")]
    public void AStoreThatCannotBeReadIsNoSourcesFault(string call)
    {
        PlainStore inner = new(new VirtualClock());
        FailingStore store = new(inner) { FailsNow = what => what == call + Path };
        FetchOrder order = new(Path, [Source("a", 1)]) { Sha256 = SHA256.HashData(Content) };
        Assert.Equal(FetchOutcome.Store, Run(order, store, new Origins(Content)));
        Assert.False(order.Sources[0].IsLiar);
        Assert.Equal(Content, inner.Get(Path));

        store.FailsNow = null;
        Origins silent = new(Content);
        Assert.Equal(FetchOutcome.Ok, Run(new(Path, [Source("a", 1)]) { Sha256 = SHA256.HashData(Content) }, store, silent));
        Assert.All(silent.Requests, static r => Assert.True(Of(r).First > 0));
    }

    [Theory, InlineData(false)]
    [InlineData(true)]
    public void WhoDoesNotSayWhichVersionItHasGivesNoMixtureOfTwo(bool hasRanges)
    {
        PlainStore store = new(new VirtualClock());
        int asked = 0;
        Origins origins = new Origins(Content).With("a", r =>
        {
            byte[] content = ++asked == 1 ? Content : Other;
            return hasRanges && r["Range"] is not null ? Octets(206, Cut(r, content), $"Content-Range: bytes {Of(r).First}-{Of(r).Last}/{content.Length}")
                : Octets(200, content) with { EndAfter = asked == 1 ? 1_000_000 : int.MaxValue };
        });
        int outcome = Run(new(Path, [Source("a", 1)]), store, origins);
        Assert.Equal(hasRanges ? FetchOutcome.Ok : FetchOutcome.NoSource, outcome);
        Assert.True(!hasRanges || store.Get(Path).AsSpan().SequenceEqual(Other));
    }

    [Fact]
    public void WhatBeganWithoutALengthGoesOnWhenItIsKnown()
    {
        PlainStore store = new(new VirtualClock());
        int asked = 0;
        Origins chunked = new Origins(Content).With("a", _ => ++asked > 1 ? Text(404, "")
            : Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 200 x\r\nETag: \"one\"\r\nTransfer-Encoding: chunked\r\n\r\n{Content.Length:x}\r\n"), Content) with { EndAfter = 1_000_000 });
        FetchOrder order = new(Path, [Source("a", 1)]);
        Assert.Equal(FetchOutcome.NoSource, Run(order, store, chunked));
        Assert.InRange(order.Done, 1, 1_000_000);
        Origins whole = new(Content);
        Assert.Equal(FetchOutcome.Ok, Run(new(Path, [Source("a", 1)]) { Length = Content.Length }, store, whole));
        Assert.Equal(Content, store.Get(Path));
        Assert.InRange(whole.Requests.Min(static r => Of(r).First), order.Done - Limits.FetchUnit, order.Done);
    }

    [Fact]
    public void AFileThatOpensHidesNoFailureOfAnother()
    {
        FailingStore store = new(new FatStore(new FatMedium(2000, 4096)));
        FetchFiles files = new(store, Path, 8, new byte[4096]);
        store.Before = what => { if (what.StartsWith("create ", StringComparison.Ordinal)) { files.Fail(); } };
        files.Write(new FetchRun { Slot = 1, End = 10 }, new byte[10], 0, 10);
        Assert.Equal(StoreStatus.Failed, files.Status);
        files.Close(false);
    }

    [Fact]
    public void AFullStoreIsToldAndWhatCameStays()
    {
        PlainStore inner = new(new VirtualClock());
        FullStore store = new(inner, 1_000_000);
        FetchOrder order = new(Path, [Source("a", 1), Source("b", 2)]);
        Assert.Equal(FetchOutcome.Store, Run(order, store, new Origins(Content)));
        Assert.Equal(StoreStatus.Full, order.StoreStatus);
    }

    [Fact]
    public void AMediumThatKeepsTheRecordWaitingHoldsNoSourceUp()
    {
        using ManualResetEventSlim isNoted = new();
        using ManualResetEventSlim goesOn = new();
        bool isHeldUp = false;
        FailingStore store = new(new PlainStore(new VirtualClock()));
        store.Before = what =>
        {
            if (what.StartsWith($"create {Path}.", StringComparison.Ordinal))
            {
                isNoted.Set();
                isHeldUp |= !goesOn.Wait(Patient.Despair, CancellationToken.None);
            }
            else if (isNoted.IsSet && what == "write " + Path)
            {
                goesOn.Set();
            }
        };
        Origins origins = new Origins(Content).With("a", r =>
        {
            // The first answer says which version it is, which is noted.
            Assert.True(Of(r).First == 0 || isNoted.Wait(Patient.Despair, CancellationToken.None));
            return Origins.Part(r, Content, "\"one\"");
        });
        Assert.Equal(FetchOutcome.Ok, Run(new(Path, [Source("a", 1)]) { Length = Content.Length }, store, origins));
        Assert.False(isHeldUp);
        Assert.Contains($"create {Path}{FetchRecord.OddSuffix}", store.Log);
    }

    [Fact]
    public void TheSameOrderGoesOnWhereItWas()
    {
        PlainStore store = new(new VirtualClock());
        int left = 2;
        Origins cut = new Origins(Content).With("a", r => left-- > 0 ? Origins.Part(r, Content, "\"one\"") : Text(404, ""));
        FetchOrder order = new(Path, [Source("a", 1)]);
        Assert.Equal(FetchOutcome.NoSource, Run(order, store, cut));
        Assert.InRange(order.Done, 1, Content.Length - 1);

        Origins whole = new(Content);
        FetchOrder again = new(Path, [Source("a", 1)]);
        Assert.Equal(FetchOutcome.Ok, Run(again, store, whole));
        Assert.Equal(Content, store.Get(Path));
        Assert.Equal(order.Done, whole.Requests.Min(static r => Of(r).First));
        Assert.Equal("\"one\"", whole.Requests[0]["If-Range"]);

        // Another version meanwhile: nothing of the first is left in it.
        left = 2;
        Assert.Equal(FetchOutcome.NoSource, Run(new(Path + "2", [Source("a", 1)]), store, cut));
        Origins other = new(Other) { Tag = "\"two\"" };
        Assert.Equal(FetchOutcome.Changed, Run(new(Path + "2", [Source("a", 1)]), store, other));
        Assert.Equal(FetchOutcome.Ok, Run(new(Path + "2", [Source("a", 1)]), store, other));
        Assert.Equal(Other, store.Get(Path + "2"));
    }

    [Fact]
    public void APowerCutAtAnyWriteToACardLosesNothingThatWasNoted()
    {
        byte[] content = Content[..200_000];
        FatMedium prepared = new(400, 2048);
        int step = 0;
        bool isCut = true;
        for (; isCut; step++)
        {
            FatMedium card = prepared.Copy();
            card.CutAt = card.Steps + step;
            Attempt(card, content);
            isCut = card.IsCut;

            // What follows the cut is cut, too.
            card = card.Copy();
            Check(card, $"cut at {step}");
            card.CutAt = card.Steps + (step * 13 % 61);
            Attempt(card, content);
            card = card.Copy();
            Check(card, $"cut at {step}, and again");
            FatStore store = new(card);
            Assert.Equal(FetchOutcome.Ok, Run(Order(), store, new Origins(content), 30_000));
            Assert.True(content.AsSpan().SequenceEqual(Read(store, Path)), $"cut at {step}");
            FatReport report = FatCheck.Examine(card);
            Assert.True(report.IsSound, $"cut at {step}: {report}");
        }

        output.WriteLine($"{step} cuts");
    }

    [Fact]
    public void APowerCutAtAnyWriteToADiskLosesNothingThatWasNoted()
    {
        byte[] content = Content[..200_000];
        int step = 0;
        bool isCut = true;
        for (; isCut; step++)
        {
            for (int manner = 0; manner < FolderDisk.Manners; manner++)
            {
                FolderDisk disk = new() { CutAt = step };
                Attempt(disk, content);
                isCut = disk.IsCut;
                disk = disk.After(manner);
                Assert.Equal(FetchOutcome.Ok, Run(Order(), disk, new Origins(content), 30_000));
                Assert.True(content.AsSpan().SequenceEqual(disk.Get(Path)), $"cut at {step}, manner {manner}");
            }
        }

        output.WriteLine($"{step} cuts");
    }

    private static FetchOrder Order() => new(Path, [Source("a", 1), Source("b", 2)]) { IsDurable = true };

    private static void Attempt(FatMedium card, byte[] content)
    {
        try
        {
            Run(Order(), new FatStore(card) { TakesRoomFirst = true }, new Origins(content), 30_000);
        }
        catch (PowerCut)
        {
            // What is on the card counts.
        }
    }

    private static void Attempt(FolderDisk disk, byte[] content)
    {
        try
        {
            Run(Order(), disk, new Origins(content), 30_000);
        }
        catch (PowerCut)
        {
            // What is on the disk counts.
        }
    }

    private static void Check(FatMedium card, string name)
    {
        FatReport report = FatCheck.Examine(card.Copy());
        Assert.True(report.CrossLinks.Count == 0, $"{name}: {report}");
    }

    private static int Run(FetchOrder order, IFileStore store, INetwork network, long note = 0)
    {
        Profile profile = Profile.Desktop();
        profile.FetchOctets = 16384;
        profile.FetchRuns = store.IsFat ? 8 : 64;
        return new Fetcher(order, store, network, new PcClock(), new Sha256Digests(), profile) { NoteOctets = note }.Run();
    }

    private static byte[] Read(IFileStore store, string path)
    {
        Assert.Equal(StoreStatus.Ok, store.OpenRead(path, new StoreEntry(), out PeerDevice.Bytes.BlockSource? source));
        byte[] all = new byte[source!.Length];
        int at = 0;
        for (int got = 1; got > 0 && at < all.Length; at += got)
        {
            got = source.ReadAt(at, all, at, all.Length - at);
        }

        source.Close();
        return all;
    }

    private static FetchSource Source(string host, int rank) => new($"http://{host}/files/x", rank);

    private static byte[] Tree(byte[] content)
    {
        TreeTag tree = new();
        tree.Begin();
        tree.Append(content, 0, content.Length);
        return tree.End();
    }

    private static PieceList Nodes(byte[] content)
    {
        const int Node = TreeTag.Leaf * TreeTag.Children;
        List<byte> all = [];
        TreeTag tree = new();
        for (int at = 0; at < content.Length; at += Node)
        {
            tree.Begin();
            tree.Append(content, at, Math.Min(Node, content.Length - at));
            all.AddRange(tree.EndAt(content.Length > Node ? 1 : 0));
        }

        return new PieceList(PieceList.TreeNodes, Node, [.. all]);
    }

    private static (int First, int Last) Of(Request request) => Origins.Range(request, Content.Length);

    private static byte[] Cut(Request request, byte[] content) => content[Of(request).First..(Of(request).Last + 1)];

    private static Reply Named(Request request, byte[] content, byte[] digest) =>
        Octets(206, Cut(request, content), "ETag: \"one\"", $"Content-Range: bytes {Of(request).First}-{Of(request).Last}/{content.Length}", $"Repr-Digest: sha-256=:{Convert.ToBase64String(digest)}:");

    private static Reply Shifted(Request request, int first, int last) =>
        Octets(206, Cut(request, Other), "ETag: \"one\"", string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {Of(request).First + first}-{Of(request).Last + last}/{Content.Length}"));

    private static byte[] Noise(int count, int seed)
    {
        byte[] noise = new byte[count];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
