namespace PeerDevice.Companion;

internal static class Program
{
    private static int Main() => 0;
}
