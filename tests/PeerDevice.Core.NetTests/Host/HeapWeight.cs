using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using System.Text;
using System.Threading;
using PeerDevice.Host;

namespace PeerDevice.Tests.Host;

/// <summary>
/// What the engine's objects would weigh on a board's heap: everything that can be reached from an object, at nanoFramework's sizes (nf-interpreter v1: nanoCLR_Runtime__HeapBlock.h). The
/// devices under the engine are the tests' own here, and count nothing.
/// </summary>
internal sealed class HeapWeight
{
    /// <summary>Octets of a heap block: what everything is rounded to.</summary>
    public const int Block = 12;

    /// <summary>Octets that a thread takes which waits, measured on nf-interpreter.</summary>
    public const int Thread = 1356;

    /// <summary>Octets of an open socket, measured on nf-interpreter.</summary>
    public const int Socket = 120;

    /// <summary>Octets of an open file, measured on nf-interpreter.</summary>
    public const int File = 339;

    private const int ArrayHeader = 20;

    private readonly HashSet<object> _seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _toSee = new Stack<object>();

    /// <summary>What can be reached from an object and was not counted before.</summary>
    public int Of(object root)
    {
        int octets = 0;
        See(root);
        while (_toSee.Count > 0)
        {
            octets += One(_toSee.Pop());
        }

        return octets;
    }

    /// <summary>How many of a type can be reached from an object.</summary>
    public int Count(object root, string type)
    {
        int count = 0;
        See(root);
        while (_toSee.Count > 0)
        {
            object one = _toSee.Pop();
            count += one.GetType().Name == type ? 1 : 0;
            One(one);
        }

        return count;
    }

    /// <summary>What the engine's classes hold by themselves, beside what every class takes.</summary>
    public int OfStatics(params string[] without)
    {
        int octets = 0;
        foreach (Type type in Array.FindAll(typeof(Peer).Assembly.GetTypes(), type => !Array.Exists(without, part => type.Namespace is not null && type.Namespace.EndsWith("." + part, StringComparison.Ordinal))))
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.IsLiteral && !field.FieldType.IsPrimitive && !field.FieldType.Name.StartsWith("__Static", StringComparison.Ordinal) && field.GetValue(null) is object value)
                {
                    octets += Of(value);
                }
            }
        }

        return octets;
    }

    /// <summary>An array of so many octets.</summary>
    public static int Octets(int length)
    {
        return Rounded(ArrayHeader + length);
    }

    private void See(object? one)
    {
        if (one is not null && _seen.Add(one))
        {
            _toSee.Push(one);
        }
    }

    private int One(object one)
    {
        switch (one)
        {
            case string text:
                // A literal's text stays in flash.
                return string.IsInterned(text) is not null ? Block : Rounded(Block + Encoding.UTF8.GetByteCount(text) + 1);
            case Array array:
                return OfArray(array);
            case ICollection list and (ArrayList or Queue or Stack):
                foreach (object? item in list)
                {
                    See(item);
                }

                return (4 * Block) + Rounded(ArrayHeader + (Math.Max(list.Count, 4) * Block));
            case Hashtable table:
                foreach (DictionaryEntry entry in table)
                {
                    See(entry.Key);
                    See(entry.Value);
                }

                return (8 * Block) + Rounded(ArrayHeader + (Math.Max(table.Count * 2, 8) * Block)) + (table.Count * 4 * Block);
            case Delegate method:
                See(method.Target);
                return 3 * Block;
            case Thread:
                // Threads are counted by the profile.
                return 0;
            default:
                return OfObject(one);
        }
    }

    private int OfArray(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        int octets = Block;
        if (element.IsPrimitive)
        {
            octets = element == typeof(bool) ? 1 : Buffer.ByteLength(array) / Math.Max(array.Length, 1);
        }
        else
        {
            foreach (object? item in array)
            {
                See(item);
            }
        }

        return Rounded(ArrayHeader + (array.Length * octets));
    }

    private int OfObject(object one)
    {
        Type type = one.GetType();
        if (type.Assembly != typeof(Peer).Assembly)
        {
            // A lock, an event, a date: a header and a value or two. A device of the tests: nothing.
            return type.Assembly == typeof(object).Assembly ? 2 * Block : 0;
        }

        int blocks = 1;
        for (Type? at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                blocks++;
                if (!field.FieldType.IsPrimitive)
                {
                    See(field.GetValue(one));
                }
            }
        }

        return blocks * Block;
    }

    private static int Rounded(int octets)
    {
        return (octets + Block - 1) / Block * Block;
    }
}
