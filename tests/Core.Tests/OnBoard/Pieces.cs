using System;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A source that gives some octets in pieces of a few at a time, then ends.</summary>
internal sealed class Pieces : ByteSource
{
    private readonly byte[] _octets;
    private readonly int _piece;
    private int _at;

    public Pieces(byte[] octets, int piece)
    {
        _octets = octets;
        _piece = piece;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int left = _octets.Length - _at;
        int given = count < _piece ? count : _piece;
        given = given < left ? given : left;
        Array.Copy(_octets, _at, buffer, offset, given);
        _at += given;
        return given;
    }
}
