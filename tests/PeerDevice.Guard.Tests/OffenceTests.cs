using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace PeerDevice.Guard;

/// <summary>That the guard can fail: each offence is refused, and the same program without it passes.</summary>
public sealed class OffenceTests
{
    // Members of a class, an offence each, and the same thing said as a board understands it.
    private static readonly (string Name, string Offence, string Instead)[] Offences =
    {
        ("string.Replace", "string F(string s) => s.Replace(\"a\", \"b\");", "string F(string s) => s.Trim();"),
        ("string.Contains(char)", "bool F(string s) => s.Contains('a');", "bool F(string s) => s.IndexOf('a') >= 0;"),
        ("string.Join", "string F(string[] s) => string.Join(\",\", s);", "string F(string[] s) => string.Concat(s);"),
        ("string.Split(string)", "string[] F(string s) => s.Split(\",\");", "string[] F(string s) => s.Split(',');"),
        ("List<int>", "System.Collections.Generic.List<int> F() => new();", "System.Collections.ArrayList F() => new();"),
        ("Func<int>", "int F(System.Func<int> f) => f();", "void F(System.Action f) => f();"),
        ("async", "async System.Threading.Tasks.Task F() { await System.Threading.Tasks.Task.Delay(1); }", "void F() { System.Threading.Thread.Sleep(1); }"),
        ("async void", "async void F() { }", "void F() { }"),
        ("tuple", "(int, int) F() => (1, 2);", "void F(out int a, out int b) { a = 1; b = 2; }"),
        ("deconstruction", "int F() { var (a, b) = (1, 2); return a + b; }", "int F() { int a = 1, b = 2; return a + b; }"),
        ("Span<byte>", "int F(System.Span<byte> s) => s.Length;", "int F(System.SpanByte s) => s.Length;"),
        ("range", "string F(string s) => s[1..2];", "string F(string s) => s.Substring(1, 1);"),
        ("index from the end", "int F(int[] a) => a[^1];", "int F(int[] a) => a[a.Length - 1];"),
        ("nullable int", "int? F() => null;", "object? F() => null;"),
        ("?. on a value type", "int F(string? s) => s?.Length ?? 0;", "int F(string? s) => s is null ? 0 : s.Length;"),
        ("yield", "System.Collections.IEnumerable F() { yield return 1; }", "System.Collections.IEnumerable F() => new int[1];"),
        ("record", "record R(int A);", "sealed class R { public int A; }"),
        ("record struct", "record struct R(int A);", "struct R { public int A; }"),
        ("anonymous type", "object F() => new { A = 1 };", "object F() => new int[1];"),
        ("decimal", "decimal F() => 1m;", "double F() => 1;"),
        ("LINQ", "int F(int[] a) => System.Linq.Enumerable.Count(a);", "int F(int[] a) => a.Length;"),
        ("Monitor.Wait", "void F(object o) => System.Threading.Monitor.Wait(o);", "void F(object o) => System.Threading.Monitor.Enter(o);"),
        ("Stopwatch", "object F() => new System.Diagnostics.Stopwatch();", "object F() => new object();"),
        ("Array.Resize", "void F(byte[] a) => System.Array.Resize(ref a, 2);", "void F(byte[] a) => System.Array.Clear(a, 0, 2);"),
        ("Array.Fill", "void F(byte[] a) => System.Array.Fill(a, (byte)1);", "void F(byte[] a) => System.Array.Clear(a, 0, 1);"),
        ("Encoding.ASCII", "byte[] F(string s) => System.Text.Encoding.ASCII.GetBytes(s);", "byte[] F(string s) => System.Text.Encoding.UTF8.GetBytes(s);"),
        ("DateTime.Now", "System.DateTime F() => System.DateTime.Now;", "System.DateTime F() => System.DateTime.UtcNow;"),
        ("char.IsDigit", "bool F(char c) => char.IsDigit(c);", "bool F(char c) => c >= '0' && c <= '9';"),
        ("generic type", "class G<T> { public T? Value; }", "class G { public object? Value; }"),
        ("generic method", "T F<T>(T t) => t;", "object F(object t) => t;"),
        ("default interface method", "interface I { int A() => 1; }", "interface I { int A(); }"),
        ("static interface method", "interface I { static int A() => 1; }", "interface I { } static class S { static int A() => 1; }"),
        ("static abstract", "interface I { static abstract int A(); }", "interface I { int A(); }"),
        ("multi-dimensional array", "int F() => new int[2, 3].Length;", "int F() => new int[2][].Length;"),
        ("multi-dimensional array field", "int[,]? field;", "int[][]? field;"),
        ("raw string literal", "string F() => \"\"\"a\"\"\";", "string F() => \"a\";"),
        ("UTF-8 literal", "object F() => \"a\"u8;", "object F() => \"a\";"),
        ("required member", "required int A;", "int A;"),
        ("list pattern", "bool F(int[] a) => a is [1, 2];", "bool F(int[] a) => a.Length == 2;"),
        ("checked", "int F(int a) => checked(a + 1);", "int F(int a) => a + 1;"),
        ("StartsWith", "bool F(string s) => s.StartsWith(\"a\");", "bool F(string s) => s.Length > 0 && s[0] == 'a';"),
        ("IndexOf(string)", "int F(string s) => s.IndexOf(\"a\");", "int F(string s) => s.IndexOf('a');"),
        ("ToLower", "string F(string s) => s.ToLower();", "string F(string s) => s.Trim();"),
        ("strings as objects", "bool F(string s, string t) => (object)s == t;", "bool F(string s, string t) => s == t;"),
        ("strings as objects, another way", "string? kept; int F(string s) { if ((object)s != kept) { kept = s; return 1; } return 0; }", "string? kept; int F(string s) { if (kept is null || s != kept) { kept = s; return 1; } return 0; }"),
        ("enum as text", "string F(System.DayOfWeek d) => d.ToString();", "string F(System.DayOfWeek d) => ((int)d).ToString();"),
        ("enum in a text", "string F(System.DayOfWeek d) => $\"{d}\";", "string F(System.DayOfWeek d) => $\"{(int)d}\";"),
        ("static of another type", "static readonly object A = B.Made; static class B { public static readonly object Made = new object(); }", "const int A = B.Made; static class B { public const int Made = 1; }"),
        ("static of another type behind a call", "static readonly object A = B.Get(); static class B { static readonly object Made = new object(); public static object Get() => Made; }", "static readonly object A = B.Get(); static class B { public static object Get() => new object(); }"),
        ("string[] with nulls", "string[] F(int n) => new string[n];", "object[] F(int n) => new object[n];"),
        ("string[] half filled", "string[] F() { string[] a = new string[3]; a[0] = \"a\"; return a; }", "string[] F() => new string[] { \"a\", string.Empty, \"\" };"),
        ("FileStream.Close", "void F(System.IO.FileStream f) { f.Close(); }", "void F(System.IO.FileStream f) { f.Close(); System.GC.SuppressFinalize(f); }"),
        ("FileStream in a using", "void F() { using System.IO.FileStream f = new System.IO.FileStream(\"a\", System.IO.FileMode.Open); f.ReadByte(); }", "void F() { System.IO.FileStream f = new System.IO.FileStream(\"a\", System.IO.FileMode.Open); try { f.ReadByte(); } finally { f.Close(); System.GC.SuppressFinalize(f); } }"),
        ("FileStream.Dispose", "void F(System.IO.FileStream f) { ((System.IDisposable)f).Dispose(); }", "void F(System.IO.FileStream f) { f.Close(); System.GC.SuppressFinalize(f); }"),
        ("null into a string[]", "void F(string[] a, int i) { a[i] = null; }", "void F(object[] a, int i) { a[i] = null; }"),
        ("dynamic", "int F(dynamic d) => d.A;", "int F(string d) => d.Length;"),
    };

