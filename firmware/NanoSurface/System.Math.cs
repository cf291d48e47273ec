// Package nanoFramework.System.Math 1.5.116, assembly System.Math. Checked against github.com/nanoframework/System.Math at v1.5.116.
// Signatures only: what the image may call. Nothing here ever runs; README.md says how a member gets in.
// The image itself calls none of it: the display's binding does, so the package goes onto the board with it.

namespace System
{
    public static class Math
    {
        public static int Abs(int value) => throw null;
        public static double Abs(double value) => throw null;
        public static float Abs(float value) => throw null;
    }
}
