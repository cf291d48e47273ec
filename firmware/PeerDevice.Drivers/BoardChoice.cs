using System.Text;

namespace PeerDevice.Drivers;

/// <summary>
/// Which board this is. Internal flash is believed first (<c>peer flash</c> writes it, for boards that share a runtime), then the name of the runtime, which is built for one
/// board. The card is never asked: its own pins hang on the answer.
/// </summary>
public static class BoardChoice
{
    /// <summary>The file of internal flash that names the board, in its first line.</summary>
    public const string FileName = "peer.board";

    /// <summary>How the words begin where nobody has to wonder which board it is.</summary>
    public const string Certain = "this is a board ";

    /// <summary>Chooses the pins.</summary>
    /// <param name="table">The boards that the image knows.</param>
    /// <param name="runtime">What the runtime calls itself.</param>
    /// <param name="told">What internal flash names, or nothing.</param>
    /// <param name="words">Which board it is and who says so, for people.</param>
    public static BoardPins Choose(BoardTable table, string runtime, string told, out string words)
    {
        string doubt = "";
        if (told.Length > 0)
        {
            BoardPins? named = table.Find(told);
            if (named is not null)
            {
                words = Certain + told + ", as " + InternalFlash.Drive + FileName + " says";
                return named;
            }

            doubt = InternalFlash.Drive + FileName + " names " + told + ", which is no board of this image; ";
        }

        BoardPins? own = table.Find(runtime);
        if (own is not null)
        {
            words = doubt + Certain + runtime + ", as its runtime says";
            return own;
        }

        words = doubt + "the runtime calls itself " + (runtime.Length > 0 ? runtime : "nothing") + ", which is no board of this image: the pins are those of "
            + table.Default + "; say which board it is by peer flash --board NAME";
        return table.Find(table.Default)!;
    }

    /// <summary>What internal flash names: the first line of <see cref="FileName"/>, without blanks around it; nothing when there is none.</summary>
    public static string Told()
    {
        byte[] text = new byte[Limits.BoardName];
        int length = InternalFlash.Read(FileName, text);
        int end = 0;
        while (end < length && text[end] > ' ' && text[end] < 0x7F)
        {
            end++;
        }

        return Encoding.UTF8.GetString(text, 0, end);
    }
}
