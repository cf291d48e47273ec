using System;

namespace PeerDevice.Wire.Http;

/// <summary>The methods that a request reader knows (RFC 9110 §9.3, RFC 4918 §9, RFC 5789).</summary>
public static class Method
{
    /// <summary>Well-formed, but none of these: 501 is the answer (RFC 9110 §9.1).</summary>
    public const int Unknown = 0;

    /// <summary>GET.</summary>
    public const int Get = 1;

    /// <summary>HEAD.</summary>
    public const int Head = 2;

    /// <summary>PUT.</summary>
    public const int Put = 3;

    /// <summary>DELETE.</summary>
    public const int Delete = 4;

    /// <summary>OPTIONS.</summary>
    public const int Options = 5;

    /// <summary>MKCOL.</summary>
    public const int MkCol = 6;

    /// <summary>COPY.</summary>
    public const int Copy = 7;

    /// <summary>MOVE.</summary>
    public const int Move = 8;

    /// <summary>PROPFIND.</summary>
    public const int PropFind = 9;

    /// <summary>PROPPATCH.</summary>
    public const int PropPatch = 10;

    /// <summary>LOCK.</summary>
    public const int Lock = 11;

    /// <summary>UNLOCK.</summary>
    public const int Unlock = 12;

    /// <summary>POST.</summary>
    public const int Post = 13;

    /// <summary>PATCH.</summary>
    public const int Patch = 14;

    /// <summary>TRACE.</summary>
    public const int Trace = 15;

    /// <summary>CONNECT.</summary>
    public const int Connect = 16;

    private const int LongestToken = 32;

    /// <summary>The name of a method as it stands on the wire; empty for <see cref="Unknown"/>.</summary>
    public static string Name(int method)
    {
        switch (method)
        {
            case Get: return "GET";
            case Head: return "HEAD";
            case Put: return "PUT";
            case Delete: return "DELETE";
            case Options: return "OPTIONS";
            case MkCol: return "MKCOL";
            case Copy: return "COPY";
            case Move: return "MOVE";
            case PropFind: return "PROPFIND";
            case PropPatch: return "PROPPATCH";
            case Lock: return "LOCK";
            case Unlock: return "UNLOCK";
            case Post: return "POST";
            case Patch: return "PATCH";
            case Trace: return "TRACE";
            case Connect: return "CONNECT";
            default: return "";
        }
    }

    /// <summary>
    /// Which method a name is; names are case-sensitive (RFC 9110 §9.1). A space must stand behind it, and four
    /// octets behind <paramref name="start"/>.
    /// </summary>
    /// <returns>One of the constants; -1 when it is no token (RFC 9110 §5.6.2) or longer than any method there is.</returns>
    public static int Find(byte[] b, int start, int end)
    {
        // The first four octets as one native little-endian word, then what is left of the name.
        int method;
        switch (BitConverter.ToInt32(b, start))
        {
            case 0x20544547: return Get; // "GET ", space and all
            case 0x20545550: return Put; // "PUT "
            case 0x44414548: method = Head; break; // HEAD
            case 0x454C4544: method = Delete; break; // DELE
            case 0x4954504F: method = Options; break; // OPTI
            case 0x4F434B4D: method = MkCol; break; // MKCO
            case 0x59504F43: method = Copy; break; // COPY
            case 0x45564F4D: method = Move; break; // MOVE
            case 0x504F5250: method = end - start == 8 ? PropFind : PropPatch; break; // PROP
            case 0x4B434F4C: method = Lock; break; // LOCK
            case 0x4F4C4E55: method = Unlock; break; // UNLO
            case 0x54534F50: method = Post; break; // POST
            case 0x43544150: method = Patch; break; // PATC
            case 0x43415254: method = Trace; break; // TRAC
            case 0x4E4E4F43: method = Connect; break; // CONN
            default: method = Unknown; break;
        }

        if (method != Unknown && IsRest(b, start, end, Name(method)))
        {
            return method;
        }

        return end - start <= LongestToken && Token.Is(b, start, end) ? Unknown : -1;
    }

    private static bool IsRest(byte[] b, int start, int end, string name)
    {
        if (end - start != name.Length)
        {
            return false;
        }

        for (int i = 4; i < name.Length; i++)
        {
            if (b[start + i] != name[i])
            {
                return false;
            }
        }

        return true;
    }
}
