// Package nanoFramework.Networking.Sntp 1.6.42, assembly nanoFramework.Networking.Sntp. Checked against github.com/nanoframework/nanoFramework.Networking.Sntp at v1.6.42.
// Signatures only: what the image may call. Nothing here ever runs; README.md says how a member gets in.

using System;

namespace nanoFramework.Networking
{
    public class Sntp
    {
        public Sntp() => throw null;
        public static bool IsStarted => throw null;
        public static string Server1 { get => throw null; set => throw null; }
        public static string Server2 { get => throw null; set => throw null; }
        public static void Start() => throw null;
        public static void Stop() => throw null;
        public static void UpdateNow() => throw null;
    }
}
