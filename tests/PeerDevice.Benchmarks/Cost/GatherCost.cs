using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What it costs a board to fetch one content from two peers at once: its own fetcher over its own card and network, with all threads that it has for that.</summary>
internal sealed class GatherCost
{
    private const int Mebibyte = 1024 * 1024;
    private const int Kibibyte = 1024;

    // From the first on it is noted as seldom how far it is as in any that is longer (Limits.FetchBoardNote).
    private const int Fewer = 32 * Mebibyte;
    private const int More = 64 * Mebibyte;
    private const int Aim = 20;
    private const string Path = ".peer/u/G0000001";

    private readonly Assembly _core;
    private readonly string _card;
    private readonly dynamic _clock;
    private readonly dynamic _store;
    private readonly dynamic _network;

    private GatherCost(ImageLoad image, string card)
    {
        _core = image.LoadFromAssemblyName(new AssemblyName("PeerDevice.Core"));
        _card = card;
        image.Board.GetType("PeerDevice.VirtualBoard.Manners.Card", true)!.GetMethod("Use", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [card, true]);
        _clock = New(image.Board, "PeerDevice.Drivers.SystemClock");
        _store = New(image.Board, "PeerDevice.Drivers.CardStore", New(image.Board, "PeerDevice.Drivers.CardSlot", "D:\\"), _clock);
        _network = New(image.Board, "PeerDevice.Drivers.BoardNetwork", _clock);
    }

    /// <summary>Fetches what is long and what is longer: what lies between them is content.</summary>
    internal static IReadOnlyList<Scenario> Run(ImageLoad image, string card)
    {
        GatherCost cost = new(image, card);
        Count fewer = cost.Fetch(Fewer);
        Count more = cost.Fetch(More);
        return [new("gather-content", "fetched from two peers at once, each KiB, its tree tag included, over all threads", more, fewer, (More - Fewer) / Kibibyte, Aim, Aim, 0)];
    }

    private Count Fetch(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        using PacedSource one = new(content);
        using PacedSource other = new(content);
        Array sources = Array.CreateInstance(_core.GetType("PeerDevice.Services.Fetching.FetchSource", true)!, 2);
        sources.SetValue(New(_core, "PeerDevice.Services.Fetching.FetchSource", one.Uri, 1), 0);
        sources.SetValue(New(_core, "PeerDevice.Services.Fetching.FetchSource", other.Uri, 1), 1);
        dynamic tree = New(_core, "PeerDevice.Wire.Tags.TreeTag");
        tree.Begin();
        tree.Append(content, 0, length);
        dynamic order = New(_core, "PeerDevice.Services.Fetching.FetchOrder", Path, sources);
        order.Length = (long)length;
        order.TreeTag = tree.End();
        dynamic profile = _core.GetType("PeerDevice.Profile", true)!.GetMethod("SixteenSockets")!.Invoke(null, null)!;
        dynamic fetcher = New(_core, "PeerDevice.Host.Fetcher", order, _store, _network, _clock, null, profile);
        int outcome = -1;
        Count count = Turns.Run(() => outcome = fetcher.Run());
        string file = System.IO.Path.Combine(_card, Path);
        if (outcome != 0 || !File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
        {
            throw new InvalidOperationException($"The content was not had: {outcome}.");
        }

        File.Delete(file);
        return count;
    }

    private static object New(Assembly assembly, string type, params object?[] arguments)
    {
        return Activator.CreateInstance(assembly.GetType(type, true)!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null)!;
    }
}
