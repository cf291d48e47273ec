using System;
using System.Collections.Generic;
using System.IO.Ports;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>A serial cable: the port on the board's side, a <see cref="Box"/> on the other.</summary>
internal sealed class SerialLine
{
    private static readonly Dictionary<string, SerialLine> Lines = new Dictionary<string, SerialLine>();

    private readonly Queue<byte> _toBoard = new Queue<byte>();
    private bool _isClaimed;
    private Box? _box;

    /// <summary>How fast and in what form the board last said that it speaks here; a cable does not care.</summary>
    internal (int BaudRate, Parity Parity, int DataBits, StopBits StopBits) Spoken { get; set; }

    /// <summary>How many octets the board has not read yet.</summary>
    internal int Waiting
    {
        get
        {
            lock (_toBoard)
            {
                return _toBoard.Count;
            }
        }
    }

    internal static SerialLine Of(string portName)
    {
        lock (Lines)
        {
            if (!Lines.TryGetValue(portName, out SerialLine? line))
            {
                line = new SerialLine();
                Lines.Add(portName, line);
            }

            return line;
        }
    }

    /// <summary>Puts a box at the other end; with null the cable ends in the air, as cables do.</summary>
    internal void Plug(Box? box)
    {
        _box = box;
        lock (_toBoard)
        {
            _toBoard.Clear();
        }

        if (box is not null)
        {
            box.Said = Hear;
        }
    }

    internal bool Claim()
    {
        lock (Lines)
        {
            bool isFree = !_isClaimed;
            _isClaimed = true;
            return isFree;
        }
    }

    internal void Release()
    {
        lock (Lines)
        {
            _isClaimed = false;
        }
    }

    internal void Open()
    {
        if (_box is not null && !_box.Open())
        {
            throw new InvalidOperationException();
        }
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        _box?.Take(new ReadOnlySpan<byte>(buffer, offset, count));
    }

    /// <summary>On an ESP32 this waits for all that is asked for; who asks for more than there is has made a mistake.</summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        lock (_toBoard)
        {
            if (count > _toBoard.Count)
            {
                throw new TimeoutException();
            }

            for (int i = 0; i < count; i++)
            {
                buffer[offset + i] = _toBoard.Dequeue();
            }

            return count;
        }
    }

    private void Hear(byte octet)
    {
        lock (_toBoard)
        {
            _toBoard.Enqueue(octet);
        }
    }
}
