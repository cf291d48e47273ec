using System;
using System.IO;
using System.IO.Compression;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>Unpacks by .NET's zlib, which notices a checksum that is wrong, and, as the project file has it told, an end that comes too soon.</summary>
internal sealed class PcUnpacker : IUnpacker
{
    public ByteSource Open(string coding, ByteSource packed) => new Unpacking(coding == "gzip", packed);

    private sealed class Unpacking(bool isGzip, ByteSource packed) : ByteSource
    {
        private readonly PackedStream _packed = new(packed);
        private Stream? _unpacked;
        private int? _how;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_how is { } how)
            {
                return how;
            }

            try
            {
                _unpacked ??= isGzip ? new GZipStream(_packed, CompressionMode.Decompress)
                    : _packed.BeginsLikeZlib() ? new ZLibStream(_packed, CompressionMode.Decompress)
                    : new DeflateStream(_packed, CompressionMode.Decompress);
                int got = _unpacked.Read(buffer, offset, count);
                return got > 0 || count == 0 ? got : Ended(End);
            }
            catch (InvalidDataException)
            {
                return Ended(Broken);
            }
            catch (IOException) when (_packed.Failure < 0)
            {
                return Ended(_packed.Failure);
            }
        }

        // zlib's memory is none that the runtime sees, so it would not hurry to give it back.
        private int Ended(int how)
        {
            _unpacked?.Dispose();
            _unpacked = null;
            _how = how;
            return how;
        }
    }

    /// <summary>A source as .NET's streams want it.</summary>
    private sealed class PackedStream(ByteSource source) : Stream
    {
        private readonly byte[] _front = new byte[2];
        private int _start;
        private int _end;

        /// <summary>How the source failed; 0 while it has not.</summary>
        public int Failure { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Whether the first two octets are a header of RFC 1950 §2.2: deflate, a window of up to 32 KiB, a sum that 31 divides. In RFC 1951 they would be a block of a kind that no packer begins with.</summary>
        public bool BeginsLikeZlib()
        {
            while (_end < _front.Length)
            {
                int got = Take(_front, _end, _front.Length - _end);
                if (got == 0)
                {
                    return false;
                }

                _end += got;
            }

            return (_front[0] & 0x0F) == 8 && _front[0] >> 4 <= 7 && ((_front[0] << 8) + _front[1]) % 31 == 0;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_start == _end)
            {
                return Take(buffer, offset, count);
            }

            int some = Math.Min(count, _end - _start);
            Array.Copy(_front, _start, buffer, offset, some);
            _start += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(byte[] buffer, int offset, int count)
        {
            int got = source.Read(buffer, offset, count);
            if (got < 0)
            {
                Failure = got;
                throw new IOException("The packed octets broke off.");
            }

            return got;
        }
    }
}
