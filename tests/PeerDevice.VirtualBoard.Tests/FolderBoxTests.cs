using System;
using System.IO;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A folder in a printer's place, at the end of the firmware's serial line.</summary>
public sealed class FolderBoxTests : IDisposable
{
    private static int _ports;

    private static readonly byte[] Question = [.. "~HS"u8];

    private readonly string _port = "BOX" + Interlocked.Increment(ref _ports);
    private readonly string _folder = Directory.CreateTempSubdirectory("peer-box-").FullName;

    [Fact]
    public void WhatABoardAsksBetweenDocumentsLeavesNoFile()
    {
        IOutputDevice output = Connect();

        // Looking whether it is ready opens the line.
        Assert.True(output.IsReady);
        Assert.Equal(Question.Length, output.Write(Question, 0, Question.Length));
        Assert.Empty(Directory.GetFiles(_folder));

        Assert.True(output.Begin("a"));
        Assert.Equal(2, output.Write([1, 2], 0, 2));
        Assert.True(output.Finish() > 0);
        output.Close();
        Assert.Equal(Question.Length, output.Write(Question, 0, Question.Length));
        string document = Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal("job-0001.prn", Path.GetFileName(document));
        Assert.Equal([1, 2], File.ReadAllBytes(document));
    }

    [Fact]
    public void WhatIsAskedAfterADocumentThatWasGivenUpIsNoPartOfIt()
    {
        IOutputDevice output = Connect();
        Assert.True(output.Begin("a"));
        Assert.Equal(2, output.Write([1, 2], 0, 2));
        output.Close();
        Assert.Equal(Question.Length, output.Write(Question, 0, Question.Length));
        string document = Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal("job-0001.prn.part", Path.GetFileName(document));
        Assert.Equal([1, 2], File.ReadAllBytes(document));
    }

    public void Dispose()
    {
        SerialLine.Of(_port).Plug(null);
        Directory.Delete(_folder, recursive: true);
    }

    private MarkedOutput Connect()
    {
        FolderBox box = new FolderBox(_folder);
        SerialLine.Of(_port).Plug(box);
        return new MarkedOutput(new SerialOutput(_port, new PeerSettings(), new VirtualClock(), null), box);
    }
}
