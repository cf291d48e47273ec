namespace PeerDevice.Services.Settings;

/// <summary>
/// How one peer is set up. What stands here before anything is read is what works with no settings file at all;
/// <see cref="SettingsReader"/> fills in what <c>peer.cfg</c> says.
/// </summary>
public sealed class PeerSettings
{
    /// <summary>The settings file's name, at the root of the card.</summary>
    public const string FileName = "peer.cfg";

    /// <summary>A port that is not opened.</summary>
    public const int NoPort = -1;

    /// <summary>No parity bit.</summary>
    public const int ParityNone = 0;

    /// <summary>A parity bit that makes the number of ones odd.</summary>
    public const int ParityOdd = 1;

    /// <summary>A parity bit that makes the number of ones even.</summary>
    public const int ParityEven = 2;

    /// <summary>Nothing holds the sender back.</summary>
    public const int HandshakeNone = 0;

    /// <summary>The device sends XOFF (19) to stop the sender and XON (17) to let it go on.</summary>
    public const int HandshakeXonXoff = 1;

    /// <summary>A wire of the cable (to CTS or DSR, from the device's RTS or DTR) stops the sender.</summary>
    public const int HandshakeWires = 2;

    /// <summary>The output device is behind the board's serial port.</summary>
    public const string PrinterSerial = "serial";

    /// <summary>The output device is on USB, behind the board's host chip.</summary>
    public const string PrinterUsb = "usb";

    /// <summary>There is no output device.</summary>
    public const string PrinterNone = "none";

    /// <summary>Documents are fetched from whom the peer serves: who is on its own links.</summary>
    public const int PullsFromOffice = 0;

    /// <summary>Documents are fetched from wherever a URI says.</summary>
    public const int PullsFromAnywhere = 1;

    /// <summary>No documents are fetched.</summary>
    public const int PullsNothing = 2;

    /// <summary>The light is a plain LED.</summary>
    public const int LightLed = 0;

    /// <summary>The light is the first of a strip of WS2812s.</summary>
    public const int LightStrip = 1;

    /// <summary>There is no light.</summary>
    public const int LightNone = 2;

    /// <summary>There is no display.</summary>
    public const int DisplayNone = 0;

    /// <summary>The display is an SSD1306 of 128 by 64 dots.</summary>
    public const int Display128x64 = 1;

    /// <summary>The display is an SSD1306 of 128 by 32 dots.</summary>
    public const int Display128x32 = 2;

    /// <summary>The display is an SH1106 of 128 by 64 dots.</summary>
    public const int DisplaySh1106 = 3;

    /// <summary>There is no button.</summary>
    public const int ButtonNone = 0;

    /// <summary>There is a button.</summary>
    public const int ButtonThere = 1;

    /// <summary>There is a button, whose pin is high while it is pressed.</summary>
    public const int ButtonHigh = 2;

    /// <summary>There is a button, whose pin is low while it is pressed.</summary>
    public const int ButtonLow = 3;

    /// <summary>A pin that is left to the board.</summary>
    public const int OfBoard = -1;

    /// <summary>A setting that is left to the output device's language.</summary>
    public const int OfLanguage = -1;

    /// <summary>The peer's name for people: 1 to <see cref="Limits.PeerNameOctets"/> octets of UTF-8.</summary>
    public string Name = "PeerDevice";

    /// <summary>Other names by which clients may call it in <c>Host</c>, beside <see cref="Name"/> and the addresses: those that the network knows this machine by.</summary>
    public string[] HostNames = new string[0];

    /// <summary>The TCP port of HTTP; 0 lets the network choose.</summary>
    public int HttpPort = Limits.HttpPort;

    /// <summary>The TCP port of raw intake; 0 lets the network choose, <see cref="NoPort"/> leaves it shut.</summary>
    public int RawPort = Limits.RawPort;

    /// <summary>The TCP port of LPD; 0 lets the network choose, <see cref="NoPort"/> leaves it shut.</summary>
    public int LpdPort = Limits.LpdPort;

    /// <summary>The keys of an office's services that the settings ask for in so many words, a blank before each: where there is no room for one, that is to be said.</summary>
    public string Asked = "";

    /// <summary>A second TCP port of HTTP, for clients of IPP, who go to 631 by themselves; 0 lets the network choose, <see cref="NoPort"/> leaves it shut. The image of a board opens it.</summary>
    public int IppPort = NoPort;

    /// <summary>The UDP port of the SNMP agent; 0 lets the network choose, <see cref="NoPort"/> leaves it shut.</summary>
    public int SnmpPort = Limits.SnmpPort;

    /// <summary>Whether the peer is told of by multicast DNS, and looks for others by it. The image of a board turns it on before it reads what the card says.</summary>
    public bool Discovery;

    /// <summary><see cref="PrinterSerial"/>, <see cref="PrinterUsb"/>, <see cref="PrinterNone"/>, or empty where nobody said: then the image decides.</summary>
    public string Printer = "";

    /// <summary><see cref="ButtonThere"/>, <see cref="ButtonHigh"/>, <see cref="ButtonLow"/>, <see cref="ButtonNone"/>, or <see cref="OfBoard"/>: where the board has one on it.</summary>
    public int Button = OfBoard;

    /// <summary><see cref="LightLed"/>, <see cref="LightStrip"/> or <see cref="LightNone"/>.</summary>
    public int Light = LightLed;

    /// <summary>What display there is: <see cref="DisplayNone"/>, <see cref="Display128x64"/>, <see cref="Display128x32"/> or <see cref="DisplaySh1106"/>.</summary>
    public int Display = DisplayNone;

    /// <summary>Bits a second on the serial line to the output device.</summary>
    public int BaudRate = 9600;

