using System;
using System.IO;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Tests;

public sealed class FileNoteTests
{
    [Fact]
    public void WhatWasWrittenLastStandsThereWholeAndNothingBesideIt()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "state", "names-8631");
        FileNote note = new(path);
        byte[] into = new byte[4];
        Assert.Equal(0, note.Read(into));
        Assert.True(note.Write([1, 2, 3, 4, 5, 6], 6));
        Assert.True(note.Write([7, 8, 9], 2));
        Assert.Equal(2, note.Read(into));
        Assert.Equal([7, 8, 0, 0], into);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.True(note.Write([1, 2, 3, 4, 5], 5));
        Assert.Equal(4, note.Read(into));
    }

    [Fact]
    public void WhereItCannotBeItIsNotAndNothingIsThrown()
    {
        using TempFolder folder = new();
        string taken = Path.Combine(folder.Path, "taken");
        File.WriteAllText(taken, "");
        FileNote note = new(Path.Combine(taken, "names"));
        Assert.False(note.Write([1], 1));
        Assert.Equal(0, note.Read(new byte[4]));
        Directory.CreateDirectory(Path.Combine(folder.Path, "folder"));
        FileNote onFolder = new(Path.Combine(folder.Path, "folder"));
        Assert.False(onFolder.Write([1], 1));
        Assert.Equal(0, onFolder.Read(new byte[4]));

        // Nothing half done is left beside it.
        Assert.Equal([taken], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void PeersOfAnyPortHaveNoNoteInCommon()
    {
        Assert.Equal("", FileNote.Place("names", 0));
        Assert.EndsWith("names-8631", FileNote.Place("names", 8631), StringComparison.Ordinal);
    }
}
