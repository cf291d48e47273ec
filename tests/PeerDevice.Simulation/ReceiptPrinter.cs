using System;
using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>
/// A receipt printer of ESC/POS with a buffer that is larger than a document: it takes all at once and prints it an octet a millisecond. It answers DLE EOT at once, and GS r when it
/// comes to it, as far as it knows them; its paper may end at an octet, for a time.
/// </summary>
public sealed class ReceiptPrinter : IOutputDevice
{
    private readonly VirtualClock _clock;
    private readonly Queue<byte> _buffer = new Queue<byte>();
    private readonly Queue<byte> _said = new Queue<byte>();
    private readonly List<byte> _printed = new List<byte>();
    private int _realTime;
    private long _printedAt;
    private long _paperBackAt = -1;

    /// <summary>A printer that is well.</summary>
    public ReceiptPrinter(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Whether it answers real-time requests.</summary>
    public bool AnswersRealTime { get; set; } = true;

    /// <summary>Whether it answers GS r.</summary>
    public bool AnswersInOrder { get; set; } = true;

    /// <summary>The octet at which its paper ends; negative for never.</summary>
    public int PaperEndsAt { get; set; } = -1;

    /// <summary>Milliseconds until there is paper again.</summary>
    public int PaperAway { get; set; }

    /// <summary>Looked into as it is listened to.</summary>
    public Action? OnRead { get; set; }

    /// <summary>When the last octet was printed.</summary>
    public long PrintedAt => _printedAt;

    /// <summary>Whether there is something that it has not printed yet.</summary>
    public bool IsPrinting => _buffer.Count > 0;

    /// <summary>What is on paper.</summary>
    public byte[] Printed => _printed.ToArray();

    /// <summary>How often it was asked by DLE EOT, and how often by GS r.</summary>
    public (int RealTime, int InOrder) Asked { get; private set; }

    /// <inheritdoc/>
    public string Name => "receipt printer";

    /// <inheritdoc/>
    public bool IsReady => true;

    /// <inheritdoc/>
    public int Conditions => 0;

    /// <inheritdoc/>
    public string DeviceId => "";

    private bool HasPaper => _paperBackAt < 0 || _clock.Milliseconds >= _paperBackAt;

    /// <inheritdoc/>
    public bool Begin(string title)
    {
        return true;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        Print();
        for (int i = offset; i < offset + count; i++)
        {
            Receive(buffer[i]);
        }

        return count;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        OnRead?.Invoke();
        Print();
        int got = 0;
        while (got < count && _said.Count > 0)
        {
            buffer[offset + got] = _said.Dequeue();
            got++;
        }

        return got;
    }

    /// <inheritdoc/>
    public int Finish()
    {
        return 1;
    }

    /// <inheritdoc/>
    public void Close()
    {
    }

    // DLE EOT n is taken out of whatever it stands in.
    private void Receive(byte octet)
    {
        if (_realTime == 0 && octet == 0x10)
        {
            _realTime = 1;
        }
        else if (_realTime == 1 && octet == 0x04)
        {
            _realTime = 2;
        }
        else if (_realTime == 2)
        {
            _realTime = 0;
            Asked = (Asked.RealTime + 1, Asked.InOrder);
            Answer(octet);
        }
        else
        {
            if (_realTime == 1)
            {
                _realTime = 0;
                _buffer.Enqueue(0x10);
            }

            if (_buffer.Count == 0)
            {
                _printedAt = _clock.Milliseconds;
            }

            _buffer.Enqueue(octet);
        }
    }

    private void Answer(byte request)
    {
        if (!AnswersRealTime)
        {
            return;
        }

        int bits = HasPaper ? 0 : request switch { 1 => 0x08, 2 => 0x20, 4 => 0x60, _ => 0 };
        _said.Enqueue((byte)(0x12 | bits));
    }

    // An octet a millisecond, up to now.
    private void Print()
    {
        while (_buffer.Count > 0 && _printedAt < _clock.Milliseconds)
        {
            if (_printed.Count == PaperEndsAt && _paperBackAt < 0)
            {
                _paperBackAt = _printedAt + PaperAway;
            }

            if (_paperBackAt > _printedAt)
            {
                // Nothing is printed until there is paper.
                _printedAt = Math.Min(_paperBackAt, _clock.Milliseconds);
                continue;
            }

            _printedAt++;
            _printed.Add(_buffer.Dequeue());
            EndOfRequest();
        }
    }

    private void EndOfRequest()
    {
        int end = _printed.Count;
        if (end < 3 || _printed[end - 3] != 0x1D || _printed[end - 2] != (byte)'r' || _printed[end - 1] != 1)
        {
            return;
        }

        _printed.RemoveRange(end - 3, 3);
        Asked = (Asked.RealTime, Asked.InOrder + 1);
        if (AnswersInOrder)
        {
            _said.Enqueue(0);
        }
    }
}
