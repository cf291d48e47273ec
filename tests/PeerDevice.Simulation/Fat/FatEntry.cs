namespace PeerDevice.Simulation.Fat;

/// <summary>An entry of a FAT directory: a name, and where its content stands.</summary>
public sealed class FatEntry
{
    internal FatEntry(string name, string alias, bool isDirectory)
    {
        Name = name;
        Alias = alias;
        IsDirectory = isDirectory;
    }

    /// <summary>The name, as it was given; or the alias when the long name was lost.</summary>
    public string Name { get; internal set; }

    /// <summary>The short name (8.3), by which FAT finds it as well.</summary>
    public string Alias { get; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory { get; }

    /// <summary>The first cluster of its content; 0 where there is none.</summary>
    public int Start { get; internal set; }

    /// <summary>The length in octets.</summary>
    public long Size { get; internal set; }

    internal int Slots { get; set; }

    internal FatEntry Copy()
    {
        return new FatEntry(Name, Alias, IsDirectory) { Start = Start, Size = Size, Slots = Slots };
    }
}
