using System;
using System.IO;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Client;

/// <summary>The content of a response for the parts of .NET that want a stream. A content that breaks off throws.</summary>
internal sealed class BodyStream(ByteSource body) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        int got = body.Read(buffer, offset, count);
        return got >= 0 ? got : throw new CommandFailure("the peer's answer broke off: try again.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
