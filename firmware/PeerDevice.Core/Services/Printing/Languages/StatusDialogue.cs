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

    /// <summary>Asks.</summary>
    /// <param name="to">Takes the octets to send, at most <see cref="Limits.RenderOctets"/>.</param>
    /// <returns>How many; 0 when the device is not asked any more, since it never answered.</returns>
    public abstract int Ask(byte[] to);

    /// <summary>Listens.</summary>
    public abstract void Hear(byte[] said, int offset, int count);
}
