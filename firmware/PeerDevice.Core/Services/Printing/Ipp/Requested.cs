using System;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// Which attributes a requested-attributes asks for (RFC 8011 §4.2.5.1, §4.3.4.1). A name is looked for by a number made of it, so that asking about a hundred names
/// for each of thirty that were given costs a board little: of most it is seen at once that nobody gave them.
/// </summary>
internal sealed class Requested
{
    /// <summary>Not part of a group that has a name, nor of "all": only there when it is asked for by its own name.</summary>
    public const int Alone = 0;

    /// <summary>Part of printer-description or job-description.</summary>
    public const int Description = 1;

    /// <summary>Part of job-template.</summary>
    public const int Template = 2;

    /// <summary>Part of subscription-template (RFC 3995 §5.3).</summary>
    public const int SubscriptionTemplate = 4;

    private const int Every = Description | Template | SubscriptionTemplate;

    private const int Marks = 256;

    // The name that was given last of each mark, and of each name the one before it with that mark: its number plus one, or 0 for none.
    private readonly byte[] _last = new byte[Marks];
    private readonly byte[] _before;
    private readonly int[] _at;
    private IppReader? _reader;
    private int _groups;
    private int _count;

    /// <summary>Nothing is asked for yet.</summary>
    /// <param name="names">Names that there is room for.</param>
    public Requested(int names)
    {
        _before = new byte[names];
        _at = new int[names];
    }

    /// <summary>Reads what is asked for.</summary>
    /// <param name="reader">The request; it must stay as it is while this is asked.</param>
    /// <param name="at">Where requested-attributes stands; -1 where it is not there.</param>
    /// <param name="otherwise">The groups that are meant where it is not there.</param>
    public void Begin(IppReader reader, int at, int otherwise)
    {
        _reader = reader;
        Forget();
        _groups = at < 0 ? otherwise : 0;
        while (at >= 0)
        {
            int start = reader.Start(at);
            int end = reader.End(at);
            int group = GroupOf(reader, at, end - start);
            if (group >= 0)
            {
                _groups |= group;
            }
            else if (_count == _at.Length)
            {
                // More than anybody names: then it is simpler to send what there is.
                _groups = Every;
            }
            else if (end > start)
            {
                Keep(reader.Buffer, at, start, end);
            }

            at = reader.Next(at);
        }
    }

    /// <summary>As if all that is in groups were asked for.</summary>
    public void BeginAll(int groups)
    {
        Forget();
        _groups = groups;
    }

    /// <summary>Whether an attribute is asked for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="group">The group that it is part of.</param>
    public bool Wants(string name, int group)
    {
        if ((_groups & group) != 0)
        {
            return true;
        }

        int length = name.Length;
        for (int i = _last[((length << 4) + (name[length - 1] << 2) + name[length >> 1]) & (Marks - 1)]; i > 0; i = _before[i - 1])
        {
            if (_reader!.Is(_at[i - 1], name))
            {
                return true;
            }
        }

        return false;
    }

    private void Forget()
    {
        _count = 0;
        Array.Clear(_last, 0, Marks);
    }

    // By the mark that Wants makes of a name.
    private void Keep(byte[] b, int at, int start, int end)
    {
        int length = end - start;
        int mark = ((length << 4) + (b[end - 1] << 2) + b[start + (length >> 1)]) & (Marks - 1);
        _at[_count] = at;
        _before[_count] = _last[mark];
        _count++;
        _last[mark] = (byte)_count;
    }

    private static int GroupOf(IppReader reader, int at, int length)
    {
        switch (length)
        {
            case 3 when reader.Is(at, "all"):
                return Every;
            case 4 when reader.Is(at, "none"):
                return 0;
            case 12 when reader.Is(at, "job-template"):
                return Template;
            case 15 when reader.Is(at, "job-description"):
                return Description;
            case 19 when reader.Is(at, "printer-description"):
                return Description;
            case 21 when reader.Is(at, "subscription-template"):
                return SubscriptionTemplate;
            default:
                return -1;
        }
    }
}
