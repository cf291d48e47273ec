using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Discovery;

/// <summary>Makes the data of a TXT record, key by key (RFC 6763 §6). What has no value to tell is left out; a value that is too long is cut.</summary>
public sealed class TxtWriter
{
    private const int LongestString = 255;

    private readonly ByteWriter _to = new ByteWriter(new byte[Limits.DnsTxtOctets]);

    /// <summary>Adds a key and its value, unless the value is empty.</summary>
    public void Add(string key, string value)
    {
        if (value.Length > 0)
        {
            AddAlways(key, value);
        }
    }

    /// <summary>Adds a key and its value, which may be empty.</summary>
    public void AddAlways(string key, string value)
    {
        int start = _to.Position;
        _to.Octet(0);
        _to.Ascii(key);
        _to.Octet((byte)'=');
        _to.Text(value);
        if (_to.Overflowed)
        {
            // RFC 6763 §6.2: a record ought to stay small; what has no room is not told.
            _to.Reset(start);
            return;
        }

        int length = _to.Position - start - 1;
        if (length > LongestString)
        {
            length = LongestString;
            while (!Bytes.Text.IsUtf8(_to.Buffer, start + 1, start + 1 + length))
            {
                // No character is cut in two.
                length--;
            }
        }

        _to.Position = start + 1 + length;
        _to.Buffer[start] = (byte)length;
    }

    /// <summary>The data; of no key at all an empty string (RFC 6763 §6.1).</summary>
    public byte[] ToData()
    {
        byte[] data = new byte[_to.Position == 0 ? 1 : _to.Position];
        Array.Copy(_to.Buffer, 0, data, 0, _to.Position);
        return data;
    }
}
