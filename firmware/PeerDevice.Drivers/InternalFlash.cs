using System;
using System.IO;

namespace PeerDevice.Drivers;

/// <summary>
/// The files that <c>peer flash</c> puts onto the board itself (<c>nanoff --filedeployment</c>): the board's name and its settings. The runtime has mounted the drive before
/// the image starts; the STM32F769I-DISCO has none.
/// </summary>
public static class InternalFlash
{
    /// <summary>The drive with its backslash.</summary>
    public const string Drive = "I:\\";

    /// <summary>Reads a file from its beginning, as much as there is room for.</summary>
    /// <returns>How many octets; 0 when there is no such file, no such drive, or it cannot be read: a board starts without them.</returns>
    public static int Read(string name, byte[] buffer)
    {
        int length = 0;
        try
        {
            FileStream file = new FileStream(Drive + name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            try
            {
                int got = 1;
                while (got > 0 && length < buffer.Length)
                {
                    got = file.Read(buffer, length, buffer.Length - length);
                    length += got > 0 ? got : 0;
                }
            }
            finally
            {
                file.Close();
            }
        }
        catch (Exception)
        {
            return 0;
        }

        return length;
    }
}
