using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Tests;

/// <summary>The facts of a long listing, asked for from both ends: who comes when it is over must find the buffers, which are others' by then, closed.</summary>
public sealed class FactsAheadTests : IDisposable
{
    private const int Members = 300;
    private const long Untouched = -1;

    private readonly TempFolder _temp = new();
    private readonly byte[] _entries = new byte[Members * 8];
    private readonly int[] _names = new int[Members];
    private readonly FileFacts[] _facts = new FileFacts[Members];
    private readonly GCHandle _held;

    public FactsAheadTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is about a system call of Linux.");
        for (int i = 0; i < Members; i++)
        {
            File.WriteAllBytes(_temp[$"{i}"], new byte[i]);
            _names[i] = i * 8;
            Encoding.ASCII.GetBytes($"{i}\0", _entries.AsSpan(i * 8));
            _facts[i].Length = Untouched;
        }

        _held = GCHandle.Alloc(_entries, GCHandleType.Pinned);
    }

    public void Dispose()
    {
        _held.Free();
        _temp.Dispose();
    }

    [Fact]
    public void WhoListsAloneIsToldOfAll()
    {
        WithAsking(asking =>
        {
            for (int i = 0; i < Members; i++)
            {
                Assert.Equal(i, asking.Of(i).Length);
            }
        });
    }

    [Fact]
    public void WhoComesFromTheBackTakesNothingThatTheOtherHas()
    {
        WithAsking(asking =>
        {
            Assert.Equal(0, asking.Of(0).Length);
            File.WriteAllBytes(_temp["0"], new byte[Members]);
            asking.Execute();

            Assert.Equal(0, _facts[0].Length);
            for (int i = 1; i < Members; i++)
            {
                Assert.Equal(i, asking.Of(i).Length);
            }
        });
    }

    [Fact]
    public void WhoComesWhenItIsOverFindsNothingToAsk()
    {
        WithAsking(asking =>
        {
            asking.Of(0);
            asking.End();
            asking.Execute();
        });

        Assert.Equal(0, _facts[0].Length);
        Assert.Equal(Untouched, _facts[Members - 1].Length);
        Assert.Equal(Untouched, _facts[Members / 2].Length);
    }

    /// <summary>A hundred times: who is still asking must have ended when the end is said to be reached.</summary>
    [Fact]
    public async Task WhoIsStillAskingIsWaitedFor()
    {
        for (int round = 0; round < 100; round++)
        {
            Task? other = null;
            using Barrier start = new(2);
            WithAsking(asking =>
            {
                other = Task.Run(() =>
                {
                    start.SignalAndWait();
                    asking.Execute();
                });
                start.SignalAndWait(TestContext.Current.CancellationToken);
                asking.End();
                Array.Fill(_facts, new FileFacts { Length = Untouched });
            });
            await other!;

            Assert.All(_facts, facts => Assert.Equal(Untouched, facts.Length));
        }
    }

    [Fact]
    public void WhatVanishedIsNeitherAFileNorADirectory()
    {
        File.Delete(_temp["7"]);
        WithAsking(asking =>
        {
            for (int i = 0; i < Members; i++)
            {
                Assert.Equal(i != 7, asking.Of(i).IsFile);
                Assert.False(asking.Of(i).IsDirectory);
            }
        });
    }

    private unsafe void WithAsking(Action<FactsAhead> act)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        Assert.True(LinuxCalls.Encode(_temp.Path, room));
        using SafeFileHandle directory = new(LinuxCalls.OpenFollowing(room), ownsHandle: true);
        Assert.False(directory.IsInvalid);
        act(new FactsAhead((int)directory.DangerousGetHandle(), _held.AddrOfPinnedObject(), _names, Members, _facts));
    }
}
