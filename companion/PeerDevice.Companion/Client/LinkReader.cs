using System;
using System.Globalization;
using System.Linq;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Reads a Link field (RFC 8288 §3), link after link. Total over any text: what is no link ends it.
/// <code>
/// Link: &lt;http://b.example/f&gt;; rel=duplicate; pri=1, &lt;f.meta4&gt;; rel="describedby"; type="application/metalink4+xml"
/// </code>
/// </summary>
/// <remarks>
/// <code>
/// Link       = #link-value                                  RFC 8288 §3
/// link-value = "&lt;" URI-Reference "&gt;" *( OWS ";" OWS [ link-param ] )
/// link-param = token BWS [ "=" BWS ( token / quoted-string ) ]
/// pri        = 1*DIGIT, 1 to 999999                         RFC 6249 §3.1
/// </code>
/// </remarks>
/// <param name="text">The field's value.</param>
internal sealed class LinkReader(string text)
{
    /// <summary>The relation of another place that has the same content (RFC 6249 §3).</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The relation of what tells of the content, as a Metalink document does (RFC 6249 §4).</summary>
    public const string DescribedBy = "describedby";

    /// <summary>The priority of what has none: after all that have (RFC 6249 §3.1).</summary>
    public const int NoPriority = 999999;

    private readonly string _text = text;
    private int _at;

    /// <summary>Where the link leads: a reference, as it stands there.</summary>
    public string Uri { get; private set; } = "";

    /// <summary>Its relations, in lower case, with blanks between them; of two such parameters the first counts (RFC 8288 §3.3). Empty where it has none.</summary>
    public string Relations { get; private set; } = "";

    /// <summary>The smaller, the better.</summary>
    public int Priority { get; private set; }

    /// <summary>Goes on to the next link.</summary>
    /// <returns>False when there is none, or no more that can be read.</returns>
    public bool Next()
    {
        while (_at < _text.Length && (IsBlank(_text[_at]) || _text[_at] == ','))
        {
            _at++;
        }

        int end = _at < _text.Length && _text[_at] == '<' ? _text.IndexOf('>', _at) : -1;
        if (end < 0)
        {
            _at = _text.Length;
            return false;
        }

        Uri = _text.Substring(_at + 1, end - _at - 1);
        Relations = "";
        Priority = NoPriority;
        _at = end + 1;
        while (Goes(';'))
        {
            if (!Parameter())
            {
                _at = _text.Length;
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the link has a relation.</summary>
    /// <param name="relation">Its name, in lower case.</param>
    public bool Is(string relation) => Relations.Split(' ').Contains(relation, StringComparer.Ordinal);

    private bool Parameter()
    {
        SkipBlanks();
        string name = Text.Lower(Word());
        if (name.Length == 0)
        {
            return true; // RFC 8288 §B.3: nothing between two semicolons
        }

        string? value = Goes('=') ? Value() : "";
        if (value is null)
        {
            return false;
        }

        if (name == "rel" && Relations.Length == 0)
        {
            Relations = Text.Lower(value);
        }
        else if (name == "pri" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int priority) && priority is > 0 and <= NoPriority)
        {
            Priority = priority;
        }

        return true;
    }

    // A word, or a text in quotes (RFC 9110 §5.6.4); null where the quotes have no end.
    private string? Value()
    {
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != '"')
        {
            return Word();
        }

        string value = "";
        int from = _at + 1;
        for (_at = from; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                value += _text.Substring(from, _at - from);
                _at++;
                return value;
            }

            if (_text[_at] == '\\')
            {
                value += _text.Substring(from, _at - from);
                _at++;
                from = _at;
            }
        }

        return null;
    }

    private string Word()
    {
        int from = _at;
        while (_at < _text.Length && !IsBlank(_text[_at]) && _text[_at] != ';' && _text[_at] != ',' && _text[_at] != '=')
        {
            _at++;
        }

        return _text.Substring(from, _at - from);
    }

    private bool Goes(char mark)
    {
        SkipBlanks();
        bool goes = _at < _text.Length && _text[_at] == mark;
        _at += goes ? 1 : 0;
        return goes;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && IsBlank(_text[_at]))
        {
            _at++;
        }
    }

    private static bool IsBlank(char character)
    {
        return character == ' ' || character == '\t';
    }
}
