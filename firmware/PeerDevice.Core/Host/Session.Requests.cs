using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <content>One request: its head, who answers it, and what comes of it.</content>
public sealed partial class Session
{
    /// <summary>Reads one request, answers it, and leaves the connection at the beginning of the next.</summary>
    /// <returns>Whether there can be a next.</returns>
    private bool Answer(Link link)
    {
        int refusal = ReadHead();
        if (refusal < 0)
        {
            return false;
        }

        _exchange.Begin(link);
        try
        {
            if (refusal != 0)
            {
                _exchange.MustClose = true;
                _exchange.Answer(refusal);
                Linger(link);
                return false;
            }

            _input.Start = _request.HeadEnd;
            OpenBody();

            // One step after the other, none inside another: what waits for the answer stands in a board's heap meanwhile.
            bool isOfShare = true;
            if (_leadsToShare && _request.IsRepeated && _parts.Access.Authorize(link, Access.Read))
            {
                GoAgain(link);
            }
            else
            {
                isOfShare = Route(link) && Dispatch(_exchange, _input.Buffer);
            }

            if (isOfShare)
            {
                _parts.Files.Answer(_exchange, _desk);
            }

            if (_exchange.MustClose)
            {
                if (!IsBodyRead() || _exchange.Status == 400)
                {
                    // Who sends what makes no sense has perhaps sent more of it.
                    Linger(link);
                }

                return false;
            }

            return DrainBody(link);
        }
        catch (OutOfMemoryException) when (!_exchange.HasSent)
        {
            // Nobody has been told anything yet: whoever asks again in a moment may find more. What is said is made already, and not overtaken by what he still sends.
            Refusal.Tell(link);
            Linger(link);
            return false;
        }
        finally
        {
            _exchange.End();
        }
    }

    /// <summary>Reads until a head is whole.</summary>
    /// <returns>0, the status to refuse with, or -1 when the connection ended.</returns>
    private int ReadHead()
    {
        bool isAwaited = false;
        while (true)
        {
            int read = _request.Read(_input.Buffer, _input.Start, _input.End);
            if (read == RequestReader.Complete)
            {
                return 0;
            }

            if (read == RequestReader.Refused)
            {
                return _request.Refusal;
            }

            if (!isAwaited)
            {
                // Nearly every head is whole at once; the time of one that is not runs from here.
                isAwaited = true;
                _paced.BeginHead();
            }

            int got = _input.Fill();
            if (got == BufferedSource.Full)
            {
                _request.RefuseTooLong(_input.Buffer, _input.Start, _input.End);
                return _request.Refusal;
            }

            if (got == ByteSource.TimedOut)
            {
                return 408;
            }

            if (got <= 0)
            {
                // An end in the middle of a head is nobody's request: there is nobody left to tell.
                return -1;
            }
        }
    }

    private void OpenBody()
    {
        if (_request.IsChunked)
        {
            _chunkedBody.Attach(_input);
            _exchange.Body = _chunkedBody;
            _paced.BeginContent();
        }
        else if (_request.ContentLength > 0)
        {
            _lengthBody.Attach(_input, _request.ContentLength);
            _exchange.Body = _lengthBody;
            _paced.BeginContent();
        }
    }

    /// <summary>Looks at who asks, and for what.</summary>
    /// <returns>Whether he may; otherwise he has his answer.</returns>
    private bool Route(Link link)
    {
        byte[] head = _input.Buffer;
        Exchange exchange = _exchange;
        if (_leadsToPrinter && _request.IsNearlyRepeated && _parts.Access.Authorize(link, Access.Read))
        {
            AnswerPrint(exchange);
            return false;
        }

        _leadsToShare = false;
        _leadsToPrinter = false;
        if (!IsForUs(link, head))
        {
            // RFC 9110 §7.4: a Host that is not ours is another's request, or a page's that bent a name towards us.
            exchange.Answer(421);
            return false;
        }

        int method = _request.Method;
        if (method == Method.Unknown)
        {
            exchange.Answer(501);
            return false;
        }

        bool isRead = method == Method.Get || method == Method.Head || method == Method.PropFind || method == Method.Options;
        if (!isRead && _request.Has(Field.Origin) && !Access.IsOwnOrigin(_request, head))
        {
            exchange.Answer(403, "A page of another site may not make this peer act.");
            return false;
        }

        if (!_parts.Access.Authorize(link, Access.Read))
        {
            exchange.Answer(403, "This peer serves its own network only.");
            return false;
        }

        exchange.MayWrite = _parts.Access.Authorize(link, Access.Write);
        return true;
    }

