using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// Walks the keys and values of a TXT record (RFC 6763 §6), by index. What is no key is passed over, as §6.4 wants: nothing before the equals sign, or an octet in the key
/// that is not visible ASCII or a blank. Reused.
/// </summary>
public sealed class TxtReader
{
    private const int Printable = 0x20;
    private const int Delete = 0x7F;

    private byte[] _buffer = new byte[0];
    private int _start;
    private int _at;
    private int _end;

    /// <summary>Where the key begins.</summary>
    public int KeyStart { get; private set; }

    /// <summary>Behind the key.</summary>
    public int KeyEnd { get; private set; }

    /// <summary>Whether there is an equals sign, and so a value, which may be empty.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Where the value begins.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Behind the value.</summary>
    public int ValueEnd { get; private set; }

    /// <summary>Begins with the data of a record. A string that is not whole ends it.</summary>
    public void Begin(byte[] buffer, int start, int end)
    {
        _buffer = buffer;
        _start = start;
        _at = start;
        _end = end;
    }

    /// <summary>Goes to the next key; one that was there before is there again, and means nothing (RFC 6763 §6.4): <see cref="Find"/> finds the first.</summary>
    /// <returns>False when there is none.</returns>
    public bool Next()
    {
        byte[] b = _buffer;
        while (_at < _end)
        {
            int start = _at + 1;
            int end = start + b[_at];
            if (end > _end)
            {
                _at = _end;
                return false;
            }

            _at = end;
            int key = start;
            while (key < end && b[key] != '=' && b[key] >= Printable && b[key] < Delete)
            {
                key++;
            }

            HasValue = key < end && b[key] == '=';
            if (key > start && (key == end || HasValue))
            {
                KeyStart = start;
                KeyEnd = key;
                ValueStart = HasValue ? key + 1 : end;
                ValueEnd = end;
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to a key, wherever the walk is: the first that is it but for the case of letters.</summary>
    /// <param name="key">The key in lower case.</param>
    /// <returns>False when there is none.</returns>
    public bool Find(string key)
    {
        _at = _start;
        while (Next())
        {
            if (Text.EqualsIgnoreCase(_buffer, KeyStart, KeyEnd, key))
            {
                return true;
            }
        }

        return false;
    }
}
