namespace PeerDevice.Services.Printing;

/// <summary>What the spool knows of one document of a job.</summary>
public sealed class SpoolDocument
{
    /// <summary>Makes a document that has not arrived yet.</summary>
    /// <param name="number">Its number in its job: 1 for the first.</param>
    /// <param name="name">Its name for people; may be empty.</param>
    /// <param name="format">Its media type; may be empty.</param>
    public SpoolDocument(int number, string name, string format)
    {
        Number = number;
        Name = name;
        Format = format;
    }

    /// <summary>Its number in its job: 1 for the first.</summary>
    public int Number { get; }

    /// <summary>Its name for people; may be empty.</summary>
    public string Name { get; internal set; }

    /// <summary>Its media type; may be empty.</summary>
    public string Format { get; }

    /// <summary>Why it is not to be printed: bits of the Printer's, 0 where it is.</summary>
    public int Canceled { get; internal set; }

    /// <summary>Octets of it: as many as the spool has made sure of, when it is whole.</summary>
    public long Octets;

    /// <summary>Whether all of it arrived and is on the medium.</summary>
    public bool IsWhole;

    /// <summary>Whether it is being written, or read for another job, or what becomes of it is not noted yet: its file is not to be touched.</summary>
    internal bool IsOpen;
}
