// Package nanoFramework.System.Security.Cryptography 1.0.43, assembly nanoFramework.System.Security.Cryptography. Checked against github.com/nanoframework/System.Security.Cryptography at v1.0.43.
// Signatures only: what the image may call. Nothing here ever runs; README.md says how a member gets in.

namespace System.Security.Cryptography
{
    public class HMACSHA256 : IDisposable
    {
        public HMACSHA256() => throw null;
        public HMACSHA256(byte[] key) => throw null;
        public byte[] Hash => throw null;
        public byte[] Key { get => throw null; set => throw null; }
        public byte[] ComputeHash(byte[] buffer) => throw null;
        public static byte[] HashData(byte[] key, byte[] source) => throw null;
        public void Dispose() => throw null;
        protected void Dispose(bool disposing) => throw null;
    }
}
