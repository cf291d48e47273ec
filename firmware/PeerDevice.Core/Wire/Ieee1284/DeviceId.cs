using System.Text;

namespace PeerDevice.Wire.Ieee1284;

/// <summary>
/// The device ID of IEEE 1284 (§6.6): two octets of length, then ASCII, "key:value;" one after the other. Here it is a text without the length, of at most
/// <see cref="Limits.DeviceIdOctets"/> printable characters. What a device says of itself may be anything: every answer is one that can be told on.
/// </summary>
public static class DeviceId
{
    private const int LengthOctets = 2;

    /// <summary>
    /// Reads what a device answered. The length, which counts itself, is believed as far as octets are there; some devices put its octets the other way round, or do
    /// not count it in, or leave it out.
    /// </summary>
    /// <returns>The text; empty when there is none.</returns>
    public static string Read(byte[] octets, int count)
    {
        if (count > octets.Length)
        {
            count = octets.Length;
        }

        int start = 0;
        int end = count;
        if (count >= LengthOctets)
        {
            int length = (octets[0] << 8) | octets[1];
            int swapped = (octets[1] << 8) | octets[0];
            start = IsLetter(octets[0]) && length > count && swapped > count ? 0 : LengthOctets;
            int said = length > LengthOctets && length <= count ? length : swapped > LengthOctets && swapped <= count ? swapped : count;
            end = start > 0 && said + LengthOctets == count && octets[count - 1] == ';' ? count : said;
        }

        StringBuilder text = new StringBuilder();
        while (start < end && octets[start] != 0 && text.Length < Limits.DeviceIdOctets)
        {
            if (octets[start] >= ' ' && octets[start] < 0x7F)
            {
                text.Append((char)octets[start]);
            }

            start++;
        }

        return text.ToString();
    }

    /// <summary>The maker: MFG or MANUFACTURER.</summary>
    /// <returns>Empty when it is not said; the same below.</returns>
    public static string Manufacturer(string id)
    {
        return Value(id, "MFG", "MANUFACTURER");
    }

    /// <summary>The model: MDL or MODEL.</summary>
    public static string Model(string id)
    {
        return Value(id, "MDL", "MODEL");
    }

    /// <summary>The command sets, with commas between: CMD or COMMAND SET.</summary>
    public static string CommandSet(string id)
    {
        return Value(id, "CMD", "COMMAND SET");
    }

    /// <summary>The description for people: DES or DESCRIPTION.</summary>
    public static string Description(string id)
    {
        return Value(id, "DES", "DESCRIPTION");
    }

    /// <summary>The serial number: SN, SERN or SERIALNUMBER.</summary>
    public static string SerialNumber(string id)
    {
        string number = Value(id, "SN", "SERN");
        return number.Length > 0 ? number : Value(id, "SERIALNUMBER", "SERIALNUMBER");
    }

    /// <summary>The class, such as "PRINTER": CLS or CLASS.</summary>
    public static string Class(string id)
    {
        return Value(id, "CLS", "CLASS");
    }

    /// <summary>The version of the program that was loaded into a printer which comes without one: FWVER, as old LaserJets say it.</summary>
    public static string FirmwareVersion(string id)
    {
        return Value(id, "FWVER", "FWVER");
    }

    /// <summary>Makes the device ID of a printer. What a value cannot hold (a semicolon, a colon, what is not printable ASCII) is left out of it.</summary>
    /// <param name="manufacturer">MFG.</param>
    /// <param name="model">MDL.</param>
    /// <param name="commandSet">CMD; empty for none.</param>
    /// <param name="description">DES; empty for maker and model.</param>
    /// <param name="serialNumber">SN; empty for none.</param>
    public static string Make(string manufacturer, string model, string commandSet, string description, string serialNumber)
    {
        StringBuilder text = new StringBuilder();
        Append(text, "MFG:", manufacturer);
        Append(text, "MDL:", model);
        Append(text, "CMD:", commandSet);
        Append(text, "CLS:", "PRINTER");
        Append(text, "DES:", description.Length > 0 ? description : manufacturer + " " + model);
        Append(text, "SN:", serialNumber);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, string value)
    {
        // A key is only said whole, with its value and the semicolon.
        int start = text.Length;
        text.Append(key);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c >= ' ' && c < 0x7F && c != ';' && c != ':')
            {
                text.Append(c);
            }
        }

        bool isSaid = text.Length > start + key.Length && text.Length < Limits.DeviceIdOctets;
        if (isSaid)
        {
            text.Append(';');
        }
        else
        {
            text.Length = start;
        }
    }

    private static string Value(string id, string key, string longKey)
    {
        int at = 0;
        while (at < id.Length)
        {
            int end = id.IndexOf(';', at);
            end = end < 0 ? id.Length : end;
            int colon = id.IndexOf(':', at, end - at);
            if (colon >= 0 && (Is(id, at, colon, key) || Is(id, at, colon, longKey)))
            {
                return id.Substring(colon + 1, end - colon - 1).Trim(' ');
            }

            at = end + 1;
        }

        return "";
    }

    // A key, with blanks around it and in either case.
    private static bool Is(string id, int start, int end, string key)
    {
        while (start < end && id[start] == ' ')
        {
            start++;
        }

        while (end > start && id[end - 1] == ' ')
        {
            end--;
        }

        if (end - start != key.Length)
        {
            return false;
        }

        for (int i = 0; i < key.Length; i++)
        {
            char c = id[start + i];
            if ((c >= 'a' && c <= 'z' ? c & ~0x20 : c) != key[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetter(byte octet)
    {
        return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }
}
