using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>
/// A printer at the end of a line: it runs out of paper, jams, stops the flow in the middle of a run of octets, resets, vanishes, and may lie about all of it. What it was given
/// is kept document by document, with whether its end was reached, so that a test can account for every octet.
/// </summary>
public sealed class PrinterModel : IOutputDevice
{
    /// <summary>What it is asked for its state with, at the beginning of a write or alone.</summary>
    public const byte Enquiry = 5;

    // A blink: what a real line waits before it says that it takes nothing.
    private const int Moment = 50;

    private readonly VirtualClock _clock;
    private readonly object _gate = new object();
    private readonly List<Trouble> _troubles = new List<Trouble>();
    private readonly List<Paper> _papers = new List<Paper>();
    private readonly Queue<byte> _said = new Queue<byte>();
    private MemoryStream? _paper;
    private Trouble? _now;
    private long _until;
    private long _taken;

    /// <summary>A printer without trouble, and with a link of one way.</summary>
    public PrinterModel(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Octets at most that it takes at once.</summary>
    public int Gulp { get; set; } = int.MaxValue;

    /// <summary>Whether its link leads both ways, and it answers an <see cref="Enquiry"/> by an octet for each of its conditions, low octet first.</summary>
    public bool Answers { get; set; }

    /// <summary>Whether it hears an <see cref="Enquiry"/> and says nothing to it: it has other things to do first.</summary>
    public bool IsMute { get; set; }

    /// <summary>Whether status lines tell of its troubles.</summary>
    public bool HasStatusLines { get; set; } = true;

    /// <summary>What it says of itself instead of the truth; null for the truth.</summary>
    public int? Lie { get; set; }

    /// <summary>Milliseconds for each octet; 0 for none.</summary>
    public int Pace { get; set; }

    /// <summary>Looked into as it begins.</summary>
    public Action? OnBegin { get; set; }

    /// <summary>Looked into before each write, with the octets it has taken in all.</summary>
    public Action<long>? OnWrite { get; set; }

    /// <summary>Looked into as it is asked whether it has all.</summary>
    public Action? OnFinish { get; set; }

    /// <summary>Looks for its end that it does not see: it stays open whether it has taken the last octet.</summary>
    public int UnseenEnds { get; set; }

    /// <summary>How often it was looked for what it says.</summary>
    public int Reads { get; private set; }

    /// <summary>Octets it has taken in all.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Everything it was given.</summary>
    public IReadOnlyList<Paper> Papers
    {
        get
        {
            lock (_gate)
            {
                return _papers.ToArray();
            }
        }
    }

    /// <summary>The documents that reached their end.</summary>
    public IReadOnlyList<byte[]> Whole => Papers.Where(paper => paper.IsWhole).Select(paper => paper.Octets).ToArray();

    /// <inheritdoc/>
    public string Name => "printer model";

    /// <inheritdoc/>
    public string DeviceId { get; set; } = "";

    /// <inheritdoc/>
    public bool IsReady => Truth() == 0;

    /// <inheritdoc/>
    public int Conditions => HasStatusLines ? Lie ?? Truth() : 0;

    /// <summary>Gives it a trouble to come.</summary>
    public PrinterModel With(long at, TroubleKind kind, int milliseconds)
    {
        lock (_gate)
        {
            _troubles.Add(new Trouble(at, kind, milliseconds));
            _troubles.Sort((one, other) => one.At.CompareTo(other.At));
            return this;
        }
    }

    /// <summary>Lets it say something unasked.</summary>
    public void Say(params byte[] octets)
    {
        lock (_gate)
        {
            foreach (byte octet in octets)
            {
                _said.Enqueue(octet);
            }
        }
    }

    /// <inheritdoc/>
    public bool Begin(string title)
    {
        OnBegin?.Invoke();
        lock (_gate)
        {
            Pass();
            if (_now is { Kind: TroubleKind.Vanish or TroubleKind.Reset })
            {
                return false;
            }

            if (_paper is not null)
            {
                throw new InvalidOperationException("Two documents at once.");
            }

            _paper = new MemoryStream();
            return true;
        }
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        OnWrite?.Invoke(Taken);
        if (Answers && count == 1 && buffer[offset] == Enquiry)
        {
            return Answer();
        }

        int took = Take(buffer, offset, count);
        if (took == 0)
        {
            _clock.Sleep(Moment);
        }
        else if (took > 0 && Pace > 0)
        {
            _clock.Sleep(took * Pace);
        }

        return took;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Reads++;
            int got = 0;
            while (got < count && _said.Count > 0)
            {
                buffer[offset + got] = _said.Dequeue();
                got++;
            }

            return Answers ? got : -1;
        }
    }

