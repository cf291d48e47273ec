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
        }
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
