using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;

namespace PeerDevice.Guard;

/// <summary>Compiles a small source as the guard build compiles the image, and says what stops it.</summary>
internal static class Offender
{
    /// <summary>The compiler's errors; if there are none, the breaches in the metadata; empty when the guard lets it pass.</summary>
    /// <param name="source">A whole source file.</param>
    /// <param name="isUnsafe">Whether the compiler lets pointers pass, to see that the metadata test does not.</param>
    public static List<string> Refusals(string source, bool isUnsafe = false)
    {
        // The same switches as firmware/NanoSurface/Surface.props and firmware/Guard/Directory.Build.props.
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Offender",
            new[] { CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10)) },
            new[] { MetadataReference.CreateFromFile(House.Surface) },
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: isUnsafe,
                nullableContextOptions: NullableContextOptions.Annotations));
        using MemoryStream image = new();
        List<string> errors = compilation.Emit(image).Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()).ToList();
        if (errors.Count > 0)
        {
            return errors;
        }

        image.Position = 0;
        using AssemblyDefinition assembly = House.Read(image);
        return House.Breaches(assembly);
    }
}
