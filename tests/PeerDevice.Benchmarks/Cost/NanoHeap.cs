using System;
using System.Text;
using Mono.Cecil;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// What objects weigh on nanoFramework's heap: it hands out blocks of 12 octets (CLR_RT_HeapBlock: an id of 4, data of 8, on a 32-bit target).
/// Read from nf-interpreter v1: nanoCLR_Runtime__HeapBlock.h, Execution.cpp (ExtractHeapBlocksFor…), Interpreter.cpp (ldstr, box, newobj).
/// Stack frames and locks are not counted: both come from caches that are filled once.
/// </summary>
internal static class NanoHeap
{
    /// <summary>One heap block.</summary>
    internal const int BlockOctets = 12;

    /// <summary>A box of a number, a DateTime or a TimeSpan: header and value.</summary>
    internal const int Box = 2 * BlockOctets;

    /// <summary>A string constant: each ldstr makes a header that points at the text in flash.</summary>
    internal const int Literal = BlockOctets;

    /// <summary>A delegate: node, type, method and target are 32 octets, hence three blocks.</summary>
    internal const int Delegate = 3 * BlockOctets;

    private const int ArrayHeaderOctets = 20;

    /// <summary>An object: a header and a block for each field, those of its bases too.</summary>
    internal static int Object(TypeDefinition type)
    {
        int blocks = 1;
        for (TypeDefinition? at = type; at is not null; at = at.BaseType?.Resolve())
        {
            foreach (FieldDefinition field in at.Fields)
            {
                blocks += field.IsStatic ? 0 : 1;
            }
        }

        return blocks * BlockOctets;
    }

    /// <summary>An array: a header of 20 octets and the elements.</summary>
    internal static int Array(int length, int elementOctets)
    {
        return Rounded(ArrayHeaderOctets + (length * elementOctets));
    }

    /// <summary>Octets of one element of an array: numbers by their size, everything else a block.</summary>
    internal static int Element(string typeName)
    {
        return typeName switch
        {
            "Boolean" or "Byte" or "SByte" => 1,
            "Char" or "Int16" or "UInt16" => 2,
            "Int32" or "UInt32" or "Single" => 4,
            "Int64" or "UInt64" or "Double" => 8,
            _ => BlockOctets,
        };
    }

    /// <summary>Something the class library gave back new: a string (header, UTF-8 octets, NUL), or an array with its strings.</summary>
    internal static int Of(object? result)
    {
        switch (result)
        {
            case string text:
                return Rounded(BlockOctets + Encoding.UTF8.GetByteCount(text) + 1);
            case string[] texts:
                int octets = Array(texts.Length, BlockOctets);
                foreach (string text in texts)
                {
                    octets += Of(text);
                }

                return octets;
            case System.Array array:
                return Array(array.Length, Element(array.GetType().GetElementType()!.Name));
            default:
                return 0;
        }
    }

    private static int Rounded(int octets)
    {
        return (octets + BlockOctets - 1) / BlockOctets * BlockOctets;
    }
}
