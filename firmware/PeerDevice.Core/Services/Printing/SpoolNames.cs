using PeerDevice.Services.Files;

namespace PeerDevice.Services.Printing;

/// <summary>
/// The names of the spool's files: eight hexadecimal digits, the job's number, and what it is. All are short names of FAT, so that no cut leaves half of one.
/// </summary>
internal static class SpoolNames
{
    /// <summary>No name of ours.</summary>
    public const int Foreign = -1;

    /// <summary>A kind: the generation with an even number of a record.</summary>
    public const int Even = 0;

    /// <summary>A kind: the one with an odd number.</summary>
    public const int Odd = 1;

    /// <summary>A kind: a mark, an empty file; all numbers below its own may have been given.</summary>
    public const int Mark = 2;

    /// <summary>A kind: a document; its number is the kind less this.</summary>
    public const int Document = 1000;

    private const int Digits = 8;
    private const int DocumentDigits = 3;

    /// <summary>The name of a generation of a job's record.</summary>
    public static string OfRecord(int number, int generation)
    {
        return number.ToString("X8") + ((generation & 1) == 0 ? Staging.EvenSuffix : Staging.OddSuffix);
    }

    /// <summary>The name of a document.</summary>
    public static string OfDocument(int number, int document)
    {
        return number.ToString("X8") + "." + document.ToString("D3");
    }

    /// <summary>The name of a mark.</summary>
    public static string OfMark(int number)
    {
        return number.ToString("X8") + ".N";
    }

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="number">The job's number, or the mark's.</param>
    /// <returns>Its kind, or <see cref="Foreign"/>.</returns>
    public static int Read(string name, out int number)
    {
        number = 0;
        if (name.Length < Digits + 2 || name[Digits] != '.')
        {
            return Foreign;
        }

        for (int i = 0; i < Digits; i++)
        {
            int value = Value(name[i]);
            if (value < 0)
            {
                return Foreign;
            }

            number = (number << 4) | value;
        }

        if (number <= 0)
        {
            return Foreign;
        }

        char first = name[Digits + 1];
        if (name.Length == Digits + 2)
        {
            return first == 'A' ? Even : first == 'B' ? Odd : first == 'N' ? Mark : Foreign;
        }

        int document = 0;
        for (int i = Digits + 1; i < name.Length; i++)
        {
            if (name[i] < '0' || name[i] > '9')
            {
                return Foreign;
            }

            document = (document * 10) + name[i] - '0';
        }

        return name.Length == Digits + 1 + DocumentDigits && document > 0 ? Document + document : Foreign;
    }

    private static int Value(char digit)
    {
        return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
    }
}
