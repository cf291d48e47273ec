using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PeerDevice.Guard;

/// <summary>
/// What compiles for nanoFramework v1 and still fails on the device, looked for in an assembly's metadata.
/// Sources: the unsupported opcodes at the end of nf-interpreter's Interpreter.cpp, and what its type system does not know.
/// </summary>
internal static class DeviceRules
{
    // nf-interpreter, Interpreter.cpp, "Unsupported opcodes".
    private static readonly HashSet<Code> UnsupportedOpcodes = new()
    {
        Code.Arglist, Code.Cpblk, Code.Jmp, Code.Initblk, Code.Calli, Code.Ckfinite, Code.Localloc,
        Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly,
    };

    // The interpreter runs these as if they were unchecked: an overflow that the source relies upon is not noticed.
    private static readonly HashSet<Code> UncheckedAnyway = new()
    {
        Code.Add_Ovf, Code.Add_Ovf_Un, Code.Sub_Ovf, Code.Sub_Ovf_Un, Code.Mul_Ovf, Code.Mul_Ovf_Un,
    };

    /// <summary>Every breach in an assembly, one line each: where, and what.</summary>
    public static List<string> Breaches(AssemblyDefinition assembly)
    {
        List<string> breaches = new();
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            Type(type, breaches);
        }

        return breaches;
    }

    private static void Type(TypeDefinition type, List<string> breaches)
    {
        string where = type.FullName;
        if (type.HasGenericParameters)
        {
            breaches.Add($"{where}: generic type");
        }

        Use(type.BaseType, where, breaches);
        foreach (InterfaceImplementation implemented in type.Interfaces)
        {
            Use(implemented.InterfaceType, where, breaches);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            Use(field.FieldType, field.FullName, breaches);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Method(method, breaches);
        }

        Attributes(type, where, breaches);
    }

    private static void Method(MethodDefinition method, List<string> breaches)
    {
        string where = method.FullName;
        if (method.HasGenericParameters)
        {
            breaches.Add($"{where}: generic method");
        }

        if (method.DeclaringType.IsInterface && !method.IsAbstract)
        {
            breaches.Add($"{where}: default interface method");
        }

        if (method.IsAbstract && method.IsStatic)
        {
            breaches.Add($"{where}: static abstract method");
        }

        if (method.IsPInvokeImpl)
        {
            breaches.Add($"{where}: platform invoke");
        }

        Use(method.ReturnType, where, breaches);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Use(parameter.ParameterType, where, breaches);
        }

        Attributes(method, where, breaches);
        if (method.HasBody)
        {
            Body(method.Body, where, breaches);
        }
    }

    private static void Body(MethodBody body, string where, List<string> breaches)
    {
        foreach (VariableDefinition local in body.Variables)
        {
            Use(local.VariableType, where, breaches);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            Use(handler.CatchType, where, breaches);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            Code code = instruction.OpCode.Code;
            if (UnsupportedOpcodes.Contains(code))
            {
                breaches.Add($"{where}: opcode {instruction.OpCode.Name}");
            }

            if (UncheckedAnyway.Contains(code))
            {
                breaches.Add($"{where}: checked arithmetic, which does not throw on the device ({instruction.OpCode.Name})");
            }

            Operand(instruction, where, breaches);
            TextArray(body, instruction, where, breaches);
        }

        ClosedFile(body, where, breaches);
    }

    // System.IO.FileSystem 1.1: FileStream.Close does not tell that its finalizer has nothing left to do, so what was closed stays in the heap until the second collection after, and holds a piece of it in its place.
    private static void ClosedFile(MethodBody body, string where, List<string> breaches)
    {
        int closed = body.Instructions.Count(instruction => Called(instruction) is "System.IO.FileStream::Close" or "System.IO.FileStream::Dispose" or "System.IO.Stream::Close" or "System.IO.Stream::Dispose" || IsEndOfUsing(body, instruction));
        if (closed > body.Instructions.Count(instruction => Called(instruction) == "System.GC::SuppressFinalize"))
        {
            breaches.Add($"{where}: a FileStream is closed and not kept from its finalizer, which has it stay in the heap; GC.SuppressFinalize");
        }
    }

    // A using calls the interface, whatever it is that is used: what was loaded for the call says it.
    private static bool IsEndOfUsing(MethodBody body, Instruction instruction)
    {
        return Called(instruction) == "System.IDisposable::Dispose" && Loaded(body, instruction.Previous)?.FullName is "System.IO.FileStream" or "System.IO.Stream";
    }

    private static string? Called(Instruction instruction)
    {
        return instruction.Operand is MethodReference method ? method.DeclaringType.FullName + "::" + method.Name : null;
    }

    // A null element of a string[] has the data type of a text and no text: String.op_Equality over it reads address 0 and ends the
    // runtime, and "== null" over it as a value is false. So an array of texts is filled where it is made, and never given a null.
    private static void TextArray(MethodBody body, Instruction instruction, string where, List<string> breaches)
    {
        if (instruction.OpCode.Code == Code.Newarr && ((TypeReference)instruction.Operand).MetadataType == MetadataType.String
            && !(body.Method.Name == "Blanks" && body.Method.DeclaringType.FullName == "PeerDevice.Bytes.Text") && !IsFilledInline(instruction))
        {
            breaches.Add($"{where}: string[] with null elements, whose comparison crashes the device; use Text.Blanks");
        }

        if (instruction.OpCode.Code == Code.Stelem_Ref && instruction.Previous.OpCode.Code == Code.Ldnull
            && ArrayLoadedBefore(body, instruction) is ArrayType { ElementType.MetadataType: MetadataType.String })
        {
            breaches.Add($"{where}: null put into a string[], whose comparison crashes the device; put an empty text");
        }
    }

    // new string[n] { a, b, … }: the length, newarr, then as many stores of elements as the length before anything else takes the array.
    private static bool IsFilledInline(Instruction newarr)
    {
        int length = Constant(newarr.Previous);
        int stored = 0;
        Instruction? next = newarr.Next;
        while (stored < length && next?.OpCode.Code == Code.Dup)
        {
            while (next is not null && next.OpCode.Code != Code.Stelem_Ref)
            {
                next = next.Next;
            }

            stored++;
            next = next?.Next;
        }

        return length >= 0 && stored == length;
    }

    private static int Constant(Instruction instruction)
    {
        return instruction.OpCode.Code switch
        {
            >= Code.Ldc_I4_0 and <= Code.Ldc_I4_8 => instruction.OpCode.Code - Code.Ldc_I4_0,
            Code.Ldc_I4_S => (sbyte)instruction.Operand,
            Code.Ldc_I4 => (int)instruction.Operand,
            _ => -1,
        };
    }

    // The array of a store whose index and value are one instruction each: array, index, value, stelem.
    private static TypeReference? ArrayLoadedBefore(MethodBody body, Instruction stelem)
    {
        return Loaded(body, stelem.Previous?.Previous?.Previous);
    }

    private static TypeReference? Loaded(MethodBody body, Instruction? load)
    {
        return load?.Operand switch
        {
            FieldReference field => field.FieldType,
            VariableReference local => local.VariableType,
            ParameterReference parameter => parameter.ParameterType,
            MethodReference method => load.OpCode.Code == Code.Newobj ? method.DeclaringType : method.ReturnType,
            _ => load is null ? null : Macro(body, load),
        };
    }

    private static TypeReference? Macro(MethodBody body, Instruction load)
    {
        int local = load.OpCode.Code - Code.Ldloc_0;
        int argument = load.OpCode.Code - Code.Ldarg_0 - (body.Method.HasThis ? 1 : 0);
        return local is >= 0 and <= 3 ? body.Variables[local].VariableType
            : argument is >= 0 and <= 3 && argument < body.Method.Parameters.Count ? body.Method.Parameters[argument].ParameterType
            : null;
    }

    private static void Operand(Instruction instruction, string where, List<string> breaches)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Use(type, where, breaches);
                break;

            case FieldReference field:
                Use(field.DeclaringType, where, breaches);
                Use(field.FieldType, where, breaches);
                break;

            case MethodReference method:
                if (method is GenericInstanceMethod || method.HasGenericParameters)
                {
                    breaches.Add($"{where}: generic method {method.FullName}");
                }

                Use(method.DeclaringType, where, breaches);
                Use(method.ReturnType, where, breaches);
                foreach (ParameterDefinition parameter in method.Parameters)
                {
                    Use(parameter.ParameterType, where, breaches);
                }

                break;
        }
    }

    private static void Attributes(ICustomAttributeProvider provider, string where, List<string> breaches)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes)
        {
            Use(attribute.AttributeType, where, breaches);
        }
    }

    // Walks down a type as it is written in a signature.
    private static void Use(TypeReference? type, string where, List<string> breaches)
    {
        switch (type)
        {
            case null:
                return;

            case GenericInstanceType generic:
                breaches.Add($"{where}: instance of a generic type, {generic.FullName}");
                return;

            case GenericParameter parameter:
                breaches.Add($"{where}: generic parameter {parameter.Name}");
                return;

            case ArrayType array when array.Rank != 1:
                breaches.Add($"{where}: multi-dimensional array {array.FullName}");
                return;

            case PointerType or FunctionPointerType or PinnedType:
                breaches.Add($"{where}: pointer {type.FullName}");
                return;

            case TypeSpecification specification:
                Use(specification.ElementType, where, breaches);
                return;
        }
    }
}
