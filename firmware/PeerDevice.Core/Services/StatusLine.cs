namespace PeerDevice.Services;

/// <summary>The status codes that a peer answers with, as constant text: a literal stays in a board's flash (RFC 9110 §15).</summary>
public static class StatusLine
{
    /// <summary>The whole status line of a response, with its line end.</summary>
    public static string For(int status)
    {
        switch (status)
        {
            case 200: return "HTTP/1.1 200 OK\r\n";
            case 201: return "HTTP/1.1 201 Created\r\n";
            case 202: return "HTTP/1.1 202 Accepted\r\n";
            case 204: return "HTTP/1.1 204 No Content\r\n";
            case 206: return "HTTP/1.1 206 Partial Content\r\n";
            case 207: return "HTTP/1.1 207 Multi-Status\r\n";
            case 301: return "HTTP/1.1 301 Moved Permanently\r\n";
            case 304: return "HTTP/1.1 304 Not Modified\r\n";
            case 400: return "HTTP/1.1 400 Bad Request\r\n";
            case 403: return "HTTP/1.1 403 Forbidden\r\n";
            case 404: return "HTTP/1.1 404 Not Found\r\n";
            case 405: return "HTTP/1.1 405 Method Not Allowed\r\n";
            case 408: return "HTTP/1.1 408 Request Timeout\r\n";
            case 409: return "HTTP/1.1 409 Conflict\r\n";
            case 410: return "HTTP/1.1 410 Gone\r\n";
            case 412: return "HTTP/1.1 412 Precondition Failed\r\n";
            case 413: return "HTTP/1.1 413 Content Too Large\r\n";
            case 414: return "HTTP/1.1 414 URI Too Long\r\n";
            case 415: return "HTTP/1.1 415 Unsupported Media Type\r\n";
            case 416: return "HTTP/1.1 416 Range Not Satisfiable\r\n";
            case 417: return "HTTP/1.1 417 Expectation Failed\r\n";
            case 421: return "HTTP/1.1 421 Misdirected Request\r\n";
            case 422: return "HTTP/1.1 422 Unprocessable Content\r\n";
            case 423: return "HTTP/1.1 423 Locked\r\n";
            case 431: return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
            case 501: return "HTTP/1.1 501 Not Implemented\r\n";
            case 502: return "HTTP/1.1 502 Bad Gateway\r\n";
            case 503: return "HTTP/1.1 503 Service Unavailable\r\n";
            case 505: return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
            case 507: return "HTTP/1.1 507 Insufficient Storage\r\n";
            default: return "HTTP/1.1 500 Internal Server Error\r\n";
        }
    }

    /// <summary>One sentence for people that says what a status means on a peer.</summary>
    public static string Sentence(int status)
    {
        switch (status)
        {
            case 201: return "Created.";
            case 400: return "The request is malformed.";
            case 403: return "That is not allowed here.";
            case 404: return "There is nothing of that name here.";
            case 405: return "That method does not apply to this resource.";
            case 408: return "The request took too long to arrive.";
            case 409: return "The collection it should stand in is not there.";
            case 410: return "That has ended.";
            case 412: return "A condition of the request does not hold.";
            case 413: return "The content is larger than can be taken.";
            case 414: return "The request target is too long.";
            case 415: return "Content of that kind is not taken here.";
            case 416: return "No part of that range is there.";
            case 417: return "That expectation cannot be met.";
            case 421: return "The Host field does not name this peer.";
            case 422: return "There are no locks of that kind here.";
            case 423: return "The resource is in use just now.";
            case 431: return "The request's fields are too long.";
            case 501: return "That method is not known here.";
            case 502: return "The destination is not on this peer.";
            case 503: return "Not possible just now; try again in a moment.";
            case 505: return "HTTP/1.1 is spoken here.";
            case 507: return "There is no space left.";
            default: return "The peer could not do that.";
        }
    }
}
