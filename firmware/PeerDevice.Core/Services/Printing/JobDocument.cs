namespace PeerDevice.Services.Printing;

/// <summary>One document of a <see cref="Job"/>.</summary>
public sealed class JobDocument
{
    /// <summary>Makes a document.</summary>
    /// <param name="number">Its number in its Job: 1 for the first.</param>
    /// <param name="name">Its name for people; may be empty.</param>
    /// <param name="format">Its media type in lower case without parameters; empty where nobody said.</param>
    public JobDocument(int number, string name, string format)
    {
        Number = number;
        Name = name;
        Format = format;
    }

    /// <summary>Its number in its Job: 1 for the first (document-number).</summary>
    public int Number { get; }

    /// <summary>Its name for people (document-name); may be empty.</summary>
    public string Name { get; internal set; }

    /// <summary>Its media type in lower case without parameters (document-format); empty where nobody said: it goes to the device as it is.</summary>
    public string Format { get; }

    /// <summary>Why it is not to be printed: one of <see cref="JobReasons.CanceledByUser"/> and <see cref="JobReasons.CanceledByOperator"/>; <see cref="JobReasons.None"/> where it is (Cancel-Document).</summary>
    public int Canceled { get; internal set; }

    /// <summary>Octets of it that have arrived.</summary>
    public long Octets;

    /// <summary>Whether all of it has arrived.</summary>
    public bool IsWhole;

    /// <summary>Whether whoever prints what is stored has come to it since its Job was last put into the queue.</summary>
    internal bool IsBegun;
}
