using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// Which attributes a requested-attributes asks for (RFC 8011 §4.2.5.1, §4.3.4.1). A name is looked for by a number made of it, so that asking about a hundred names
/// for each of thirty that were given costs a board little.
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

    private readonly byte[] _marks = new byte[Limits.IppRequested];
    private readonly int[] _at = new int[Limits.IppRequested];
    private IppReader? _reader;
    private int _groups;
    private int _count;

    /// <summary>Reads what is asked for.</summary>
    /// <param name="reader">The request; it must stay as it is while this is asked.</param>
    /// <param name="at">Where requested-attributes stands; -1 where it is not there.</param>
    /// <param name="otherwise">The groups that are meant where it is not there.</param>
    public void Begin(IppReader reader, int at, int otherwise)
    {
        _reader = reader;
        _count = 0;
        _groups = at < 0 ? otherwise : 0;
        for (; at >= 0; at = reader.Next(at))
        {
            int group = GroupOf(reader, at);
            if (group >= 0)
            {
                _groups |= group;
            }
            else if (_count == _at.Length)
            {
                // More than anybody names: then it is simpler to send what there is.
                _groups = Every;
            }
            else
            {
                Keep(reader, at);
            }
        }
    }

    /// <summary>As if all that is in groups were asked for.</summary>
    public void BeginAll(int groups)
    {
        _count = 0;
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
        int mark = Mark(length, name[length - 1], name[length >> 1]);
        for (int i = 0; i < _count; i++)
        {
            if (_marks[i] == mark && _reader!.Is(_at[i], name))
            {
                return true;
            }
        }

        return false;
    }

    private void Keep(IppReader reader, int at)
    {
        int start = reader.Start(at);
        int length = reader.End(at) - start;
        if (length > 0)
        {
            _marks[_count] = (byte)Mark(length, reader.Buffer[start + length - 1], reader.Buffer[start + (length >> 1)]);
            _at[_count++] = at;
        }
    }

    private static int Mark(int length, int last, int middle)
    {
        return ((length << 4) + (last << 2) + middle) & 255;
    }

    private static int GroupOf(IppReader reader, int at)
    {
        switch (reader.End(at) - reader.Start(at))
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
