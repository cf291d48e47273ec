using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// A name of this peer's that others may have too: the one it would like, and the number behind it by which it makes way for whoever has that already (RFC 6762 §9). Any thread may read it.
/// </summary>
public sealed class OwnLabel
{
    private const char Hyphen = '-';
    private const string Domain = ".local";

    private readonly string _wanted;
    private readonly bool _isHost;
    private string _text;

    private OwnLabel(string wanted, bool isHost)
    {
        _wanted = wanted;
        _isHost = isHost;
        Number = 1;
        _text = wanted;
        LocalName = Bytes.Text.Lower(wanted) + Domain;
    }

    /// <summary>The name as it is now, one label of DNS.</summary>
    public string Text => _text;

    /// <summary>Of a host: its name with the domain of multicast DNS, in lower case.</summary>
    public string LocalName { get; private set; }

    /// <summary>A number that is another one for another name that was wanted, or another use of it.</summary>
    internal uint Key => Bytes.Text.Hash((_isHost ? "h" : "i") + _wanted);

    /// <summary>Which of those that would like the name it is; 1 while it has the name itself.</summary>
    public int Number { get; private set; }

    /// <summary>A service instance's name: the text as people wrote it, up to a label's length (RFC 6763 §4.1.1).</summary>
    public static OwnLabel Instance(string name)
    {
        return new OwnLabel(Cut(name, Limits.DnsLabelOctets), false);
    }

    /// <summary>A host's name: the letters and digits of the text, without accents, with a hyphen for what is between (RFC 1123 §2.1); a name of its own where there is none.</summary>
    public static OwnLabel Host(string name)
    {
        char[] letters = new char[name.Length];
        int length = 0;
        for (int i = 0; i < name.Length && length < Limits.DnsLabelOctets; i++)
        {
            char c = name[i];
            c = c < 0x80 ? c : Fallback.Base(c);
            bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isPlain)
            {
                letters[length++] = c;
            }
            else if (length > 0 && letters[length - 1] != Hyphen)
            {
                letters[length++] = Hyphen;
            }
        }

        if (length > 0 && letters[length - 1] == Hyphen)
        {
            length--;
        }

        return new OwnLabel(length == 0 ? "peerdevice" : new string(letters, 0, length), true);
    }

    /// <summary>Makes way: the next number.</summary>
    public void Next()
    {
        Set(Number >= Limits.DnsNameNumber ? 2 : Number + 1);
    }

    /// <summary>Takes a number that was kept.</summary>
    public void Set(int number)
    {
        Number = number < 1 || number > Limits.DnsNameNumber ? 1 : number;
        string tail = Number == 1 ? "" : _isHost ? "-" + Number.ToString() : " (" + Number.ToString() + ")";
        _text = Cut(_wanted, Limits.DnsLabelOctets - tail.Length) + tail;
        LocalName = Bytes.Text.Lower(_text) + Domain;
    }

    /// <summary>As much of a text as has so many octets, whole characters.</summary>
    private static string Cut(string text, int octets)
    {
        int used = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = c >= 0xD800 && c <= 0xDBFF && i + 1 < text.Length;
            used += c < 0x80 ? 1 : c < 0x800 ? 2 : isPair ? 4 : 3;
            if (used > octets)
            {
                return text.Substring(0, i);
            }

            i += isPair ? 1 : 0;
        }

        return text;
    }
}
