using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>The last questions that were asked on each link, by whomever: what was asked a moment ago need not be asked again (RFC 6762 §7.3).</summary>
internal sealed class HeardQuestions
{
    private readonly int[] _marks = new int[Limits.DnsQuestionsKept];
    private readonly long[] _when = new long[Limits.DnsQuestionsKept];
    private int _next;

    /// <summary>Notes a question.</summary>
    /// <param name="b">What has the name.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="end">As in <see cref="DnsName.Skip"/>.</param>
    /// <param name="type">The type that is asked for.</param>
    /// <param name="segment">The link.</param>
    /// <param name="now">The clock's milliseconds.</param>
    public void Note(byte[] b, int at, int end, int type, int segment, long now)
    {
        _marks[_next] = Mark(b, at, end, type, segment);
        _when[_next] = now;
        _next = (_next + 1) % _marks.Length;
    }

    /// <summary>Whether a question was asked not longer ago than a time. Two whose marks are the same by chance are asked later.</summary>
    public bool Has(byte[] name, int type, int segment, long milliseconds, long now)
    {
        int mark = Mark(name, 0, name.Length, type, segment);
        for (int i = 0; i < _marks.Length; i++)
        {
            if (_marks[i] == mark && _when[i] != 0 && now - _when[i] <= milliseconds)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes back that a question was asked: it was another one.</summary>
    public void Forget(byte[] name, int type, int segment)
    {
        int mark = Mark(name, 0, name.Length, type, segment);
        for (int i = 0; i < _marks.Length; i++)
        {
            _when[i] = _marks[i] == mark ? 0 : _when[i];
        }
    }

    private static int Mark(byte[] b, int at, int end, int type, int segment)
    {
        return NameMark.Of(b, at, end) ^ (type << 8) ^ (segment << 16);
    }
}
