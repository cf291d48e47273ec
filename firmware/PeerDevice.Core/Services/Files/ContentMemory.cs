using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// Remembers what came of the content that was read last: a program sends the same with one request after the other, and to read it anew costs a board more
/// than to answer it. What is remembered must never change, since any number of sessions may use it at once.
/// </summary>
internal sealed class ContentMemory
{
    private byte[] _octets = new byte[0];
    private string _text = "";
    private object? _made;

    /// <summary>What was remembered for the content that stands at the front of a buffer; null where that is another.</summary>
    internal object? Recall(byte[] content, int length)
    {
        byte[] octets;
        string known;
        object? made;
        lock (this)
        {
            octets = _octets;
            known = _text;
            made = _made;
        }

        if (octets.Length != length || made is null)
        {
            return null;
        }

        // By one native call each. Two contents of one length that give one ASCII text of that length are the same octets; others may differ in what is no UTF-8.
        string text = Text.String(content, 0, length);
        return text == known && (text.Length == length || Octets.AreSame(content, 0, octets, 0, length)) ? made : null;
    }

    /// <summary>Remembers what the content at the front of a buffer means.</summary>
    internal void Keep(byte[] content, int length, object made)
    {
        byte[] octets = new byte[length];
        Array.Copy(content, 0, octets, 0, length);
        string text = Text.String(content, 0, length);
        lock (this)
        {
            _octets = octets;
            _text = text;
            _made = made;
        }
    }
}
