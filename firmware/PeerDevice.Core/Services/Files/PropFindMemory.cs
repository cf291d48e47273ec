using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// Remembers what was asked last: a program asks the same of every collection it comes to, and to read it anew costs a board more
/// than to answer it. What is remembered is never changed, so that any number of answers may be written from it at once.
/// </summary>
internal sealed class PropFindMemory
{
    private PropFindReader? _last;
    private string _text = "";

    /// <summary>Reads the content of a PROPFIND that stands at the front of a buffer.</summary>
    /// <returns>What is asked for; null when it is refused, with the status to refuse it with.</returns>
    internal PropFindReader? Read(byte[] content, int length, out int refusal)
    {
        // Two contents of one length that give one ASCII text of that length are the same octets. The comparison is native.
        string text = Text.String(content, 0, length);
        bool isAscii = text.Length == length;
        lock (this)
        {
            if (_last is not null && isAscii && text == _text)
            {
                refusal = 0;
                return _last;
            }
        }

        // A copy, since names are answered from it long after the buffer has other uses.
        byte[] own = new byte[length];
        Array.Copy(content, 0, own, 0, length);
        PropFindReader wanted = new PropFindReader();
        refusal = wanted.Read(own, 0, length);
        if (refusal != 0)
        {
            return null;
        }

        if (isAscii)
        {
            lock (this)
            {
                _last = wanted;
                _text = text;
            }
        }

        return wanted;
    }
}
