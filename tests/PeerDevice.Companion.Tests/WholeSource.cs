using System;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Tests;

/// <summary>Octets that are all there.</summary>
internal sealed class WholeSource(byte[] content) : ByteSource
{
    private int _at;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int part = Math.Min(count, content.Length - _at);
        content.AsSpan(_at, part).CopyTo(buffer.AsSpan(offset));
        _at += part;
        return part;
    }
}
