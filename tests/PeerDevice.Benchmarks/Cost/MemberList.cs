using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The members of the class library that the image calls, whether a scenario runs them or not.</summary>
internal static class MemberList
{
    /// <summary>The members called by the image's types in a module, by name, with the methods that call them.</summary>
    internal static SortedDictionary<string, SortedSet<string>> Of(ModuleDefinition module, MemberNames names, Func<TypeDefinition, bool> isImage)
    {
        SortedDictionary<string, SortedSet<string>> members = new(StringComparer.Ordinal);
        foreach (MethodDefinition method in module.GetAllTypes().Where(isImage).SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.Operand is not MethodReference callee || instruction.OpCode.Code is not (Code.Call or Code.Callvirt or Code.Newobj))
                {
                    continue;
                }

                TypeDefinition? owner = callee.DeclaringType.Resolve();
                if (owner is not null && isImage(owner))
                {
                    continue;
                }

                string name = names.Of(callee);
                if (!members.TryGetValue(name, out SortedSet<string>? callers))
                {
                    callers = new SortedSet<string>(StringComparer.Ordinal);
                    members.Add(name, callers);
                }

                callers.Add($"{method.DeclaringType.Name}.{method.Name}");
            }
        }

        return members;
    }
}
