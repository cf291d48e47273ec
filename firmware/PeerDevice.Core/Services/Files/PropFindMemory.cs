using System;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>Reads what is asked for by a PROPFIND, and remembers what was asked last: a program asks the same of every collection it comes to.</summary>
internal sealed class PropFindMemory
{
    private readonly ContentMemory _last = new ContentMemory();

    /// <summary>Whether anything is remembered. Where nothing is, no content may come in a block that is lent to its exchange: names are answered from the very octets, and the block has other uses by then (<see cref="Profile.Remembers"/>).</summary>
    internal bool Keeps = true;

    /// <summary>Reads the content of a PROPFIND that stands at the front of a buffer.</summary>
    /// <returns>What is asked for; null when it is refused, with the status to refuse it with.</returns>
    internal PropFindReader? Read(byte[] content, int length, out int refusal)
    {
        object? known = _last.Recall(content, length);
        if (known is not null)
        {
            refusal = 0;
            return (PropFindReader)known;
        }

        // A copy, since names are answered from it long after the buffer has other uses; where nothing is remembered that is a buffer of its own, which stays as it is for the answer.
        byte[] own = content;
        if (Keeps)
        {
            own = new byte[length];
            Array.Copy(content, 0, own, 0, length);
        }

        PropFindReader wanted = new PropFindReader();
        refusal = wanted.Read(own, 0, length);
        if (refusal != 0)
        {
            return null;
        }

        if (Keeps)
        {
            _last.Keep(own, length, wanted);
        }

        return wanted;
    }
}
