namespace PeerDevice.Wire.Http;

/// <summary>
/// Whether somebody wants a SHA-256, or a tree tag.
/// <code>
/// Want-Repr-Digest: sha-256=10, sha-512=3      RFC 9530 §4: 0 is not wanted
/// Want-Digest: SHA-512;q=0.5, SHA-256;q=1      RFC 3230 §4.3.1: the same
/// </code>
/// </summary>
public static class WantDigest
{
    /// <summary>Reads the value of either field; null where there is none.</summary>
    public static bool Sha256(string? value)
    {
        return IsIn(value, ReprDigest.Sha256Name);
    }

    /// <summary>The same for the tree tag.</summary>
    public static bool Tree(string? value)
    {
        return IsIn(value, ReprDigest.TreeName);
    }

    private static bool IsIn(string? value, string name)
    {
        if (value is null)
        {
            return false;
        }

        string[] members = value.Split(',');
        for (int i = 0; i < members.Length; i++)
        {
            string member = members[i].Trim(' ', '\t');
            if (IsNamed(member, name))
            {
                string rest = member.Substring(name.Length).Trim(' ', '\t');
                return rest.Length == 0 || ((rest[0] == '=' || rest[0] == ';') && !IsNought(rest));
            }
        }

        return false;
    }

    // In any case of letters (RFC 3230 §4.1.1); bit 5 folds it, and leaves digits and '-' as they are.
    private static bool IsNamed(string member, string name)
    {
        bool isNamed = member.Length >= name.Length;
        for (int i = 0; i < name.Length && isNamed; i++)
        {
            isNamed = (member[i] | 0x20) == name[i];
        }

        return isNamed;
    }

    // "=0", ";q=0", ";q=0.000"
    private static bool IsNought(string rest)
    {
        int at = rest.IndexOf('=') + 1;
        bool isNought = at > 0 && at < rest.Length;
        for (; at < rest.Length && isNought; at++)
        {
            isNought = rest[at] == '0' || rest[at] == '.';
        }

        return isNought;
    }
}
