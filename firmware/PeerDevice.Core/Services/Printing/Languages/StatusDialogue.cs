namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// How a device is asked for its state, and what it answers: pure, given octets. What comes may be cut anywhere, be anything, and be no answer
/// at all; the state is that of the last answer that was whole and made sense.
/// </summary>
public abstract class StatusDialogue
{
    private int _conditions = PrinterLanguage.NothingHeard;

    /// <summary>Bits of <see cref="Board.DeviceCondition"/>, as of the last whole answer; <see cref="PrinterLanguage.NothingHeard"/> before the first.</summary>
    public int Conditions
    {
        get
        {
            return _conditions;
        }

        protected set
        {
            _conditions = value;
            Answers++;
        }
    }

    /// <summary>How many whole answers were heard: who waits for one sees by it that it has come.</summary>
    public int Answers { get; private set; }

    /// <summary>Whether the last whole answer leaves nothing to be printed of what the device was given; true where it does not tell.</summary>
    public virtual bool IsDone => true;

    /// <summary>Asks.</summary>
    /// <param name="to">Takes the octets to send, at most <see cref="Limits.RenderOctets"/>.</param>
    /// <returns>How many; 0 when the device is not asked any more, since it never answered.</returns>
    public abstract int Ask(byte[] to);

    /// <summary>Asks to be told once all that was sent before this is printed, where <see cref="Ask"/> does not tell: <see cref="IsDone"/> is false until then.</summary>
    /// <param name="to">Takes the octets to send, at most <see cref="Limits.RenderOctets"/>.</param>
    /// <returns>How many; 0 where that cannot be asked, or need not be.</returns>
    public virtual int AskDone(byte[] to)
    {
        return 0;
    }

    /// <summary>Listens.</summary>
    public abstract void Hear(byte[] said, int offset, int count);
}
