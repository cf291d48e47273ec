using System;
using System.Collections.Generic;
using System.IO;
using Mono.Cecil;

namespace PeerDevice.Guard;

/// <summary>Where things stand: the repository's folders and the guard's assemblies.</summary>
internal static class House
{
    /// <summary>The engine: one list of files, which .NET makes one assembly of.</summary>
    public const string Engine = "PeerDevice.Core";

    /// <summary>The four parts of the image, each with a folder and a .projitems of its name under firmware/.</summary>
    public static readonly string[] ImageParts = { Engine, "PeerDevice.Drivers", "PeerDevice.Esp32", "PeerDevice.Stm32" };

    /// <summary>On a board: the engine's last part and the drivers that every image has, in one assembly.</summary>
    public const string Board = "PeerDevice.Board";

    /// <summary>On a board: what only some images have beside the neighbours, of drivers and of the engine.</summary>
    public const string Extras = "PeerDevice.Extras";

    /// <summary>The assemblies that the rest of the engine is on a board, each with a folder of its name under firmware/, in the order in which they stand on one another.</summary>
    public static readonly string[] EngineParts =
    {
        "PeerDevice.Core.Wire", "PeerDevice.Core.Store", "PeerDevice.Core.Services", "PeerDevice.Core.Office", "PeerDevice.Core.Neighbours",
    };

    /// <summary>The repository's root: the nearest folder above the tests that has the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The declarations of nanoFramework's class library, compiled.</summary>
    public static string Surface => Guarded("NanoSurface");

    /// <summary>The folder of a part of the image.</summary>
    public static string Folder(string part)
    {
        return Path.Combine(Root, "firmware", part);
    }

    /// <summary>An assembly that the guard build made.</summary>
    public static string Guarded(string name)
    {
        return Path.Combine(AppContext.BaseDirectory, "guarded", name + ".dll");
    }

    /// <summary>The parts of the image, as theory data.</summary>
    public static IEnumerable<object[]> Parts()
    {
        foreach (string part in ImageParts)
        {
            yield return new object[] { part };
        }
    }

    /// <summary>The assemblies of the images as boards have them, as theory data.</summary>
    public static IEnumerable<object[]> Assemblies()
    {
        foreach (string part in EngineParts)
        {
            yield return new object[] { part };
        }

        yield return new object[] { Board };
        yield return new object[] { Extras };
        yield return new object[] { "PeerDevice.Esp32" };
        yield return new object[] { "PeerDevice.Esp32Small" };
        yield return new object[] { "PeerDevice.Stm32" };
    }

    /// <summary>Reads an assembly that was compiled against the surface.</summary>
    public static AssemblyDefinition Read(Stream image)
    {
        DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Surface));
        return AssemblyDefinition.ReadAssembly(image, new ReaderParameters { AssemblyResolver = resolver });
    }

    /// <summary>Reads an assembly that the guard build made.</summary>
    public static AssemblyDefinition Read(string name)
    {
        return Read(new MemoryStream(File.ReadAllBytes(Guarded(name))));
    }

    /// <summary>Every breach of every rule in an assembly.</summary>
    public static List<string> Breaches(AssemblyDefinition assembly)
    {
        List<string> breaches = DeviceRules.Breaches(assembly);
        breaches.AddRange(StaticOrder.Breaches(assembly));
        breaches.AddRange(TwoGrounds.Breaches(assembly));
        return breaches;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PeerDevice.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No folder above the tests has PeerDevice.sln.");
    }
}
