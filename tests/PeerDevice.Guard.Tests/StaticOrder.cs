using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PeerDevice.Guard;

/// <summary>
/// nanoFramework runs the static initialisers one after the other before Main, in the order of the types, and does not follow what
/// one needs of another: it would see null. So none may read a static field of a type that has an initialiser of its own.
/// </summary>
internal static class StaticOrder
{
    /// <summary>Every such reading, one line each.</summary>
    public static List<string> Breaches(AssemblyDefinition assembly)
    {
        List<string> breaches = new();
        foreach (MethodDefinition initialiser in assembly.MainModule.GetTypes().Select(Initialiser).OfType<MethodDefinition>())
        {
            HashSet<MethodDefinition> seen = new();
            Walk(initialiser, initialiser.DeclaringType, seen, breaches);
        }

        return breaches;
    }

    private static void Walk(MethodDefinition method, TypeDefinition initialised, HashSet<MethodDefinition> seen, List<string> breaches)
    {
        if (!seen.Add(method) || !method.HasBody)
        {
            return;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            bool isStaticRead = instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda;
            if (isStaticRead && instruction.Operand is FieldDefinition field && field.DeclaringType != initialised && Initialiser(field.DeclaringType) is not null)
            {
                breaches.Add($"{initialised.FullName}: its static initialiser needs {field.FullName}, which may not be there yet ({method.FullName})");
            }

            // Methods of this assembly only: the class library's statics are there before ours.
            if (instruction.Operand is MethodDefinition called)
            {
                Walk(called, initialised, seen, breaches);
            }
        }
    }

    private static MethodDefinition? Initialiser(TypeDefinition type)
    {
        return type.Methods.FirstOrDefault(method => method.IsConstructor && method.IsStatic);
    }
}
