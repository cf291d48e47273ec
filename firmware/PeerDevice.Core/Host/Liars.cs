using PeerDevice.Bytes;

namespace PeerDevice.Host;

/// <summary>
/// Who gave a content that was not what it was asked for by, and who may have: remembered for a while, so that the next file does not begin with him. By address and port, whatever he calls himself meanwhile. Bounded; any thread may ask.
/// </summary>
internal sealed class Liars
{
    /// <summary>Nothing is known against him.</summary>
    public const int Trusted = 0;

    /// <summary>Something that several gave was wrong, and he was one of them: he is asked last.</summary>
    public const int Suspected = 1;

    /// <summary>What he gave was wrong: he is not asked.</summary>
    public const int Known = 2;

    private readonly string[] _hosts = Text.Blanks(Limits.Liars);
    private readonly int[] _ports = new int[Limits.Liars];
    private readonly int[] _what = new int[Limits.Liars];
    private readonly long[] _until = new long[Limits.Liars];

    /// <summary>Notes something against somebody. Of more than there is room for, who is noted for longest is forgotten.</summary>
    /// <param name="host">His address.</param>
    /// <param name="port">His port.</param>
    /// <param name="what"><see cref="Suspected"/> or <see cref="Known"/>; a suspicion takes nothing from what is known.</param>
    /// <param name="now">The clock's milliseconds.</param>
    public void Note(string host, int port, int what, long now)
    {
        lock (_hosts)
        {
            int place = Place(host, port);
            bool isNew = place < 0;
            for (int i = 0; i < _hosts.Length && isNew; i++)
            {
                place = place < 0 || _until[i] < _until[place] ? i : place;
            }

            what = !isNew && _until[place] > now && _what[place] > what ? _what[place] : what;
            _hosts[place] = host;
            _ports[place] = port;
            _what[place] = what;
            _until[place] = now + Limits.LiarMilliseconds;
        }
    }

    /// <summary>He gave what was right: a suspicion ends. What is known of him stays.</summary>
    public void Clear(string host, int port)
    {
        lock (_hosts)
        {
            int place = Place(host, port);
            if (place >= 0 && _what[place] == Suspected)
            {
                _until[place] = 0;
            }
        }
    }

    /// <summary>What there is against somebody.</summary>
    public int Of(string host, int port, long now)
    {
        lock (_hosts)
        {
            int place = Place(host, port);
            return place < 0 || _until[place] <= now ? Trusted : _what[place];
        }
    }

    private int Place(string host, int port)
    {
        int place = -1;
        for (int i = 0; i < _hosts.Length && place < 0; i++)
        {
            place = _ports[i] == port && _hosts[i] == host ? i : -1;
        }

        return place;
    }
}
