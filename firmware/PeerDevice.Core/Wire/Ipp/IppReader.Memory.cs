using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Ipp;

/// <content>A request that comes again: a program sends the same attributes with every Job, but for what the Job is called.</content>
public sealed partial class IppReader
{
    private IppMemory? _memory;
    private int _begin;

    /// <summary>
    /// Whether the attributes are those that <see cref="Remember"/> was told to remember, but for the request-id and two values. Only those can be found then, by
    /// <see cref="Remembered"/>: as for the rest, who remembered it knows what it came to.
    /// </summary>
    public bool IsAsRemembered { get; private set; }

    /// <summary>Where the first (0) or second (1) of the attributes stands that <see cref="Remember"/> was told of; -1 where there was none. Only while <see cref="IsAsRemembered"/>.</summary>
    public int Remembered(int which)
    {
        IppMemory memory = _memory!;
        int at = memory.Marks[which];
        return at < 0 ? -1 : at + memory.Shifts[memory.MarkParts[which]];
    }

    /// <summary>Remembers the request that was read, in the place of the one before, so that another like it need not be read. Of one that is too long nothing is remembered.</summary>
    /// <param name="one">An attribute whose value may be another then, if that is a name; -1 for none.</param>
    /// <param name="other">Another such attribute.</param>
    public void Remember(int one, int other)
    {
        IppMemory memory = _memory ??= new IppMemory();
        int start = _begin;
        memory.Length = 0;
        if (_answer != Complete || _next - start > Limits.IppKept)
        {
            return;
        }

        memory.Keep(_buffer, start, _next - start);
        Mark(memory, 0, one);
        Mark(memory, 1, other);
        int part = HeaderOctets;
        for (int i = 0; i < _count; i++)
        {
            int at = _at[i];
            if (at == one || at == other)
            {
                memory.MarkParts[at == one ? 0 : 1] = memory.Count;
                if (_buffer[at] == IppTag.Name)
                {
                    EndPart(memory, part, Start(at) - LengthOctets - start);
                    part = End(at) - start;
                }
            }
        }

        EndPart(memory, part, _next - start);
        memory.Length = _next - start;
    }

    private void Mark(IppMemory memory, int which, int at)
    {
        memory.Marks[which] = at < 0 ? -1 : at - _begin;
        memory.MarkParts[which] = 0;
    }

    private static void EndPart(IppMemory memory, int start, int end)
    {
        memory.Starts[memory.Count] = start;
        memory.Ends[memory.Count] = end;
        memory.Count++;
    }

    // Whether what has come is as remembered, and all of it.
    private bool Recall(IppMemory memory, BufferedSource source)
    {
        byte[] b = _buffer;
        int start = _next;
        if (source.End - start < HeaderOctets || memory.Length == 0 || BitConverter.ToInt32(b, start) != memory.Head)
        {
            return false;
        }

        int requestId = Number(b, start + 4);
        int next = requestId <= 0 ? -1 : memory.Find(b, start, source.End);
        if (next < 0)
        {
            return false;
        }

        // Nothing else is to be found.
        _groupFirst[1] = 0;
        Version = b[start] << 8 | b[start + 1];
        Operation = b[start + 2] << 8 | b[start + 3];
        RequestId = requestId;
        IsAsRemembered = true;
        _hasHeader = true;
        _answer = Complete;
        _next = next;
        return true;
    }
}
