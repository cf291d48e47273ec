namespace PeerDevice.Tests.Dns;

/// <summary>A message in a buffer with room behind it, as a port has it: octets that are none of the message's, and look like labels that lead on.</summary>
internal static class Roomy
{
    private const int Room = 256;

    internal static byte[] Of(byte[] message)
    {
        byte[] buffer = new byte[message.Length + Room];
        message.CopyTo(buffer, 0);
        for (int i = message.Length; i < buffer.Length; i++)
        {
            buffer[i] = (byte)(3 + ((i * 7) % 61));
        }

        return buffer;
    }
}
