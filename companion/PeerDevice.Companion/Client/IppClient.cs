using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Asks one Printer by IPP (RFC 8011) carried by HTTP (RFC 8010 §4): <see cref="Begin"/>, attributes, <see cref="Ask"/>; or, with a document,
/// <see cref="Open"/>, writes to <see cref="Content"/>, <see cref="Complete"/>. Nothing that is answered makes it throw. For one thread at a time.
/// </summary>
/// <remarks>
/// Each request has a connection of its own: one that was kept may be closed just when it is used, and an operation that may have been done must not be
/// asked for again behind its caller's back. A board has few of them, too.
/// </remarks>
internal sealed class IppClient
{
    /// <summary>IPP/1.1, for Printers that do not speak the newer one.</summary>
    public const int FirstVersion = 0x0101;

    /// <summary><see cref="Status"/> where there was no answer in IPP.</summary>
    public const int NoStatus = -1;

    private const int SecondVersion = 0x0200;
    private const int HttpOk = 200;

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly string _uri;
    private readonly ByteWriter _message = new(new byte[DesktopLimits.IppRequestOctets]);
    private readonly IppWriter _writer;
    private readonly BufferedSource _source;
    private int _request;

    /// <summary>Makes a client; nothing is opened before the first request.</summary>
    /// <param name="network">The network to connect by.</param>
    /// <param name="clock">The clock that bounds how long an answer may take.</param>
    /// <param name="host">The host.</param>
    /// <param name="port">Its port.</param>
    /// <param name="path">The decoded path that HTTP asks for.</param>
    /// <param name="uri">The Printer's URI, as every request names it.</param>
    /// <param name="bounds">How much of an answer is held.</param>
    public IppClient(INetwork network, IClock clock, string host, int port, string path, string uri, Bounds bounds)
    {
        _http = new HttpClient(network, clock, host, port, DesktopLimits.IppHeadOctets);
        _path = path;
        _uri = uri;
        _writer = new IppWriter(_message, null);
        _source = new BufferedSource(new byte[bounds.Octets]);
        Answer = new IppReader(bounds.Attributes, bounds.Groups);
    }

    /// <summary>The version that is spoken.</summary>
    public int Version { get; set; } = SecondVersion;

    /// <summary>How long an answer may take to begin, in milliseconds.</summary>
    public int Patience { get => _http.Patience; set => _http.Patience = value; }

    /// <summary>The answer, where <see cref="Status"/> is one.</summary>
    public IppReader Answer { get; }

    /// <summary>The status-code of the answer (<see cref="IppStatus"/>), or <see cref="NoStatus"/>.</summary>
    public int Status { get; private set; } = NoStatus;

    /// <summary>Why there is no answer, one of <see cref="HttpClient"/>'s outcomes.</summary>
    public int Outcome { get; private set; }

    /// <summary>The status of HTTP; 0 where there was none.</summary>
    public int HttpStatus { get; private set; }

    /// <summary>Where a document goes, after <see cref="Open"/>.</summary>
    public ByteSink Content => _http.Content;

    /// <summary>Whether the answer came before the document was sent: nothing more is to be sent.</summary>
    public bool IsAnswered => _http.IsAnswered;

    /// <summary>Begins a request, with what stands first in each: charset, language and printer-uri.</summary>
    public IppWriter Begin(int operation)
    {
        _message.Reset();
        _request++;
        _writer.Begin(Version, operation, _request);
        _writer.BeginOperation("en");
        _writer.Uri("printer-uri", _uri);
        return _writer;
    }

    /// <summary>Sends a request without a document and reads the answer.</summary>
    /// <returns>Whether there is one in IPP, whichever its status.</returns>
    public bool Ask() => Open(0) && Complete();

    /// <summary>Sends a request up to its document.</summary>
    /// <param name="documentOctets">How long the document is; negative where nobody knows.</param>
    /// <returns>Whether to go on to <see cref="Complete"/>.</returns>
    public bool Open(long documentOctets)
    {
        _writer.End();
        _http.Close();
        Status = NoStatus;
        HttpStatus = 0;
        _http.Start("POST", _path);
        _http.Field("Content-Type: ", "application/ipp");
        Outcome = _writer.Overflowed ? HttpClient.TooLong : _http.Begin(documentOctets < 0 ? -1 : _message.Position + documentOctets, false);
        if (Outcome != HttpClient.Ok)
        {
            _http.Close();
            return false;
        }

        // One that takes nothing may have said why.
        _http.Content.Write(_message.Buffer, 0, _message.Position);
        return true;
    }

    /// <summary>Ends a request and reads the answer.</summary>
    /// <returns>As <see cref="Ask"/>.</returns>
    public bool Complete()
    {
        Outcome = _http.Complete();
        if (Outcome == HttpClient.Ok)
        {
            HttpStatus = _http.Response.Status;
            if (HttpStatus == HttpOk)
            {
                Read();
            }
        }

        _http.Close();
        return Status != NoStatus;
    }

    /// <summary>Ends the connection; a request that is under way fails. May be called by any thread.</summary>
    public void Close() => _http.Close();

    private void Read()
    {
        _source.Attach(_http.Body);
        Answer.BeginResponse(_source);
        int read = Answer.Read();
        if (read == IppReader.Complete && Answer.RequestId == _request)
        {
            Status = Answer.Status;
            return;
        }

        Outcome = read == ByteSource.TimedOut ? HttpClient.Silent : read < 0 ? HttpClient.Broken : HttpClient.Malformed;
    }

    /// <summary>How much of an answer is held.</summary>
    /// <param name="Octets">Octets of its attributes.</param>
    /// <param name="Attributes">How many attributes.</param>
    /// <param name="Groups">How many groups: one for each Job of a list.</param>
    public sealed record Bounds(int Octets, int Attributes, int Groups);
}
