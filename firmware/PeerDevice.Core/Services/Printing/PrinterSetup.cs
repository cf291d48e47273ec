namespace PeerDevice.Services.Printing;

/// <summary>How one Printer is set up.</summary>
public sealed class PrinterSetup
{
    /// <summary>Its name for people, and in its address where there are several.</summary>
    public string Name = "";

    /// <summary>Where its output device stands; may be empty.</summary>
    public string Location = "";

    /// <summary>The self-describing name of the paper that is in (PWG 5101.1), such as <c>iso_a4_210x297mm</c>; empty for what is usual for the language.</summary>
    public string Medium = "";

    /// <summary>Its name in the spool, which may have Jobs of several Printers: empty for the one that is meant where nobody says which.</summary>
    public string SpoolName = "";

    /// <summary>What becomes of a Job when something broke in the middle of printing it: one of <see cref="Printing.AfterCut"/>.</summary>
    public int AfterCut = Printing.AfterCut.Restart;

    /// <summary>Whether the documents of a Job that was printed, or canceled, are kept until room is needed, so that it can be printed again. Those of one that was given up always are.</summary>
    public bool KeepsJobs;

    /// <summary>Whether what came of a raw connection that broke off is printed (<c>raw-cut = print</c>), or the Job aborted.</summary>
    public bool PrintsWhatCame = true;

    /// <summary>The make of the output device, over what it says itself; empty to leave it at that.</summary>
    public string Make = "";

    /// <summary>The model of the output device, over what it says itself; empty to leave it at that.</summary>
    public string Model = "";
}
