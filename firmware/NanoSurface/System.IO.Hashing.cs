// Package nanoFramework.System.IO.Hashing 1.0.40, assembly System.IO.Hashing. Checked against github.com/nanoframework/System.IO.Hashing at v1.0.40.
// Signatures only: what the image may call. Nothing here ever runs; README.md says how a member gets in.

namespace System.IO.Hashing
{
    public class Crc32
    {
        public Crc32() => throw null;
        public void Append(SpanByte source) => throw null;
        public void Append(byte[] source) => throw null;
        public void Append(byte value) => throw null;
        public void Reset() => throw null;
        public uint GetCurrentHashAsUInt32() => throw null;
        public static uint HashToUInt32(SpanByte source) => throw null;
    }
}
