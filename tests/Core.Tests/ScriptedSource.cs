using PeerDevice.Bytes;

namespace PeerDevice.Tests;

/// <summary>A source that gives known octets in pieces of a given size, and then an answer of choice.</summary>
internal sealed class ScriptedSource : ByteSource
{
    private readonly byte[] _octets;
    private readonly int _piece;
    private readonly int _last;
    private readonly bool _stutters;
    private int _at;
    private bool _paused;

    /// <param name="octets">What there is to read.</param>
    /// <param name="piece">How many octets a read gives at most.</param>
    /// <param name="last">What a read answers when all has been read: End, TimedOut or Broken.</param>
    /// <param name="stutters">Whether every second read answers TimedOut first.</param>
    public ScriptedSource(byte[] octets, int piece, int last = End, bool stutters = false)
    {
        _octets = octets;
        _piece = piece;
        _last = last;
        _stutters = stutters;
    }

    /// <summary>How many octets have been read.</summary>
    public int Given => _at;

    public override int Read(byte[] buffer, int offset, int count)
    {
        Assert.True(count > 0);
        if (_stutters && !_paused)
        {
            _paused = true;
            return TimedOut;
        }

        _paused = false;
        int given = System.Math.Min(System.Math.Min(_piece, count), _octets.Length - _at);
        if (given == 0)
        {
            return _last;
        }

        System.Array.Copy(_octets, _at, buffer, offset, given);
        _at += given;
        return given;
    }
}
