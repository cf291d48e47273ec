using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mono.Cecil;
using Xunit;

namespace PeerDevice.Guard;

/// <summary>The image as it stands: its guard assemblies and its sources keep the device's rules.</summary>
public sealed class ImageTests
{
    [Theory]
    [MemberData(nameof(Parts))]
    [InlineData("NFUnitTest")]
    public void NothingInTheImageCompilesAndThenFailsOnTheDevice(string part)
    {
        using AssemblyDefinition assembly = House.Read(part);
        List<string> breaches = House.Breaches(assembly);
        Assert.True(breaches.Count == 0, string.Join("\n", breaches));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void TheImageWasCompiledAgainstTheSurfaceAndNothingElse(string part)
    {
        using AssemblyDefinition assembly = House.Read(part);
        string[] foreign = assembly.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name != "NanoSurface" && !House.ImageParts.Contains(name)).ToArray();
        Assert.Empty(foreign);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void TheFileListAndTheFolderAgree(string part)
    {
        string[] listed = Listed(part);
        Assert.Equal(listed.OrderBy(path => path, System.StringComparer.Ordinal), listed);
        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(SourcesOf(part).Select(path => Path.GetRelativePath(House.Folder(part), path).Replace('\\', '/')).Order(System.StringComparer.Ordinal), listed);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void NoSourceOfTheImageIsCompiledDifferentlyForOneOfItsGrounds(string part)
    {
        Regex conditional = new(@"^\s*#\s*(if|elif|define|undef)\b", RegexOptions.Multiline);
        Assert.DoesNotContain(SourcesOf(part), path => conditional.IsMatch(File.ReadAllText(path)));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    [InlineData("NFUnitTest")]
    public void EveryAssemblyOfTheImageHasRoomForItsCodeAndItsStrings(string name)
    {
        using AssemblyDefinition assembly = House.Read(name);
        int code = AssemblyRoom.Code(assembly);
        int strings = AssemblyRoom.Strings(assembly);
        Assert.True(code <= AssemblyRoom.Most && strings <= AssemblyRoom.Most, $"{name} has {code} octets of code and {strings} of strings; {AssemblyRoom.Most} are the most of either.");
    }

    [Theory]
    [MemberData(nameof(Parted))]
    public void TheTableOfWhatAnImageTakesIsTrue(string name)
    {
        using AssemblyDefinition assembly = House.Read(name);
        int[] counted = { AssemblyRoom.Code(assembly), AssemblyRoom.Strings(assembly), AssemblyRoom.Heap(assembly) };
        string row = File.ReadAllLines(Path.Combine(House.Root, "firmware", "README.md")).Single(line => line.StartsWith("| `" + name + "` |"));
        int[] stated = row.Split('|').Skip(3).Take(counted.Length).Select(cell => int.Parse(cell.Replace(",", ""))).ToArray();

        // A line more or less here or there is no news.
        Assert.True(counted.Zip(stated).All(pair => System.Math.Abs(pair.First - pair.Second) <= pair.Second / 50), name + " has " + string.Join(" | ", counted.Select(one => one.ToString("N0", System.Globalization.CultureInfo.InvariantCulture))) + "; firmware/README.md states " + row);
    }

    [Fact]
    public void TheEngineInOneAssemblyWouldHaveRoomForNeither()
    {
        using AssemblyDefinition engine = House.Read(House.Engine);
        Assert.True(AssemblyRoom.Code(engine) > AssemblyRoom.Most);
        Assert.True(AssemblyRoom.Strings(engine) > AssemblyRoom.Most);
    }

    [Fact]
    public void TheAssembliesOfABoardAreTogetherTheEngineAndTheDrivers()
    {
        // What the compiler adds to each is nobody's file.
        static IEnumerable<string> Types(string name)
        {
            using AssemblyDefinition assembly = House.Read(name);
            return assembly.MainModule.Types.Where(type => type.Namespace.StartsWith("PeerDevice")).Select(type => type.FullName).ToArray();
        }

        Assert.Equal(Types(House.Engine).Concat(Types("PeerDevice.Drivers")).Order(), House.EngineParts.Append(House.Board).Append(House.Extras).SelectMany(Types).Order());
    }

    /// <summary>The fear: an assembly compiles here, where its guard refers to what its project for nanoFramework does not.</summary>
    [Theory]
    [MemberData(nameof(Parted))]
    public void AnAssemblyIsGuardedAgainstWhatItsProjectRefersTo(string name)
    {
        string guard = name.Replace("PeerDevice.", "");
        string[] guarded = Referred(Path.Combine(House.Root, "firmware", "Guard", guard, guard + ".Guard.csproj")).Where(one => one.EndsWith(".Guard")).Select(one => "PeerDevice." + one[..^".Guard".Length]).ToArray();
        Assert.Equal(guarded.Order(System.StringComparer.Ordinal), Referred(Path.Combine(House.Folder(name), name + ".nfproj")).Order(System.StringComparer.Ordinal));
        Assert.Contains(XDocument.Load(Path.Combine(House.Folder(name), name + ".nfproj")).Descendants(), element => element.Name.LocalName == "Import" && element.Attribute("Project")!.Value == name + ".projitems");
    }

    private static string[] Referred(string project)
    {
        return XDocument.Load(project).Descendants().Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/'))).ToArray();
    }

    public static IEnumerable<object[]> Parted()
    {
        return House.EngineParts.Append(House.Board).Append(House.Extras).Select(name => new object[] { name });
    }

    public static IEnumerable<object[]> Assemblies()
    {
        return House.Assemblies();
    }

    public static IEnumerable<object[]> Parts()
    {
        return House.Parts();
    }

    private static IEnumerable<string> SourcesOf(string part)
    {
        string[] built = { "bin", "obj" };
        return Directory.EnumerateFiles(House.Folder(part), "*.cs", SearchOption.AllDirectories)
            .Where(path => !built.Contains(Path.GetRelativePath(House.Folder(part), path).Split(Path.DirectorySeparatorChar)[0]));
    }

    private static string[] Listed(string part)
    {
        XDocument list = XDocument.Load(Path.Combine(House.Folder(part), part + ".projitems"));
        return list.Descendants().Where(element => element.Name.LocalName == "Compile")
            .Select(element => element.Attribute("Include")!.Value.Replace("$(MSBuildThisFileDirectory)", string.Empty)).ToArray();
    }
}
