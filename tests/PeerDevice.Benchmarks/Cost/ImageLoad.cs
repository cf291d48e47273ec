using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// The virtual board with the image's code in it instrumented, in a load context of its own. What is the image's is told by where
/// its source stands: under firmware/. The rest of the virtual board stands in for nanoFramework's class library.
/// </summary>
internal sealed class ImageLoad : AssemblyLoadContext
{
    private const string CoreName = "PeerDevice.Core";
    private const string DriversName = "PeerDevice.Drivers";
    private const string BoardName = "VirtualBoard";

    private readonly Dictionary<string, byte[]> _instrumented = new(StringComparer.Ordinal);

    private ImageLoad()
        : base("instrumented")
    {
    }

    /// <summary>
    /// Types outside the image that do an image's contract, so that what they do is not counted: there should be none between
    /// a request and the class library that does more than pass it on.
    /// </summary>
    internal IReadOnlyList<string> Uncounted { get; private set; } = [];

    /// <summary>The instrumented virtual board.</summary>
    internal Assembly Board => LoadFromAssemblyName(new AssemblyName(BoardName));

    /// <summary>Instruments the virtual board that was built beside this program.</summary>
    internal static ImageLoad Instrument(CostTable table)
    {
        ImageLoad load = new();
        using DefaultAssemblyResolver resolver = new();
        foreach (string folder in Folders())
        {
            resolver.AddSearchDirectory(folder);
        }

        ReaderParameters parameters = new() { AssemblyResolver = resolver, ReadSymbols = true };
        AssemblyDefinition core = AssemblyDefinition.ReadAssembly(PathOf(CoreName), parameters);
        AssemblyDefinition board = AssemblyDefinition.ReadAssembly(PathOf(BoardName), parameters);
        HashSet<string> image = [.. core.MainModule.GetAllTypes().Concat(board.MainModule.GetAllTypes().Where(IsFirmware)).Select(Key)];
        load.Uncounted = [.. board.MainModule.GetAllTypes().Where(type => !image.Contains(Key(type)) && IsContract(type, image)).Select(type => type.FullName)];
        Instrumenter instrumenter = new(table, new MemberNames(StandIns.Of(board.MainModule)), type => image.Contains(Key(type)));
        foreach (AssemblyDefinition assembly in new[] { core, board })
        {
            instrumenter.Instrument(assembly.MainModule);
            using MemoryStream stream = new();
            assembly.Write(stream);
            load._instrumented.Add(assembly.Name.Name, stream.ToArray());
        }

        return load;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        return _instrumented.TryGetValue(assemblyName.Name!, out byte[]? content) ? LoadFromStream(new MemoryStream(content)) : null;
    }

    private static bool IsContract(TypeDefinition type, HashSet<string> image)
    {
        return type.Interfaces.Select(contract => contract.InterfaceType).Append(type.BaseType).Any(other => other?.Resolve() is { } definition && image.Contains(Key(definition)));
    }

    private static string Key(TypeDefinition type)
    {
        return $"{type.FullName}, {type.Module.Assembly.Name.Name}";
    }

    private static bool IsFirmware(TypeDefinition type)
    {
        for (TypeDefinition? at = type; at is not null; at = at.DeclaringType)
        {
            string? source = at.Methods
                .Where(method => method.DebugInformation.HasSequencePoints)
                .Select(method => method.DebugInformation.SequencePoints[0].Document.Url.Replace('\\', '/'))
                .FirstOrDefault();
            if (source is not null)
            {
                return source.Contains("/firmware/", StringComparison.Ordinal);
            }
        }

        // What has no code of its own, a class of contracts, stands in no source that the debugger knows.
        return type.Namespace == DriversName;
    }

    private static string PathOf(string name)
    {
        return Path.Combine(AppContext.BaseDirectory, name + ".dll");
    }

    private static IEnumerable<string> Folders()
    {
        string platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        return platform.Split(Path.PathSeparator).Select(path => Path.GetDirectoryName(path)!).Append(AppContext.BaseDirectory).Distinct();
    }
}
