using PeerDevice.Board;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// What an output device speaks: which documents it takes as they are, how text is made into its octets, how it is asked for its state and what it answers.
/// One object for each Printer, since rendering and listening remember where they are. Only the thread that has the device calls it, except for what is constant.
/// Nothing here waits, throws or sends: octets go into buffers, and somebody else moves them.
/// </summary>
public abstract class PrinterLanguage
{
    /// <summary>What <see cref="Hear"/> answers while no whole answer has come.</summary>
    public const int NothingHeard = -1;

    /// <summary>Its name, the value of <c>printer-language</c> in <c>peer.cfg</c>: "raw", "escpos-80".</summary>
    public abstract string Name { get; }

    /// <summary>The MFG of a device ID (IEEE 1284), where the device tells none.</summary>
    public abstract string Manufacturer { get; }

    /// <summary>The MDL of a device ID, where the device tells none.</summary>
    public abstract string Model { get; }

    /// <summary>The CMD of a device ID: the command sets, with commas between; empty for none.</summary>
    public abstract string CommandSet { get; }

    /// <summary>What such devices print, as DNS-SD's key <c>kind</c> has it (PWG 5100.14 §4.2.3): "document", "label", "receipt"; empty where it may be anything.</summary>
    public virtual string Kind => "";

    /// <summary>The document formats that are taken, media types in lower case, preferred first. Made once: a caller does not change it.</summary>
    public abstract string[] Formats { get; }

    /// <summary>How the device is asked for its state; null where it is not asked.</summary>
    public StatusDialogue? Status { get; set; }

    /// <summary>Whether the answer to an enquiry may be asked for in the middle of a document, where it would not be taken for a part of it.</summary>
    public virtual bool MayAskWithinDocument => false;

    /// <summary>
    /// Begins a document of a format, one of <see cref="Formats"/> or empty.
    /// </summary>
    /// <returns>True when its octets are to go through <see cref="Render"/> and <see cref="EndDocument"/>; false when they go to the device as they are.</returns>
    public abstract bool BeginDocument(string format);

    /// <summary>
    /// Makes device octets of octets of the document, as far as there is input and room. May be cut anywhere, in the middle of a character too.
    /// </summary>
    /// <param name="from">Holds octets of the document.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="to">Takes the device octets, from 0; at least <see cref="Limits.RenderOctets"/> long.</param>
    /// <param name="made">How many device octets stand in <paramref name="to"/>.</param>
    /// <returns>How many octets of the document were used. With input, used and made are never both 0.</returns>
    public abstract int Render(byte[] from, int start, int end, byte[] to, out int made);

    /// <summary>What ends a rendered document: the last line, a form feed, a cut. Asked again until it answers 0.</summary>
    /// <returns>How many octets stand in <paramref name="to"/>, which is at least <see cref="Limits.RenderOctets"/> long.</returns>
    public abstract int EndDocument(byte[] to);

    /// <summary>What brings a device back to its beginning after a document that was broken off in the middle; at most <see cref="Limits.RenderOctets"/>.</summary>
    /// <returns>How many octets stand in <paramref name="to"/>; 0 where nothing does.</returns>
    public virtual int Reset(byte[] to)
    {
        return 0;
    }

    /// <summary>What asks the device for its state; at most <see cref="Limits.RenderOctets"/>.</summary>
    /// <returns>How many octets stand in <paramref name="to"/>; 0 where a device of this language cannot be asked.</returns>
    public int Enquire(byte[] to)
    {
        return Status is null ? 0 : Status.Ask(to);
    }

    /// <summary>Listens to what a device sent, answers to enquiries and what it says unasked; answers may come in pieces.</summary>
    /// <returns>Bits of <see cref="DeviceCondition"/>, as of the last whole answer; <see cref="NothingHeard"/> while there is none.</returns>
    public int Hear(byte[] said, int offset, int count)
    {
        if (Status is null)
        {
            return NothingHeard;
        }

        Status.Hear(said, offset, count);
        return Status.Conditions;
    }

    /// <summary>How many whole answers were heard.</summary>
    public int Answers => Status is null ? 0 : Status.Answers;

    /// <summary>What asks the device to tell when all that was sent is printed, once it has answered <see cref="Enquire"/>; at most <see cref="Limits.RenderOctets"/>.</summary>
    /// <returns>How many octets stand in <paramref name="to"/>; 0 where that cannot be asked, or need not be.</returns>
    public int EnquireDone(byte[] to)
    {
        return Status is null ? 0 : Status.AskDone(to);
    }

    /// <summary>Whether the device has printed all, as far as it tells.</summary>
    public bool IsDone => Status is null || Status.IsDone;

    /// <summary>Whether this language takes a format; the empty one, nobody said, always.</summary>
    public bool Takes(string format)
    {
        if (format.Length == 0)
        {
            return true;
        }

        string[] formats = Formats;
        for (int i = 0; i < formats.Length; i++)
        {
            if (formats[i] == format)
            {
                return true;
            }
        }

        return false;
    }
}