    /// <summary>Leads a request that is octet for octet the one before where that went: who asked, for what and where it leads are known.</summary>
    private void GoAgain(Link link)
    {
        _exchange.MayWrite = _parts.Access.Authorize(link, Access.Write);
        _exchange.Path = _sharePath;
        _exchange.HeadMark = _headMark;
        _exchange.HadSlash = _hadSlash;
    }

    /// <summary>Finds out what a request is about, and has it answered where that is nothing of the share.</summary>
    /// <returns>Whether it is something of the share.</returns>
    private bool Dispatch(Exchange exchange, byte[] head)
    {
        if (_request.Method == Method.Post && _parts.Office is not null && _parts.Office.IsForFirst(exchange))
        {
            _leadsToPrinter = true;
            AnswerPrint(exchange);
            return false;
        }

        if (RequestTarget.IsAsterisk(head, _request.TargetStart, _request.TargetEnd))
        {
            Asterisk(exchange);
            return false;
        }

        bool isFat = _parts.Files.IsFat;
        int status = RequestTarget.Path(head, _request.TargetStart, _request.TargetEnd, isFat, out string path, out bool hadSlash);
        if (status != 0)
        {
            // RFC 9112 §11: a target that makes no sense is no better than a field that does not.
            exchange.MustClose = status == 400;
            exchange.Answer(IsOnlyNoName(status, head) ? 404 : status);
            return false;
        }

        exchange.HadSlash = hadSlash;
        if (FileShare.IsInShare(path, out string rest))
        {
            exchange.Path = rest;
            _sharePath = rest;
            exchange.HeadMark = ++_headMark;
            _hadSlash = hadSlash;
            _leadsToShare = !RequestTarget.IsReserved(rest, isFat);
            if (_leadsToShare)
            {
                return true;
            }

            exchange.Answer(404);
            return false;
        }

        exchange.HeadMark = 0;
        IPeerFiles? others = _parts.Files.Others;
        if (others is not null && others.Answer(exchange, _desk, path))
        {
            return false;
        }

        exchange.Path = path;
        if (_parts.Office is null)
        {
            if (PrintDesk.IsTarget(path))
            {
                exchange.Answer(404, OnlyRaw);
                return false;
            }
        }
        else if (_parts.Office.IsMeant(exchange))
        {
            AnswerIpp(exchange);
            return false;
        }

        if (path.Length == 0 && _request.Method == Method.PropFind)
        {
            _parts.Files.PropFindRoot(exchange);
            return false;
        }

        if (path.Length == 0 && _request.Method == Method.Options)
        {
            FileShare.OptionsOfServer(exchange);
            return false;
        }

        _parts.Status.Answer(exchange);
        return false;
    }

    private void AnswerIpp(Exchange exchange)
    {
        if (!_parts.Access.Authorize(exchange.Client!, Access.Print))
        {
            exchange.Answer(403, NotForPrint);
            return;
        }

        Desk(exchange).Answer();
    }

    /// <summary>Answers what is known to be an IPP message for the first Printer's path.</summary>
    private void AnswerPrint(Exchange exchange)
    {
        exchange.Path = PrintDesk.Root;
        if (!_parts.Access.Authorize(exchange.Client!, Access.Print))
        {
            exchange.Answer(403, NotForPrint);
            return;
        }

        (_printDesk ?? Desk(exchange)).AnswerMessage();
    }

    // Most sessions never print: the desk is made when one does.
    private PrintDesk Desk(Exchange exchange)
    {
        _printDesk ??= _parts.Office!.MakeDesk(exchange, _parts);
        return _printDesk;
    }

    private static void Asterisk(Exchange exchange)
    {
        // RFC 9112 §3.2.4: "*" asks about the server as a whole, and only OPTIONS can.
        if (exchange.Request.Method != Method.Options)
        {
            exchange.MustClose = true;
            exchange.Answer(400);
            return;
        }

        FileShare.OptionsOfServer(exchange);
    }
}
