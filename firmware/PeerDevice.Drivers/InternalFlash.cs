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
                GC.SuppressFinalize(file);
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
        return Write(name, octets, octets.Length);
    }

    /// <summary>Gives a file of at most <see cref="Limits.SettingsOctets"/> another name, which none has yet: the stem, a number from 1 on, the ending. It is copied before it is deleted, since a failing move of the runtime deletes what it did not copy.</summary>
    /// <returns>The new name with its drive; empty when there is no such file, or it could not be done, and then it stands as it stood.</returns>
    public static string PutAside(string name, string stem, string ending)
    {
        byte[] content = new byte[Limits.SettingsOctets + 1];
        int length = Read(name, content);
        if (length == 0 || length > Limits.SettingsOctets)
        {
            return "";
        }

        byte[] first = new byte[1];
        int number = 1;
        while (number < Limits.SettingsAside && Read(stem + number.ToString() + ending, first) > 0)
        {
            number++;
        }

        string aside = stem + number.ToString() + ending;
        if (Read(aside, first) > 0 || !Write(aside, content, length))
        {
            return "";
        }

        try
        {
            File.Delete(Drive + name);
            return Drive + aside;
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static bool Write(string name, byte[] octets, int length)
    {
        try
        {
            FileStream file = new FileStream(Drive + name, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            try
            {
                file.Write(octets, 0, length);
            }
            finally
            {
                file.Close();
                GC.SuppressFinalize(file);
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
