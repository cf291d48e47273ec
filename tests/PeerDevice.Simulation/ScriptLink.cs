using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>
/// A connection whose other end follows a script: it sends, waits, ends, breaks. Everything happens on the thread of the one who
/// reads, and waiting moves the virtual clock, so a session served over it behaves the same on every machine.
/// </summary>
public sealed class ScriptLink : Link
{
    private readonly VirtualClock _clock;
    private readonly List<Step> _script = new List<Step>();
    private readonly MemoryStream _received = new MemoryStream();
    private readonly ScriptSource _source;
    private readonly ScriptSink _sink;
    private int _next;
    private int _offset;
    private long _waited;
    private int _patience = int.MaxValue;

    /// <summary>A connection over which nothing happens yet.</summary>
    public ScriptLink(VirtualClock clock)
    {
        _clock = clock;
        _source = new ScriptSource(this);
        _sink = new ScriptSink(this);
    }

    /// <summary>Octets at most that one read gives.</summary>
    public int Fragment { get; set; } = int.MaxValue;

    /// <summary>Octets received after which sending fails: the client is gone. Negative never.</summary>
    public long GoneAfter { get; set; } = -1;

    /// <summary>What <see cref="IsOnLink"/> answers.</summary>
    public bool OnLink { get; set; } = true;

    /// <summary>What <see cref="LocalAddress"/> answers.</summary>
    public string Local { get; set; } = "10.77.0.1";

    /// <summary>What <see cref="RemoteAddress"/> answers.</summary>
    public string Remote { get; set; } = "10.77.0.2";

    /// <summary>What the other end has received.</summary>
    public byte[] Received => _received.ToArray();

    /// <summary>Octets of the script that were read.</summary>
    public long Consumed { get; private set; }

    /// <summary>How many writes the other end received it in.</summary>
    public int Writes { get; private set; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether it was broken off instead.</summary>
    public bool WasAborted { get; private set; }

    /// <summary>Whether the end of sending was said.</summary>
    public bool HasFinished { get; private set; }

    /// <summary>When it was closed, by the clock's milliseconds.</summary>
    public long ClosedAt { get; private set; }

    /// <inheritdoc/>
    public override ByteSource Source => _source;

    /// <inheritdoc/>
    public override ByteSink Sink => _sink;

    /// <inheritdoc/>
    public override bool IsOnLink => OnLink;

    /// <inheritdoc/>
    public override string LocalAddress => Local;

    /// <inheritdoc/>
    public override string RemoteAddress => Remote;

    /// <summary>Sends octets.</summary>
    public ScriptLink Send(byte[] octets)
    {
        _script.Add(new Step { Octets = octets });
        return this;
    }

    /// <summary>Sends text, a character an octet.</summary>
    public ScriptLink Send(string text)
    {
        return Send(Encoding.Latin1.GetBytes(text));
    }

    /// <summary>Lets time pass before what follows.</summary>
    public ScriptLink Wait(long milliseconds)
    {
        _script.Add(new Step { Milliseconds = milliseconds });
        return this;
    }

    /// <summary>Sends what follows only once the other end has said something: until then there is silence.</summary>
    public ScriptLink Await(string text)
    {
        _script.Add(new Step { Awaited = text });
        return this;
    }

    /// <summary>Does something between two octets: what another client, or the world, does at that moment.</summary>
    public ScriptLink Then(Action act)
    {
        _script.Add(new Step { Act = act });
        return this;
    }

    /// <summary>Ends the sending side. Without it the other end is silent for ever.</summary>
    public ScriptLink End()
    {
        _script.Add(new Step { Answer = ByteSource.End });
        return this;
    }

    /// <summary>Breaks the connection.</summary>
    public ScriptLink Break()
    {
        _script.Add(new Step { Answer = ByteSource.Broken });
        return this;
    }

    /// <inheritdoc/>
    public override void SetReadPatience(int milliseconds)
    {
        _patience = milliseconds;
    }

    /// <inheritdoc/>
    public override void FinishSending()
    {
        HasFinished = true;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            ClosedAt = _clock.Milliseconds;
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        WasAborted |= !IsClosed;
        Close();
    }

    private int Read(byte[] buffer, int offset, int count)
    {
        long patience = _patience;
        while (!IsClosed && _next < _script.Count)
        {
            Step step = _script[_next];
            if (step.Octets is not null)
            {
                int got = Math.Min(Math.Min(step.Octets.Length - _offset, count), Fragment);
                Array.Copy(step.Octets, _offset, buffer, offset, got);
                _offset += got;
                Consumed += got;
                if (_offset == step.Octets.Length)
                {
                    _offset = 0;
                    _next++;
                }

                if (got > 0)
                {
                    return got;
                }

                continue;
            }

            if (step.Act is not null)
            {
                _next++;
                step.Act();
            }
            else if (step.Answer != int.MaxValue)
            {
                return step.Answer;
            }
            else if (step.Awaited is not null)
            {
                if (!Encoding.Latin1.GetString(_received.ToArray()).Contains(step.Awaited, StringComparison.Ordinal))
                {
                    return TimeOut(patience);
                }

                _next++;
            }
            else
            {
                long left = step.Milliseconds - _waited;
                if (left > patience)
                {
                    _waited += patience;
                    return TimeOut(patience);
                }

                patience -= left;
                _waited = 0;
                _next++;
                _clock.Advance(left);
            }
        }

        return IsClosed ? ByteSource.Broken : TimeOut(patience);
    }

    private int TimeOut(long patience)
    {
        if (patience == int.MaxValue)
        {
            throw new InvalidOperationException("A read that waits for ever for a silent client.");
        }

        _clock.Advance(patience);
        return ByteSource.TimedOut;
    }

    private bool Write(byte[] buffer, int offset, int count)
    {
        if (IsClosed)
        {
            return false;
        }

        Writes++;
        if (GoneAfter >= 0 && _received.Length + count > GoneAfter)
        {
            _received.Write(buffer, offset, (int)Math.Max(0, GoneAfter - _received.Length));
            return false;
        }

        _received.Write(buffer, offset, count);
        return true;
    }

    private sealed class Step
    {
        public byte[]? Octets;
        public string? Awaited;
        public Action? Act;
        public long Milliseconds;
        public int Answer = int.MaxValue;
    }

    private sealed class ScriptSource : ByteSource
    {
        private readonly ScriptLink _link;

        public ScriptSource(ScriptLink link)
        {
            _link = link;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            return _link.Read(buffer, offset, count);
        }
    }

    private sealed class ScriptSink : ByteSink
    {
        private readonly ScriptLink _link;

        public ScriptSink(ScriptLink link)
        {
            _link = link;
        }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            return _link.Write(buffer, offset, count);
        }
    }
}
