namespace PeerDevice.VirtualBoard.Manners;

/// <summary>The debug console. Standard output is kept for the one line that says that the board serves.</summary>
internal static class BoardConsole
{
    internal static void WriteLine(string value)
    {
        System.Console.Error.WriteLine(value);
    }
}
