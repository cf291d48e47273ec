using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>Unpacks what is packed so: each octet plus seven, and a 0 at the end; anything behind it or no end at all is broken, and so is the octet 255.</summary>
public sealed class SevenUnpacker : IUnpacker
{
    /// <summary>Packs.</summary>
    public static byte[] Pack(byte[] document)
    {
        byte[] packed = new byte[document.Length + 1];
        for (int i = 0; i < document.Length; i++)
        {
            packed[i] = (byte)(document[i] + 7);
        }

        return packed;
    }

    /// <inheritdoc/>
    public ByteSource Open(string coding, ByteSource packed)
    {
        return new Unpacking(packed);
    }

    private sealed class Unpacking : ByteSource
    {
        private readonly ByteSource _packed;
        private bool _isAtEnd;

        public Unpacking(ByteSource packed)
        {
            _packed = packed;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_isAtEnd)
            {
                return End;
            }

            int got = _packed.Read(buffer, offset, count);
            if (got == End)
            {
                return Broken;
            }

            for (int i = offset; i < offset + got; i++)
            {
                if (buffer[i] == 255)
                {
                    return Broken;
                }

                if (buffer[i] == 0)
                {
                    _isAtEnd = true;
                    return i - offset;
                }

                buffer[i] -= 7;
            }

            return got;
        }
    }
}
