using System;
using System.IO;
using System.Text;

namespace PeerDevice.Drivers;

/// <summary>
/// The files on the board itself: its name and its settings, which <c>peer flash</c> puts there (<c>nanoff --filedeployment</c>), and why it started again by itself. The runtime has mounted the drive before
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

    /// <summary>Writes a file, over what it had.</summary>
    /// <returns>False when there is no such drive, or it cannot be written.</returns>
    public static bool Write(string name, string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        try
        {
            FileStream file = new FileStream(Drive + name, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            try
            {
                file.Write(octets, 0, octets.Length);
            }
            finally
            {
                file.Close();
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
