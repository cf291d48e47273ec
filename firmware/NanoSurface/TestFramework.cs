// Package nanoFramework.TestFramework 3.0.80, assembly nanoFramework.TestFramework. Checked against github.com/nanoframework/nanoFramework.TestFramework at v3.0.77.
// Signatures only: what the tests on nanoFramework may call. Nothing here ever runs; README.md says how a member gets in.

using System;

namespace nanoFramework.TestFramework
{
    [AttributeUsage(AttributeTargets.Class)]
    public class TestClassAttribute : Attribute
    {
        public TestClassAttribute() => throw null;
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class TestMethodAttribute : Attribute
    {
        public TestMethodAttribute() => throw null;
    }
}
