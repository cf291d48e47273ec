using System;
using System.Globalization;
using PeerDevice.Services.Printing;

namespace PeerDevice.Companion.Client;

/// <summary>
/// A Printer as a user names it: a peer (<c>host:port</c>, whose Printer is at <c>/ipp/print</c>, or <c>host:port/ipp/print/NAME</c>), any IPP printer by its URI
/// (<c>ipp://host/…</c>), or a raw port (<c>socket://host:9100</c>).
/// </summary>
/// <param name="Host">The name or address; IPv6 without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="Path">The decoded path of the Printer; empty for a raw port.</param>
internal sealed record PrinterAddress(string Host, int Port, string Path)
{
    /// <summary>The path of a peer's first Printer; the others stand below, each by its name.</summary>
    public const string First = "/" + PrintDesk.Root;

    private const string IppScheme = "ipp://";
    private const string RawScheme = "socket://";

    /// <summary>Whether it is a raw port, which speaks no IPP.</summary>
    public bool IsRaw => Path.Length == 0;

    /// <summary>Whether it is a peer's first Printer, as far as the address tells: where there are several, another may be named.</summary>
    public bool IsFirst => Path == First;

    /// <summary>Host and port, for people.</summary>
    public string Authority => PeerAddress.AuthorityOf(Host, Port);

    /// <summary>Its URI, as it stands in IPP (RFC 8010 §4.2): without the scheme's own port.</summary>
    public string Uri => IppScheme + (Port == Limits.IppPort ? PeerAddress.Bracketed(Host) : Authority) + PeerAddress.Encode(Path);

    /// <summary>Reads an address.</summary>
    /// <exception cref="CommandFailure">It is none, or one of files.</exception>
    public static PrinterAddress Read(string text)
    {
        if (text.StartsWith(RawScheme, StringComparison.OrdinalIgnoreCase))
        {
            PeerAddress raw = PeerAddress.Read(text, RawScheme, Limits.RawPort);
            return raw.Path == PeerAddress.Files ? new PrinterAddress(raw.Host, raw.Port, "")
                : throw new CommandFailure($"'{text}' has a path, and a raw port has none: write socket://host:{Limits.RawPort}.");
        }

        PeerAddress at = text.StartsWith(IppScheme, StringComparison.OrdinalIgnoreCase) ? PeerAddress.Read(text, IppScheme, Limits.IppPort) : PeerAddress.Read(text);
        bool isPrinter = at.Path.StartsWith("/ipp", StringComparison.Ordinal) || !at.Path.StartsWith(PeerAddress.Files, StringComparison.Ordinal);
        return at.Path == PeerAddress.Files ? new PrinterAddress(at.Host, at.Port, First)
            : isPrinter ? new PrinterAddress(at.Host, at.Port, at.Path.TrimEnd('/'))
            : throw new CommandFailure($"'{text}' is a file's address: a printer is the peer itself, host:port, or ipp://host:port/ipp/print.");
    }

    /// <summary>Another Printer of the same peer.</summary>
    public PrinterAddress Named(string name) => this with { Path = First + "/" + name };
}
