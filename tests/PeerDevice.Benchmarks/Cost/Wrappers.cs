using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// Static methods that stand between the image and a member of the class library whose cost hangs on what goes in or comes out,
/// or whose answer must be the same at every run.
/// </summary>
internal sealed class Wrappers
{
    private readonly ModuleDefinition _module;
    private readonly ProbeMembers _probe;
    private readonly TypeDefinition _home;
    private readonly Dictionary<string, MethodDefinition> _made = new(StringComparer.Ordinal);

    internal Wrappers(ModuleDefinition module, ProbeMembers probe)
    {
        _module = module;
        _probe = probe;
        _home = new TypeDefinition(
            "PeerDevice.Metered",
            "<Wrappers>",
            TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Class,
            module.TypeSystem.Object);
    }

    /// <summary>Adds the methods made to the module.</summary>
    internal void Land()
    {
        _module.Types.Add(_home);
    }

    /// <summary>Whether a call of this row must go through a wrapper.</summary>
    internal bool Needs(CostRow row, MethodReference callee)
    {
        return row.GivesNew || row.Each != CostUnit.None || IsNow(row) || IsReceive(row) || IsReceiveFrom(row) || IsSerialWrite(row) || IsWait(row) || IsTicks(row) || IsSleep(row) || IsStart(row);
    }

    /// <summary>The wrapper for a member as it is called.</summary>
    internal MethodDefinition For(OpCode opCode, MethodReference callee, CostRow row)
    {
        string key = $"{opCode.Code} {callee.FullName}";
        if (_made.TryGetValue(key, out MethodDefinition? wrapper))
        {
            return wrapper;
        }

        TypeReference result = opCode.Code == Code.Newobj ? callee.DeclaringType : callee.ReturnType;
        wrapper = new MethodDefinition($"{row.Number}", MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, result);
        if (opCode.Code != Code.Newobj && callee.HasThis)
        {
            TypeReference self = callee.DeclaringType;
            bool isValue = self.Resolve() is { IsValueType: true };
            wrapper.Parameters.Add(new ParameterDefinition(isValue ? new ByReferenceType(self) : self));
        }

        foreach (ParameterDefinition parameter in callee.Parameters)
        {
            wrapper.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        Write(wrapper, opCode, callee, row);
        _home.Methods.Add(wrapper);
        _made.Add(key, wrapper);
        return wrapper;
    }

    /// <summary>Whether a row is the start of a thread.</summary>
    internal static bool IsStart(CostRow row)
    {
        return row.Member == "System.Threading.Thread::Start()";
    }

    private static bool IsNow(CostRow row)
    {
        return row.Member == "System.DateTime::get_UtcNow()";
    }

    private static bool IsReceive(CostRow row)
    {
        return row.Member == "System.Net.Sockets.Socket::Receive(Byte[],Int32,Int32,SocketFlags)";
    }

    private static bool IsReceiveFrom(CostRow row)
    {
        return row.Member == "System.Net.Sockets.Socket::ReceiveFrom(Byte[],Int32,Int32,SocketFlags,EndPoint&)";
    }

    private static bool IsSerialWrite(CostRow row)
    {
        return row.Member == "System.IO.Ports.SerialPort::Write(Byte[],Int32,Int32)";
    }

    private static bool IsTicks(CostRow row)
    {
        return row.Member == "System.Environment::get_TickCount64()";
    }

    private static bool IsSleep(CostRow row)
    {
        return row.Member == "System.Threading.Thread::Sleep(Int32)";
    }

    private static bool IsWait(CostRow row)
    {
        return row.Member == "System.Threading.WaitHandle::WaitOne(Int32,Boolean)";
    }

    private void Write(MethodDefinition wrapper, OpCode opCode, MethodReference callee, CostRow row)
    {
        ILProcessor il = wrapper.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, row.Number);
        il.Emit(OpCodes.Call, _probe.Call);
        if (IsNow(row))
        {
            il.Emit(OpCodes.Call, _probe.UtcNow);
            il.Emit(OpCodes.Ret);
            return;
        }

        if (IsTicks(row) || IsSleep(row) || IsWait(row) || IsStart(row))
        {
            foreach (ParameterDefinition parameter in wrapper.Parameters)
            {
                il.Emit(OpCodes.Ldarg, parameter);
            }

            il.Emit(OpCodes.Call, IsSleep(row) ? _probe.Sleep : IsWait(row) ? _probe.Wait : IsStart(row) ? _probe.Start : _probe.Ticks);
            il.Emit(OpCodes.Ret);
            return;
        }

        if (row.Each == CostUnit.Component)
        {
            foreach (ParameterDefinition text in wrapper.Parameters.Where(p => p.ParameterType.FullName == "System.String"))
            {
                il.Emit(OpCodes.Ldarg, text);
                il.Emit(OpCodes.Ldc_I4, row.Number);
                il.Emit(OpCodes.Call, _probe.Text);
            }
        }

        if (IsReceive(row))
        {
            il.Emit(OpCodes.Ldarg, wrapper.Parameters[0]);
            il.Emit(OpCodes.Ldarg, wrapper.Parameters[3]);
            il.Emit(OpCodes.Call, _probe.BeforeReceive);
            il.Emit(OpCodes.Starg, wrapper.Parameters[3]);
        }

        if (IsReceiveFrom(row))
        {
            il.Emit(OpCodes.Call, _probe.BeforeDatagram);
        }

        if (IsSerialWrite(row))
        {
            il.Emit(OpCodes.Ldarg, wrapper.Parameters[3]);
            il.Emit(OpCodes.Call, _probe.Printed);
        }

        foreach (ParameterDefinition parameter in wrapper.Parameters)
        {
            il.Emit(OpCodes.Ldarg, parameter);
        }

        il.Emit(opCode, callee);
        if (IsReceiveFrom(row))
        {
            il.Emit(OpCodes.Call, _probe.AfterDatagram);
        }

        if (row.GivesNew)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, row.Number);
            il.Emit(OpCodes.Call, _probe.Result);
        }

        if (IsReceive(row))
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Call, _probe.AfterReceive);
        }

        il.Emit(OpCodes.Ret);
    }
}
