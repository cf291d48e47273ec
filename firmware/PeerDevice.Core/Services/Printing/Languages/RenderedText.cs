using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>A text as a device's octets, made piece by piece while it is read: for a page of the peer's own, which goes to the device as it is.</summary>
public sealed class RenderedText : ByteSource
{
    private readonly TextLanguage _language;
    private readonly byte[] _text;
    private readonly int _length;
    private readonly byte[] _piece = new byte[Limits.RenderOctets];
    private int _at;
    private int _made;
    private int _given;

    /// <summary>Begins a document.</summary>
    /// <param name="language">An object that nobody else renders with.</param>
    /// <param name="text">UTF-8 text.</param>
    /// <param name="length">How much of it.</param>
    public RenderedText(TextLanguage language, byte[] text, int length)
    {
        _language = language;
        _text = text;
        _length = length;
        language.BeginDocument(TextLanguage.PlainText);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // What is used of the text may make nothing yet, and the end may take several pieces.
        while (_given == _made)
        {
            _given = 0;
            if (_at < _length)
            {
                _at += _language.Render(_text, _at, _length, _piece, out _made);
                continue;
            }

            _made = _language.EndDocument(_piece);
            if (_made == 0)
            {
                return End;
            }
        }

        int given = _made - _given < count ? _made - _given : count;
        Array.Copy(_piece, _given, buffer, offset, given);
        _given += given;
        return given;
    }
}
