using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;
using Xunit;

namespace PeerDevice.Guard;

/// <summary>The nanoFramework projects reference what their code uses, at the versions the surface was checked for.</summary>
public sealed class PackageTests
{
    private static readonly Regex Header = new(@"^// Package (\S+) (\S+), assembly (\S+)\. Checked against \S+ at (v|commit )\S+\.$");

    [Theory]
    [MemberData(nameof(Projects))]
    public void TheProjectReferencesEveryPackageThatItsCodeUses(string folder, string assembly)
    {
        Dictionary<string, string> home = HomesOfTypes();
        using AssemblyDefinition image = House.Read(assembly);
        string[] used = image.MainModule.GetTypeReferences().Where(type => type.Scope.Name == "NanoSurface")
            .Select(type => home[(type.DeclaringType ?? type).FullName]).Distinct().ToArray();
        Assert.Empty(used.Except(Packages(folder).Keys));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ThePackagesAreThoseTheSurfaceWasCheckedFor(string folder, string assembly)
    {
        Assert.NotEmpty(assembly);
        Dictionary<string, string> declared = Surfaces().ToDictionary(surface => surface.Package, surface => surface.Version);
        Assert.All(Packages(folder), package => Assert.Equal(declared[package.Key], package.Value));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void TheProjectTakesItsAssembliesFromItsPackages(string folder, string assembly)
    {
        Assert.NotEmpty(assembly);
        string project = Directory.GetFiles(Path.Combine(House.Root, folder), "*.nfproj").Single();
        Dictionary<string, string> packages = Packages(folder);
        string[] hints = XDocument.Load(project).Descendants().Where(element => element.Name.LocalName == "HintPath")
            .Select(element => element.Value.Split('\\')[3]).Distinct().Order().ToArray();
        Assert.Equal(packages.Select(package => package.Key + "." + package.Value).Order(), hints);
    }

    public static IEnumerable<object[]> Projects()
    {
        foreach (object[] part in House.Assemblies())
        {
            yield return new object[] { "firmware/" + part[0], part[0] };
        }

        yield return new object[] { "tests/PeerDevice.Core.NanoTests", "NFUnitTest" };
    }

    private static Dictionary<string, string> Packages(string folder)
    {
        return XDocument.Load(Path.Combine(House.Root, folder, "packages.config")).Descendants("package")
            .ToDictionary(package => package.Attribute("id")!.Value, package => package.Attribute("version")!.Value);
    }

    private static Dictionary<string, string> HomesOfTypes()
    {
        Dictionary<string, string> homes = new();
        foreach ((string package, string _, string path) in Surfaces())
        {
            foreach (MemberDeclarationSyntax type in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
                         .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && member.Parent is NamespaceDeclarationSyntax))
            {
                string name = type is BaseTypeDeclarationSyntax declared ? declared.Identifier.Text : ((DelegateDeclarationSyntax)type).Identifier.Text;
                if (type.Parent is NamespaceDeclarationSyntax space)
                {
                    homes.Add(space.Name + "." + name, package);
                }
            }
        }

        return homes;
    }

    private static IEnumerable<(string Package, string Version, string Path)> Surfaces()
    {
        foreach (string path in Directory.GetFiles(House.Folder("NanoSurface"), "*.cs"))
        {
            Match header = Header.Match(File.ReadLines(path).First());
            Assert.True(header.Success, path + " does not say which package it declares.");
            yield return (header.Groups[1].Value, header.Groups[2].Value, path);
        }
    }
}
