using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>How members are called in the cost table: by nanoFramework's type, whichever stub stands in for it here.</summary>
internal sealed class MemberNames
{
    private readonly IReadOnlyDictionary<string, string> _standIns;

    /// <param name="standIns">The class library's type, by the full name of its stand-in.</param>
    internal MemberNames(IReadOnlyDictionary<string, string> standIns)
    {
        _standIns = standIns;
    }

    /// <summary>The name of a member: <c>System.IO.File::Exists(String)</c>.</summary>
    internal string Of(MethodReference member)
    {
        string type = member.DeclaringType.GetElementType().FullName;
        string name = _standIns.TryGetValue(type, out string? real) ? real : type;
        return $"{name}::{member.Name}({string.Join(',', member.Parameters.Select(p => Simple(p.ParameterType)))})";
    }

    private string Simple(TypeReference type)
    {
        string full = type.FullName;
        foreach ((string standIn, string real) in _standIns)
        {
            full = full.Replace(standIn, real, StringComparison.Ordinal);
        }

        return full[(full.LastIndexOf('.') + 1)..];
    }
}