    /// <inheritdoc/>
    public int Finish()
    {
        OnFinish?.Invoke();
        bool isStill;
        lock (_gate)
        {
            Pass();
            if (_paper is null || _now is { Kind: TroubleKind.Vanish or TroubleKind.Reset })
            {
                return -1;
            }

            isStill = _now is not null || UnseenEnds > 0;
            UnseenEnds -= UnseenEnds > 0 ? 1 : 0;
            if (!isStill)
            {
                _papers.Add(new Paper(_paper.ToArray(), true));
                _paper = null;
            }
        }

        if (isStill)
        {
            _clock.Sleep(Moment);
        }

        return isStill ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            Drop();
        }
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Pass();
            if (_paper is null || _now is { Kind: TroubleKind.Vanish or TroubleKind.Reset })
            {
                Drop();
                return -1;
            }

            if (_now is not null)
            {
                return 0;
            }

            int part = Math.Min(count, Gulp);
            if (_troubles.Count > 0 && _troubles[0].At < _taken + part)
            {
                part = (int)Math.Max(0, _troubles[0].At - _taken);
            }

            _paper.Write(buffer, offset, part);
            _taken += part;
            Pass();
            return part > 0 ? part : _now is { Kind: TroubleKind.Vanish or TroubleKind.Reset } ? -1 : 0;
        }
    }

    private int Answer()
    {
        lock (_gate)
        {
            Pass();
            if (_now is { Kind: TroubleKind.Vanish })
            {
                return -1;
            }

            if (IsMute)
            {
                return 1;
            }

            int state = Lie ?? Truth();
            _said.Enqueue((byte)state);
            _said.Enqueue((byte)(state >> 8));
            return 1;
        }
    }

    private int Truth()
    {
        lock (_gate)
        {
            Pass();
            return _now?.Kind switch
            {
                null => 0,
                TroubleKind.Stop => DeviceCondition.Busy,
                TroubleKind.PaperOut => DeviceCondition.MediaEmpty,
                TroubleKind.Jam => DeviceCondition.MediaJam,
                TroubleKind.CoverOpen => DeviceCondition.CoverOpen,
                TroubleKind.Offline => DeviceCondition.Offline,
                _ => DeviceCondition.Missing,
            };
        }
    }

    /// <summary>Lets end what is over, and begin what is due.</summary>
    private void Pass()
    {
        if (_now is not null && _clock.Milliseconds >= _until)
        {
            _now = null;
        }

        if (_now is null && _troubles.Count > 0 && _troubles[0].At <= _taken)
        {
            _now = _troubles[0];
            _until = _clock.Milliseconds + _now.Milliseconds;
            _troubles.RemoveAt(0);
            if (_now.Kind is TroubleKind.Reset or TroubleKind.Vanish)
            {
                Drop();
            }
        }
    }

    private void Drop()
    {
        if (_paper is not null)
        {
            _papers.Add(new Paper(_paper.ToArray(), false));
            _paper = null;
        }
    }

    /// <summary>What it was given as one document.</summary>
    /// <param name="Octets">The octets.</param>
    /// <param name="IsWhole">Whether its end was reached.</param>
    public sealed record Paper(byte[] Octets, bool IsWhole);
}
