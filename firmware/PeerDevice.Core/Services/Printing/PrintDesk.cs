using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>What a session answers requests for a Printer's path with. Made at its first, used again for all that follow.</summary>
public abstract class PrintDesk
{
    /// <summary>The path of the first Printer; <c>/NAME</c> behind it is each Printer by its name.</summary>
    public const string Root = "ipp/print";

    /// <summary>Whether a path of this peer is a Printer's, or something's below it.</summary>
    public static bool IsTarget(string path)
    {
        int length = Root.Length;
        return Text.Begins(path, Root) && (path.Length == length || path[length] == '/');
    }

    /// <summary>Answers the session's request. Never throws for what a client sends.</summary>
    public abstract void Answer();

    /// <summary>The same for what is known to be a POST whose content is an IPP message.</summary>
    public abstract void AnswerMessage();
}
