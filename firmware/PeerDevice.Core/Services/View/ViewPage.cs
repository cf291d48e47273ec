namespace PeerDevice.Services.View;

/// <summary>What the pages of a peer have in common: how they begin, how they look, and what a browser may do on them.</summary>
public static class ViewPage
{
    /// <summary>The style of the pages, as it stands in each: so a page needs one connection to be read, and a board may have one.</summary>
    public const string Style =
        "body{font:1em/1.5 system-ui,sans-serif;max-width:60em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}"
        + "h1{font-size:1.3em}h2{font-size:1.1em}table{width:100%;border-collapse:collapse}"
        + "th,td{padding:.3em 0 .3em 1em;text-align:right;white-space:nowrap}"
        + "th:first-child,td:first-child{padding-left:0;text-align:left;white-space:normal}"
        + "tr+tr{border-top:1px solid #8884}a{unicode-bidi:isolate}"
        + "@media(max-width:30em){th:nth-child(3),td:nth-child(3){display:none}}";

    /// <summary>The SHA-256 of <see cref="Style"/>, by which the policy lets it in and no other (CSP Level 3 §2.3.1). A test computes it.</summary>
    private const string StyleHash = "/TLqeYPK9PVsvfAPXevsP0Pb3xB4w9WgzxrCJ1Lv87I=";

    /// <summary>
    /// The fields of every page: this peer's own script and requests, this style, and nothing else; in nobody's frame, so that no page
    /// elsewhere can lay itself over its buttons. What a name or a file could ever smuggle in is not run.
    /// </summary>
    public const string Fields =
        "Cache-Control: no-cache\r\nContent-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
        + "Content-Security-Policy: default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-" + StyleHash + "'; img-src data:; "
        + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'\r\n";

    /// <summary>How a page begins, up to where its head goes on. The empty icon saves a board the request for one.</summary>
    public const string Begin =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
        + "<link rel=\"icon\" href=\"data:,\"><style>" + Style + "</style>";
}
