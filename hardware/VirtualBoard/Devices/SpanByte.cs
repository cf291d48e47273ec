namespace System;

/// <summary>The class library's span of octets, as far as its devices take one: a part of an array, without a copy.</summary>
public readonly ref struct SpanByte
{
    private readonly byte[]? _array;
    private readonly int _start;

    public SpanByte(byte[] array)
        : this(array, 0, array is null ? 0 : array.Length)
    {
    }

    public SpanByte(byte[] array, int start, int length)
    {
        if (start < 0 || length < 0 || start + length > (array is null ? 0 : array.Length))
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        _array = array;
        _start = start;
        Length = length;
    }

    public static SpanByte Empty => default;

    public int Length { get; }

    public bool IsEmpty => Length == 0;

    internal Span<byte> Octets => new Span<byte>(_array, _start, Length);

    /// <summary>What there is of the array from where it begins, which a driver may write beyond its end; none where there is no array.</summary>
    internal Span<byte> Room => _array is null ? default : _array.AsSpan(_start);

    internal bool HasArray => _array is not null;

    public byte this[int index]
    {
        get => Octets[index];
        set => Octets[index] = value;
    }

    public static implicit operator SpanByte(byte[] array)
    {
        return new SpanByte(array);
    }

    public void CopyTo(SpanByte destination)
    {
        Octets.CopyTo(destination.Octets);
    }

    public SpanByte Slice(int start)
    {
        return Slice(start, Length - start);
    }

    public SpanByte Slice(int start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        return _array is null ? default : new SpanByte(_array, _start + start, length);
    }

    public byte[] ToArray()
    {
        return Octets.ToArray();
    }
}
