using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>An output device that prints into memory: as slow, as absent and as broken as a test wants it.</summary>
public sealed class SimulatedOutput : IOutputDevice
{
    private readonly VirtualClock _clock;
    private readonly object _gate = new object();
    private readonly List<byte[]> _documents = new List<byte[]>();
    private readonly Queue<byte> _said = new Queue<byte>();
    private MemoryStream? _paper;
    private long _taken;

    /// <summary>A device that is ready and takes everything.</summary>
    public SimulatedOutput(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Whether it is there.</summary>
    public bool IsPresent { get; set; } = true;

    /// <summary>Whether it takes nothing just now: out of paper.</summary>
    public bool IsJammed { get; set; }

    /// <summary>What its link knows to be the matter with it: bits of <see cref="DeviceCondition"/>.</summary>
    public int Trouble { get; set; }

    /// <summary>Octets at most that it takes at once.</summary>
    public int Gulp { get; set; } = int.MaxValue;

    /// <summary>Octets in all after which it breaks; negative never.</summary>
    public long BreakAt { get; set; } = -1;

    /// <summary>Whether it cannot be seen that the last octet was taken.</summary>
    public bool NeverFinishes { get; set; }

    /// <summary>Whether its link leads both ways.</summary>
    public bool IsBidirectional { get; set; }

    /// <summary>How often it was asked to begin a document.</summary>
    public int Begins { get; private set; }

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

    /// <summary>The documents that were begun and given back, finished or not.</summary>
    public IReadOnlyList<byte[]> Documents
    {
        get
        {
            lock (_gate)
            {
                return _documents.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "simulated output";

    /// <inheritdoc/>
    public bool IsReady => IsPresent && !IsJammed;

    /// <inheritdoc/>
    public int Conditions => !IsPresent ? DeviceCondition.Missing : (IsJammed ? DeviceCondition.Busy : 0) | Trouble;

    /// <inheritdoc/>
    public string DeviceId { get; set; } = "";

    /// <summary>Lets the device send something.</summary>
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
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            int got = 0;
            while (got < count && _said.Count > 0)
            {
                buffer[offset + got] = _said.Dequeue();
                got++;
            }

            return IsBidirectional ? got : -1;
        }
    }

    /// <summary>What happens in a call that begins a document, before anything else.</summary>
    public Action? OnBegin { get; set; }

    /// <inheritdoc/>
    public bool Begin(string title)
    {
        OnBegin?.Invoke();
        lock (_gate)
        {
            Begins++;
            if (!IsPresent || _paper is not null)
            {
                return false;
            }

            _paper = new MemoryStream();
            return true;
        }
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (IsPresent && IsJammed)
        {
            // What a real one does: it waits a moment for room.
            _clock.Sleep(Limits.DeviceRetryMilliseconds);
            return 0;
        }

        lock (_gate)
        {
            if (_paper is null || !IsPresent)
            {
                return -1;
            }

            int part = Math.Min(count, Gulp);
            if (BreakAt >= 0 && _taken + part > BreakAt)
            {
                int rest = (int)Math.Max(0, BreakAt - _taken);
                _paper.Write(buffer, offset, rest);
                _taken += rest;
                return -1;
            }

            _paper.Write(buffer, offset, part);
            _taken += part;
            return part;
        }
    }

    /// <inheritdoc/>
    public int Finish()
    {
        if (IsPresent && IsJammed)
        {
            _clock.Sleep(Limits.DeviceRetryMilliseconds);
            return 0;
        }

        return IsPresent && !NeverFinishes ? 1 : -1;
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            if (_paper is not null)
            {
                _documents.Add(_paper.ToArray());
                _paper = null;
            }
        }
    }
}
