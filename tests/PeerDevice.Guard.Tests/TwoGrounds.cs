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

                if (instruction.OpCode.Code is Code.Box or Code.Constrained && instruction.Operand is TypeReference type && type.Resolve() is { IsEnum: true })
                {
                    breaches.Add($"{method.FullName}: {type.FullName} as an object, whose text is a number on nanoFramework");
                }
            }
        }

        return breaches;
    }
}
