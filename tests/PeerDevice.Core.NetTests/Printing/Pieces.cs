using System;
using System.Collections.Generic;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.Printing;

/// <summary>A document that comes piece by piece, and may not come to its end.</summary>
internal sealed class Pieces : ByteSource
{
    private readonly Queue<byte[]> _pieces = new Queue<byte[]>();
    private readonly int _end;

    public Pieces(byte[] document, int piece, int end = End)
    {
        _end = end;
        for (int at = 0; at < document.Length; at += piece)
        {
            _pieces.Enqueue(document.AsSpan(at, Math.Min(piece, document.Length - at)).ToArray());
        }
    }

    /// <summary>Looked into before each piece, with the number of those that are left.</summary>
    public Action<int>? OnRead { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        OnRead?.Invoke(_pieces.Count);
        if (_pieces.Count == 0)
        {
            return _end;
        }

        byte[] piece = _pieces.Dequeue();
        piece.CopyTo(buffer, offset);
        return piece.Length;
    }
}