    /// <summary>Data bits of a character on the serial line: 7 or 8.</summary>
    public int DataBits = 8;

    /// <summary>One of <see cref="ParityNone"/>, <see cref="ParityOdd"/>, <see cref="ParityEven"/>.</summary>
    public int Parity = ParityNone;

    /// <summary>Stop bits of a character on the serial line: 1 or 2.</summary>
    public int StopBits = 1;

    /// <summary>One of <see cref="HandshakeNone"/>, <see cref="HandshakeXonXoff"/>, <see cref="HandshakeWires"/>.</summary>
    public int Handshake = HandshakeNone;

    /// <summary>The pin of the wire that stops the sender; <see cref="OfBoard"/> for the board's own.</summary>
    public int StopPin = OfBoard;

    /// <summary>Whether a high level at that pin is a stop, as behind the receivers of RS-232.</summary>
    public bool StopsByHigh = true;

    /// <summary>The pin of the wire that tells the device that the board listens; <see cref="OfBoard"/> for the board's own.</summary>
    public int ReadyPin = OfBoard;

    /// <summary>The path on the card of what a USB printer without a program of its own is sent when it is plugged in; empty for nothing.</summary>
    public string UsbFirmware = "";

    /// <summary>What the output device speaks: the name of a language, such as "escpos-80"; empty for raw.</summary>
    public string PrinterLanguage = "";

    /// <summary>How the output device is asked for its state: the name of a dialogue, "none", or empty for its language's own.</summary>
    public string PrinterStatus = "";

    /// <summary>The code page in which the output device prints text; <see cref="OfLanguage"/> for its language's own, 0 for ASCII.</summary>
    public int CodePage = OfLanguage;

    /// <summary>Characters of a line of text; <see cref="OfLanguage"/> for the language's own.</summary>
    public int Columns = OfLanguage;

    /// <summary>Lines of a page of text, 0 where the device counts them or has a roll; <see cref="OfLanguage"/> for the language's own.</summary>
    public int Lines = OfLanguage;

    /// <summary>Whether text is cut off behind a page: 0 not, 1 but for a bit, 2 wholly; <see cref="OfLanguage"/> as the language's devices can.</summary>
    public int Cut = OfLanguage;

    /// <summary>The make of the output device, over what it says itself; empty to leave it at that.</summary>
    public string PrinterMake = "";

    /// <summary>The model of the output device, over what it says itself; empty to leave it at that.</summary>
    public string PrinterModel = "";

    /// <summary>The language of what people read, as a language tag in lower case (RFC 5646 §2.1): "en", "de", "pt-br".</summary>
    public string Language = "en";

    /// <summary>This peer's own IPv4 address in its textual form; empty for one from DHCP.</summary>
    public string Address = "";

    /// <summary>The mask that goes with <see cref="Address"/>, in its textual form; empty with DHCP.</summary>
    public string SubnetMask = "";

    /// <summary>The gateway that goes with <see cref="Address"/>; empty for none.</summary>
    public string Gateway = "";

    /// <summary>The name server that goes with <see cref="Address"/>; empty for the gateway.</summary>
    public string NameServer = "";

    /// <summary>The host that is asked for the time (SNTP); empty to ask nobody.</summary>
    public string Ntp = "pool.ntp.org";

    /// <summary>Whether clients may change the store.</summary>
    public bool Writable = true;

    /// <summary>Whether a stored file is confirmed only when it is on the medium.</summary>
    public bool Durable = true;

    /// <summary>What the card holds in all, in octets; 0 where nobody said, and then nobody is told how much room is left on it.</summary>
    public long CardSize;

    /// <summary>Where the output device stands, for people.</summary>
    public string PrinterLocation = "";

    /// <summary>Whether Jobs are kept on the card, or where a PC has a place for them, until they are printed.</summary>
    public bool Spool = true;

    /// <summary>What becomes of a Job when something broke in the middle of printing it: 0 it is printed again, 1 it waits to be released, 2 it is given up.</summary>
    public int AfterCut;

    /// <summary>Whether the documents of a Job that was printed are kept until room is needed, so that it can be printed again.</summary>
    public bool KeepsJobs;

    /// <summary>From where documents are fetched for who asks to print them (Print-URI): <see cref="PullsFromOffice"/>, <see cref="PullsFromAnywhere"/> or <see cref="PullsNothing"/>.</summary>
    public int Pull = PullsFromOffice;

    /// <summary>The folders that follow others: the URI of what is followed, with its last slash, and the path of what follows, one after the other.</summary>
    public string[] Mirrors = new string[0];

    /// <summary>Whether what came of a raw connection that broke off is printed; otherwise its Job is aborted.</summary>
    public bool PrintsWhatCame = true;

    /// <summary>
    /// What the settings file says that makes no sense, a sentence each with its line, such as
    /// "line 3: baud must be a number from 300 to 921600; 9600 stands"; empty when all was understood.
    /// </summary>
    public string[] Problems = new string[0];

    // Only a host with options of its own asks for this (hardware/VirtualBoard), a board never does. It stands here all the same: which lines give a key a value is for the
    // one reader to say, which alone knows comments, what is given twice and what is refused; another reader beside it would come to differ. A board pays a field and a line.

    /// <summary>The keys that were given a value that makes sense, as <see cref="SettingsKeys"/> numbers them: a bit for each.</summary>
    internal ulong Given;

    /// <summary>Whether the text that was read gave a key a value that makes sense; otherwise what stands here is a default.</summary>
    /// <param name="key">The key, in lower case.</param>
    public bool Says(string key)
    {
        int which = SettingsKeys.Find(key);
        return which >= 0 && (Given & (1UL << which)) != 0;
    }
}
