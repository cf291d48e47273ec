namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// What an output device prints for the octets from 128 on: one of the code pages that simple devices have. Below 128 all are ASCII.
/// </summary>
/// <remarks>
/// The tables are constant texts, which stay in flash: some 300 octets a page, 1,475 in all. A character that has no octet is found by one native search.
/// </remarks>
public sealed class CodePage
{
    /// <summary>Octets below 128 only: a device, or a line, that has no more.</summary>
    public const int Ascii = 0;

    /// <summary>The PC's first, with half of Western Europe's letters and all of its frames.</summary>
    public const int Usa = 437;

    /// <summary>Western Europe.</summary>
    public const int Western = 850;

    /// <summary>Central and Eastern Europe in Latin letters.</summary>
    public const int Central = 852;

    /// <summary>Western Europe with the euro sign.</summary>
    public const int WesternEuro = 858;

    /// <summary>Cyrillic.</summary>
    public const int Cyrillic = 866;

    /// <summary>Western Europe, as Windows has it.</summary>
    public const int Windows = 1252;

    private const int First = 128;
    private const char Euro = '\u20AC';

    // Where 858 differs from 850: there stands the i without a dot.
    private const int EuroOctet = 0xD5;

    // Where a page has nothing.
    private const char Nothing = '\uFFFD';

    private const string Table437 =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
        + "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
        + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
        + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    private const string Table850 =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ"
        + "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
        + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
        + "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";

    private const string Table852 =
        "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č"
        + "áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐"
        + "└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀"
        + "ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00AD˝˛ˇ˘§÷¸°¨˙űŘř■\u00A0";

    private const string Table866 =
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
        + "абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
        + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
        + "рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00A0";

    private const string Table1252 =
        "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
        + "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
        + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
        + "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

    private readonly string _table;
    private readonly bool _hasEuro;

    private CodePage(int number, string table)
    {
        Number = number;
        _table = table;
        _hasEuro = number == WesternEuro;
    }

    /// <summary>Its number: one of the constants above.</summary>
    public int Number { get; }

    /// <summary>Makes the page of a number.</summary>
    /// <returns>Null when there is none of this number.</returns>
    public static CodePage? Of(int number)
    {
        switch (number)
        {
            case Ascii: return new CodePage(number, "");
            case Usa: return new CodePage(number, Table437);
            case Western: return new CodePage(number, Table850);
            case WesternEuro: return new CodePage(number, Table850);
            case Central: return new CodePage(number, Table852);
            case Cyrillic: return new CodePage(number, Table866);
            case Windows: return new CodePage(number, Table1252);
            default: return null;
        }
    }

    /// <summary>The octet that prints a character beyond ASCII.</summary>
    /// <returns>128 to 255, or -1 where the page has no such character.</returns>
    public int Find(char character)
    {
        if (_hasEuro && character == Euro)
        {
            return EuroOctet;
        }

        int at = _table.IndexOf(character);
        return at < 0 || character == Nothing || (_hasEuro && at == EuroOctet - First) ? -1 : First + at;
    }

    /// <summary>The character that an octet prints; U+FFFD where the page has none.</summary>
    public char CharacterOf(byte octet)
    {
        if (octet < First)
        {
            return (char)octet;
        }

        return _table.Length == 0 ? Nothing : _hasEuro && octet == EuroOctet ? Euro : _table[octet - First];
    }
}
