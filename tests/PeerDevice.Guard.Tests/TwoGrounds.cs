using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PeerDevice.Guard;

/// <summary>
/// What both class libraries have and answer differently: ordinal on nanoFramework, by culture or by all of Unicode on .NET; a
/// number where .NET gives a name. The engine may call none of it, or its tests on .NET would prove nothing about a board.
/// </summary>
internal static class TwoGrounds
{
    private static readonly Dictionary<string, string> Differ = new()
    {
        ["System.Boolean System.String::StartsWith(System.String)"] = "by culture on .NET",
        ["System.Boolean System.String::EndsWith(System.String)"] = "by culture on .NET",
        ["System.Int32 System.String::IndexOf(System.String)"] = "by culture on .NET",
        ["System.Int32 System.String::IndexOf(System.String,System.Int32)"] = "by culture on .NET",
        ["System.Int32 System.String::IndexOf(System.String,System.Int32,System.Int32)"] = "by culture on .NET",
        ["System.Int32 System.String::LastIndexOf(System.String)"] = "by culture on .NET",
        ["System.Int32 System.String::LastIndexOf(System.String,System.Int32)"] = "by culture on .NET",
        ["System.Int32 System.String::LastIndexOf(System.String,System.Int32,System.Int32)"] = "by culture on .NET",
        ["System.Int32 System.String::Compare(System.String,System.String)"] = "by culture on .NET",
        ["System.Int32 System.String::CompareTo(System.Object)"] = "by culture on .NET",
        ["System.Int32 System.String::CompareTo(System.String)"] = "by culture on .NET",
        ["System.String System.String::ToLower()"] = "ASCII on nanoFramework, Unicode on .NET",
        ["System.String System.String::ToUpper()"] = "ASCII on nanoFramework, Unicode on .NET",
        ["System.Text.StringBuilder System.Text.StringBuilder::AppendLine()"] = "CR LF on nanoFramework, the system's line end on .NET",
        ["System.Text.StringBuilder System.Text.StringBuilder::AppendLine(System.String)"] = "CR LF on nanoFramework, the system's line end on .NET",
    };

    // Where what differs cannot matter.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["PeerDevice.Wire.Http.MediaType::Of"] = "an extension with letters beyond ASCII is none that is known, whatever its case",
        ["PeerDevice.Services.Files.PathKey::Of"] = "the key of an equal path is the same key",
        ["PeerDevice.Services.Files.MemberWriter::Visit"] = "the key of an equal name is the same key",
        ["PeerDevice.Services.Files.MemberWriter::KeyOf"] = "the key of an equal name is the same key",
        ["PeerDevice.Host.Access::.ctor"] = "a Host field is ASCII (RFC 9110 §7.2), so a name with other letters never meets one",
    };

    /// <summary>Every call of one of them, and every enum turned into an object (its text is a number on nanoFramework), one line each.</summary>
    public static List<string> Breaches(AssemblyDefinition assembly)
    {
        List<string> breaches = new();
        foreach (MethodDefinition method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MethodReference called && Differ.TryGetValue(called.FullName, out string? how)
                    && !Allowed.ContainsKey(method.DeclaringType.FullName + "::" + method.Name))
                {
                    breaches.Add($"{method.FullName}: {called.FullName} is {how}");
                }

                if (instruction.OpCode.Code is Code.Ceq or Code.Beq or Code.Beq_S or Code.Bne_Un or Code.Bne_Un_S && AreStrings(method, instruction)
                    && !Allowed.ContainsKey(method.DeclaringType.FullName + "::" + method.Name))
                {
                    breaches.Add($"{method.FullName}: two strings compared as objects, of which nanoFramework compares the contents");
                }

                if (instruction.OpCode.Code is Code.Box or Code.Constrained && instruction.Operand is TypeReference type && type.Resolve() is { IsEnum: true })
                {
                    breaches.Add($"{method.FullName}: {type.FullName} as an object, whose text is a number on nanoFramework");
                }
            }
        }

        return breaches;
    }

    /// <summary>Whether a comparison is of references to two strings, as far as their declared types tell. One with null is none.</summary>
    private static bool AreStrings(MethodDefinition method, Instruction comparison)
    {
        Instruction? right = Producer(comparison, 0);
        Instruction? left = Producer(comparison, 1);
        return left is not null && right is not null && left.OpCode.Code != Code.Ldnull && right.OpCode.Code != Code.Ldnull
            && (IsString(method, left) || IsString(method, right));
    }

    /// <summary>What puts the value onto the stack that lies under so many others when an instruction begins; null where that is not said in a row.</summary>
    private static Instruction? Producer(Instruction at, int above)
    {
        for (Instruction? before = at.Previous; before is not null; before = before.Previous)
        {
            if (before.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
            {
                return null;
            }

            int pushed = Pushed(before);
            if (pushed > above)
            {
                return before;
            }

            above += Popped(before) - pushed;
        }

        return null;
    }

    private static int Pushed(Instruction instruction)
    {
        return instruction.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => instruction.Operand is MethodReference { ReturnType.FullName: "System.Void" } ? 0 : 1,
            _ => 1,
        };
    }

    private static int Popped(Instruction instruction)
    {
        switch (instruction.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Varpop:
                return instruction.Operand is MethodReference called
                    ? called.Parameters.Count + (called.HasThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0)
                    : 0;
            case StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
                or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref:
                return 3;
            default:
                return 2;
        }
    }

    private static bool IsString(MethodDefinition method, Instruction producer)
    {
        TypeReference? type = producer.Operand switch
        {
            FieldReference field => field.FieldType,
            MethodReference called => called.ReturnType,
            VariableDefinition variable => variable.VariableType,
            ParameterDefinition parameter => parameter.ParameterType,
            TypeReference named => producer.OpCode.Code is Code.Castclass or Code.Isinst ? named : null,
            _ => null,
        };
        int local = producer.OpCode.Code switch { Code.Ldloc_0 => 0, Code.Ldloc_1 => 1, Code.Ldloc_2 => 2, Code.Ldloc_3 => 3, _ => -1 };
        int argument = producer.OpCode.Code switch { Code.Ldarg_0 => 0, Code.Ldarg_1 => 1, Code.Ldarg_2 => 2, Code.Ldarg_3 => 3, _ => -1 };
        argument -= argument >= 0 && method.HasThis ? 1 : 0;
        type ??= local >= 0 ? method.Body.Variables[local].VariableType : argument >= 0 ? method.Parameters[argument].ParameterType : null;
        return producer.OpCode.Code == Code.Ldstr || type is { FullName: "System.String" };
    }
}
