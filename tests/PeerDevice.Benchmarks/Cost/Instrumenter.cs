using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// Rewrites an assembly so that the code of the image in it counts itself: a counter for each basic block, raised by the block's instructions;
/// what it allocates, at the board's object sizes; and each call that leaves the image, by its row of the cost table.
/// </summary>
internal sealed class Instrumenter
{
    private readonly CostTable _table;
    private readonly MemberNames _names;
    private readonly Func<TypeDefinition, bool> _isImage;
    private readonly Dictionary<string, CostRow> _used = new(StringComparer.Ordinal);

    /// <param name="table">What the class library costs.</param>
    /// <param name="names">How members are called in the table.</param>
    /// <param name="isImage">Whether a type is the image's.</param>
    internal Instrumenter(CostTable table, MemberNames names, Func<TypeDefinition, bool> isImage)
    {
        _table = table;
        _names = names;
        _isImage = isImage;
    }

    /// <summary>Instruments the image's types in a module.</summary>
    internal void Instrument(ModuleDefinition module)
    {
        ProbeMembers probe = new(module);
        Wrappers wrappers = new(module, probe);
        foreach (TypeDefinition type in module.GetAllTypes().Where(_isImage).ToList())
        {
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody).ToList())
            {
                Instrument(method, probe, wrappers);
            }
        }

        wrappers.Land();
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    leaders.Add(target);
                    break;
                case Instruction[] targets:
                    leaders.UnionWith(targets);
                    break;
            }

            // A call may throw or change the current method, so a block ends behind it too.
            if (instruction.Next is not null && instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw or FlowControl.Call)
            {
                leaders.Add(instruction.Next!);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart is not null)
            {
                leaders.Add(handler.FilterStart);
            }
        }

        leaders.RemoveWhere(leader => leader is null);
        return leaders;
    }

    private static void Redirect(MethodBody body, Dictionary<Instruction, Instruction> moved)
    {
        Instruction At(Instruction? instruction)
        {
            return instruction is not null && moved.TryGetValue(instruction, out Instruction? first) ? first : instruction!;
        }

        foreach (Instruction instruction in body.Instructions)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction target => At(target),
                Instruction[] targets => targets.Select(At).ToArray(),
                var other => other,
            };
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = At(handler.TryStart);
            handler.TryEnd = At(handler.TryEnd);
            handler.HandlerStart = At(handler.HandlerStart);
            handler.HandlerEnd = At(handler.HandlerEnd);
            handler.FilterStart = At(handler.FilterStart);
        }
    }

    private void Instrument(MethodDefinition method, ProbeMembers probe, Wrappers wrappers)
    {
        MethodBody body = method.Body;
        int number = Probe.Methods.Count;
        Probe.Methods.Add($"{method.DeclaringType.FullName}.{method.Name}");
        HashSet<Instruction> leaders = Leaders(body);
        List<Instruction> original = [.. body.Instructions];
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        for (int i = 0; i < original.Count; i++)
        {
            Instruction instruction = original[i];
            List<Instruction> before = [];
            if (i == 0)
            {
                before.Add(il.Create(OpCodes.Ldc_I4, number));
                before.Add(il.Create(OpCodes.Call, probe.Enter));
            }

            if (leaders.Contains(instruction))
            {
                before.Add(il.Create(OpCodes.Ldc_I4, number));
                before.Add(il.Create(OpCodes.Ldc_I4, Length(original, i, leaders)));
                before.Add(il.Create(OpCodes.Call, probe.Block));
            }

            // What belongs to an instruction must stand before its prefixes, which only the leader's counter may precede.
            bool isPrefixed = i > 0 && original[i - 1].OpCode.OpCodeType == OpCodeType.Prefix;
            int subject = i;
            while (original[subject].OpCode.OpCodeType == OpCodeType.Prefix)
            {
                subject++;
            }

            if (!isPrefixed)
            {
                Account(original[subject], il, probe, wrappers, before, subject != i);
            }

            foreach (Instruction added in before)
            {
                il.InsertBefore(instruction, added);
            }

            if (before.Count > 0)
            {
                moved.Add(instruction, before[0]);
            }
        }

        Redirect(body, moved);
        body.OptimizeMacros();
    }

    private static int Length(List<Instruction> original, int start, HashSet<Instruction> leaders)
    {
        int end = start + 1;
        while (end < original.Count && !leaders.Contains(original[end]))
        {
            end++;
        }

        return end - start;
    }

    private void Account(Instruction instruction, ILProcessor il, ProbeMembers probe, Wrappers wrappers, List<Instruction> before, bool isPrefixed)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldstr:
                Allocate(NanoHeap.Literal);
                return;
            case Code.Box:
                TypeReference boxed = (TypeReference)instruction.Operand;
                Allocate(boxed.Resolve() is { } definition && _isImage(definition) && !definition.IsEnum ? NanoHeap.Object(definition) : NanoHeap.Box);
                return;
            case Code.Newarr:
                before.Add(il.Create(OpCodes.Ldc_I4, NanoHeap.Element(((TypeReference)instruction.Operand).Name)));
                before.Add(il.Create(OpCodes.Call, probe.Array));
                return;
            case Code.Newobj or Code.Call or Code.Callvirt:
                break;
            default:
                return;
        }

        MethodReference callee = (MethodReference)instruction.Operand;
        TypeDefinition? owner = callee.DeclaringType.IsArray ? null : callee.DeclaringType.Resolve();
        if (owner is not null && owner.BaseType?.FullName == "System.MulticastDelegate")
        {
            // Making one is newobj over the object and the method; calling one goes straight to the method.
            if (instruction.OpCode.Code == Code.Newobj)
            {
                Allocate(NanoHeap.Delegate);
            }

            return;
        }

        if (owner is not null && _isImage(owner))
        {
            if (instruction.OpCode.Code == Code.Newobj && !owner.IsValueType)
            {
                Allocate(NanoHeap.Object(owner));
            }

            return;
        }

        CostRow row = Row(_names.Of(callee));

        // What is called on an object that was just made is called as one's own base is.
        bool canWrap = !isPrefixed && (instruction.OpCode.Code != Code.Call || !callee.HasThis || owner is { IsValueType: true } || Wrappers.IsStart(row));
        if (canWrap && wrappers.Needs(row, callee))
        {
            instruction.Operand = wrappers.For(instruction.OpCode, callee, row);
            instruction.OpCode = OpCodes.Call;
            return;
        }

        before.Add(il.Create(OpCodes.Ldc_I4, row.Number));
        before.Add(il.Create(OpCodes.Call, probe.Call));

        void Allocate(int octets)
        {
            before.Add(il.Create(OpCodes.Ldc_I4, octets));
            before.Add(il.Create(OpCodes.Call, probe.Allocate));
        }
    }

    private CostRow Row(string member)
    {
        if (_used.TryGetValue(member, out CostRow? row))
        {
            return row;
        }

        row = _table.Rows.TryGetValue(member, out CostRow? known) ? known : CostRow.Unknown(member);
        row.Number = Probe.Rows.Count;
        Probe.Rows.Add(row);
        _used.Add(member, row);
        return row;
    }
}
