namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// What is printed for a character that a code page does not have: its letter without the accent, or a few ASCII characters that say the same. Also puts an
/// accent that follows its letter (as macOS writes names) onto it.
/// </summary>
/// <remarks>Constant texts in flash: 1,083 octets of letters (Unicode's canonical decompositions, and what has a stroke or no dot), 434 of others.</remarks>
internal static class Fallback
{
    /// <summary>The longest text that stands for one character.</summary>
    internal const int Longest = 4;

    private const char FirstMark = '\u0300';
    private const char LastMark = '\u036F';

    // Pairs of a letter and what it is without its accent, behind the accent if that may follow the letter as a character of its own.
    // What is only an accent's bearer in one pair is a letter with none in another: those come first.
    private const string Letters =
        "ØOøoĐDđdÐDðdŁLłlĦHħhıiŦTŧtſsƒfŊNŋnĸkІIіiЈJјjҐГґгªaºo"
        + "ẠAạaẢAảaẤAấaẦAầaẨAẩaẪAẫaẬAậaẮAắaẰAằaẲAẳaẴAẵaẶAặaẸEẹeẺEẻeẼEẽe"
        + "ẾEếeỀEềeỂEểeỄEễeỆEệeỈIỉiỊIịiỌOọoỎOỏoỐOốoỒOồoỔOổoỖOỗoỘOộoỚOớo"
        + "ỜOờoỞOởoỠOỡoỢOợoỤUụuỦUủuỨUứuỪUừuỬUửuỮUữuỰUựuỲYỳyỴYỵyỶYỷyỸYỹy"
        + "\u0300ÀAÈEÌIÒOÙUàaèeìiòoùuЀЕЍИѐеѝи"
        + "\u0301ÁAÉEÍIÓOÚUÝYáaéeíióoúuýyĆCćcĹLĺlŃNńnŔRŕrŚSśsŹZźzЃГЌКѓгќк"
        + "\u0302ÂAÊEÎIÔOÛUâaêeîiôoûuĈCĉcĜGĝgĤHĥhĴJĵjŜSŝsŴWŵwŶYŷy"
        + "\u0303ÃAÑNÕOãañnõoĨIĩiŨUũu"
        + "\u0304ĀAāaĒEēeĪIīiŌOōoŪUūu"
        + "\u0306ĂAăaĔEĕeĞGğgĬIĭiŎOŏoŬUŭuЎУЙИйиўу"
        + "\u0307ĊCċcĖEėeĠGġgİIŻZżz"
        + "\u0308ÄAËEÏIÖOÜUäaëeïiöoüuÿyŸYЁЕЇІёеїі"
        + "\u030AÅAåaŮUůu"
        + "\u030BŐOőoŰUűu"
        + "\u030CČCčcĎDďdĚEěeĽLľlŇNňnŘRřrŠSšsŤTťtŽZžzǍAǎaǏIǐiǑOǒoǓUǔuǦGǧgǨKǩk"
        + "\u031BƠOơoƯUưu"
        + "\u0326ȘSșsȚTțt"
        + "\u0327ÇCçcĢGģgĶKķkĻLļlŅNņnŖRŗrŞSşsŢTţt"
        + "\u0328ĄAąaĘEęeĮIįiŲUųuǪOǫo";

    // A character, and the ASCII that stands for it.
    private const string Others =
        "‘'’'‚'‛'′'‵'´'‹'›'“\"”\"„\"‟\"″\"«\"»\"\u00A8\"\u2010-\u2011-\u2012-–-—-\u2015-\u2212-¬-¯-•*‣*⁃*●*▪*■*★*·.∙.…..."
        + "€EUR£GBP¥JPY¢c©(C)®(R)™(TM)°o§par.ßssẞSSÆAEæaeŒOEœoeÞThþthĲIJĳijŉ'nĿL.ŀl."
        + "ЄYeєye½ 1/2¼ 1/4¾ 3/4⅓ 1/3⅔ 2/3¹1²2³3×x÷/±+/-¦|¡!¿?¸,µu\u03BCu≤<=≥>=≠!=≈~←<-"
        + "→->↔<->⇐<=⇒=>☐[ ]☑[x]☒[x]✓v✔v№No.℮eΩOhm\u2126Ohmﬀffﬁfiﬂflﬃffiﬄffl";

    /// <summary>Whether a character is an accent for the letter before it.</summary>
    internal static bool IsMark(char character)
    {
        return character >= FirstMark && character <= LastMark;
    }

    /// <summary>A letter without its accent.</summary>
    /// <returns>The letter, or U+0000 where nothing is known of the character.</returns>
    internal static char Base(char letter)
    {
        int at = Letters.IndexOf(letter);
        return at < 0 || IsMark(letter) || at + 1 == Letters.Length ? '\0' : Letters[at + 1];
    }

    /// <summary>A letter with an accent.</summary>
    /// <returns>The letter, or U+0000 where the two make none.</returns>
    internal static char Compose(char letter, char mark)
    {
        int at = Letters.IndexOf(mark) + 1;
        while (at > 0 && at + 1 < Letters.Length && !IsMark(Letters[at]))
        {
            if (Letters[at + 1] == letter)
            {
                return Letters[at];
            }

            at += 2;
        }

        return '\0';
    }

    /// <summary>ASCII text that says what a character does: 1 to <see cref="Longest"/> characters, "?" where there is none.</summary>
    internal static string Text(char character)
    {
        if (character >= '\u2500' && character <= '\u259F')
        {
            return Frame(character);
        }

        int at = Others.IndexOf(character) + 1;
        int end = at;
        while (end < Others.Length && Others[end] < 0x80)
        {
            end++;
        }

        return at == 0 ? "?" : Others.Substring(at, end - at);
    }

    // Box drawing and block elements.
    private static string Frame(char character)
    {
        if (character >= '\u2580')
        {
            return "#";
        }

        bool isFlat = character < '\u2502' || character == '\u2550';
        return isFlat ? "-" : character < '\u2504' || character == '\u2551' ? "|" : "+";
    }
}
