using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace PeerDevice.Guard;

/// <summary>
/// What one assembly of an image has room for. nanoFramework's records tell where a method's code and a string begin by 16 bits (nf-interpreter, <c>CLR_OFFSET</c> and <c>CLR_STRING</c>),
/// so that its metadata processor refuses an assembly with more of either: there is no image then.
/// </summary>
internal static class AssemblyRoom
{
    /// <summary>Octets of code, and octets of strings, that an assembly has at the most: what 16 bits tell, less 2 %, since the processor's own code was seen to be 1.4 % more than what is counted here.</summary>
    public const int Most = 64000;

    // A token is an index of 16 bits, where the .NET's has 32; what is behind a catch or a finally is 12 octets, and their number one.
    private const int Token = 2;
    private const int Handler = 12;

    /// <summary>Octets of all methods' code, as the board's records have it.</summary>
    public static int Code(AssemblyDefinition assembly)
    {
        return Bodies(assembly).Sum(body => body.Instructions.Sum(Size) + (body.HasExceptionHandlers ? (body.ExceptionHandlers.Count * Handler) + 1 : 0));
    }

    /// <summary>Octets of all strings, each with its end: what the code loads, and the names of what there is and of what is used.</summary>
    public static int Strings(AssemblyDefinition assembly)
    {
        HashSet<string> strings = new() { string.Empty };
        ModuleDefinition module = assembly.MainModule;
        foreach (TypeDefinition type in module.GetAllTypes())
        {
            strings.Add(type.Namespace);
            strings.Add(type.Name);
            strings.UnionWith(type.Methods.Select(method => method.Name));
            strings.UnionWith(type.Fields.Where(field => !field.IsLiteral).Select(field => field.Name));
        }

        strings.UnionWith(module.GetMemberReferences().Select(member => member.Name));
        strings.UnionWith(module.GetTypeReferences().SelectMany(type => new[] { type.Namespace, type.Name }));
        strings.UnionWith(Bodies(assembly).SelectMany(body => body.Instructions).Select(instruction => instruction.Operand).OfType<string>());
        return strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
    }

    /// <summary>Octets of heap that the runtime's records of an assembly take, by the rule of firmware/README.md ("What an image takes"); what the compiler adds for itself is not in an image.</summary>
    public static int Heap(AssemblyDefinition assembly)
    {
        const int Itself = 144, Type = 8, Field = 2, Static = 12, Method = 3, Foreign = 4;
        ModuleDefinition module = assembly.MainModule;
        TypeDefinition[] types = module.GetAllTypes().Where(type => type.Name != "<Module>" && !type.Namespace.StartsWith("Microsoft") && !type.Namespace.StartsWith("System")).ToArray();
        FieldDefinition[] fields = types.SelectMany(type => type.Fields).Where(field => !field.IsLiteral).ToArray();
        int foreign = module.GetTypeReferences().Count(type => !type.Name.EndsWith("Attribute"))
            + module.GetMemberReferences().Count(member => !member.DeclaringType.Name.EndsWith("Attribute"));
        return Itself + (types.Length * Type) + (fields.Length * Field) + (fields.Count(field => field.IsStatic) * Static) + (types.Sum(type => type.Methods.Count) * Method) + (foreign * Foreign);
    }

    private static IEnumerable<MethodBody> Bodies(AssemblyDefinition assembly)
    {
        return assembly.MainModule.GetAllTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Select(method => method.Body);
    }

    private static int Size(Instruction instruction)
    {
        return instruction.OpCode.OperandType switch
        {
            OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineString or OperandType.InlineTok or OperandType.InlineType
                or OperandType.InlineBrTarget => instruction.OpCode.Size + Token,
            OperandType.InlineSwitch => instruction.OpCode.Size + 1 + (((Instruction[])instruction.Operand).Length * Token),
            _ => instruction.GetSize(),
        };
    }
}