    private static readonly (string Name, string Offence, string Instead)[] UnsafeOffences =
    {
        ("pointer", "unsafe int F(int* p) => *p;", "int F(ref int p) => p;"),
        ("pointer local", "unsafe int F(int[] a, int n) { fixed (int* p = a) { int* q = p + n; q++; return *q; } }", "int F(int[] a, int n) { ref int q = ref a[n + 1]; return q; }"),
        ("fixed", "unsafe byte F(byte[] a) { fixed (byte* p = a) { return *p; } }", "byte F(byte[] a) => a[0];"),
        ("stackalloc", "unsafe int F() { byte* p = stackalloc byte[4]; return p[0]; }", "int F() { byte[] p = new byte[4]; return p[0]; }"),
        ("function pointer", "unsafe int F(delegate*<int> f) => f();", "void F(System.Action f) => f();"),
    };

    public static IEnumerable<object[]> Safe()
    {
        return Offences.Select(offence => new object[] { offence.Name });
    }

    public static IEnumerable<object[]> Unsafe()
    {
        return UnsafeOffences.Select(offence => new object[] { offence.Name });
    }

    [Theory]
    [MemberData(nameof(Safe))]
    [MemberData(nameof(Unsafe))]
    public void AnOffenceIsRefused(string name)
    {
        Assert.NotEmpty(Offender.Refusals(Class(Named(name).Offence)));
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void AnOffenceThatTheCompilerWouldLetPassIsRefusedInTheMetadata(string name)
    {
        string refusal = Assert.IsType<string>(Offender.Refusals(Class(Named(name).Offence), isUnsafe: true)[0]);
        Assert.DoesNotContain("error", refusal);
    }

    [Theory]
    [MemberData(nameof(Safe))]
    [MemberData(nameof(Unsafe))]
    public void TheSameWithoutTheOffencePasses(string name)
    {
        Assert.Empty(Offender.Refusals(Class(Named(name).Instead)));
    }

    [Fact]
    public void WhatWorksOnTheBoardPasses()
    {
        Assert.Empty(Offender.Refusals(@"
using System;
using System.Text;
namespace Trial;
public delegate int Measure(string text);
public abstract class Shape { public abstract int Area { get; } }
public sealed class Square : Shape
{
    public int Side { get; init; }
    public event Action? Changed;
    public override int Area => Side * Side;
    public string Told(int a, object b, long c) => $""{a:D3}-{b}-{c}"" + a;
    public int Counted(params object[] things) { int n = 0; foreach (object thing in things) { n += thing is string s && s.Length > 0 ? 1 : 0; } return n; }
    public string Kind(string s) => s switch { ""a"" => ""first"", ""b"" => ""second"", _ => ""other"" };
    public Measure Closure(int more) { int Inner(string t) => t.Length + more; return Inner; }
    public bool TryGuarded(Action act) { lock (this) { try { act(); } catch (Exception e) when (e.Message.Length > 0) { return false; } finally { Changed?.Invoke(); } } return true; }
    public int Bytes(byte[] buffer) { byte[][] jagged = new byte[2][]; jagged[0] = new byte[] { 1, 2, 3, 4, 5 }; return Encoding.UTF8.GetBytes(""literal"", 0, 7, buffer, 0) + jagged[0].Length; }
}
"));
    }

    private static (string Name, string Offence, string Instead) Named(string name)
    {
        return Offences.Concat(UnsafeOffences).Single(offence => offence.Name == name);
    }

    private static string Class(string members)
    {
        return "namespace Trial; public class Offender { " + members + " }";
    }
}
