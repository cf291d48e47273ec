using System;

namespace PeerDevice.Clients;

/// <summary>Conditional requests with curl (RFC 9110 §13).</summary>
internal static class ConditionChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        string small = peer.Files + Samples.SmallName;
        string large = peer.Files + Samples.LargeName;
        string tag = string.Empty;

        score.Check($"{peer.Name}: a file has a strong entity tag", () =>
        {
            tag = Answer.Curl("-I", small).With(200).Field("ETag") ?? string.Empty;
            Expect.True(tag.Length > 2 && tag[0] == '"' && tag[^1] == '"', $"ETag is '{tag}'");
        });
        score.Check($"{peer.Name}: If-None-Match with the tag gets 304 and the tag", () => Expect.Equal(tag, Answer.Curl("-H", $"If-None-Match: {tag}", small).With(304).Of([]).Field("ETag"), "ETag"));
        score.Check($"{peer.Name}: If-None-Match with the weak tag gets 304", () => Answer.Curl("-H", $"If-None-Match: \"x\", W/{tag}", small).With(304));
        score.Check($"{peer.Name}: If-None-Match with another tag gets the content", () => Answer.Curl("-H", "If-None-Match: \"x\"", small).With(200).Of(Samples.Small));
        score.Check($"{peer.Name}: If-Match with the tag gets the content", () => Answer.Curl("-H", $"If-Match: {tag}", small).With(200).Of(Samples.Small));
        score.Check($"{peer.Name}: If-Match with another tag gets 412", () => Answer.Curl("-H", "If-Match: \"x\"", small).With(412));
        score.Check($"{peer.Name}: If-Match with the weak tag gets 412", () => Answer.Curl("-H", $"If-Match: W/{tag}", small).With(412));
        score.Check($"{peer.Name}: If-Range with the tag gets the part", () =>
        {
            string largeTag = Answer.Curl("-I", large).With(200).Field("ETag")!;
            Answer.Curl("-r", "5-9", "-H", $"If-Range: {largeTag}", large).With(206).Of(Samples.Large.AsSpan(5, 5));
        });
        score.Check($"{peer.Name}: If-Range with another tag gets the whole", () => Answer.Curl("-r", "5-9", "-H", "If-Range: \"x\"", large).With(200).Of(Samples.Large));
        score.Check($"{peer.Name}: curl's own tag cache is told that nothing changed", () => TagCache(peer));
        score.Check($"{peer.Name}: If-Modified-Since and If-Unmodified-Since agree with Last-Modified", () => Dates(peer));
    }

    private static void TagCache(RunningPeer peer)
    {
        string cache = System.IO.Path.Combine(peer.Top, "etag");
        Answer.Curl("--etag-save", cache, peer.Files + Samples.SmallName).With(200);
        Answer.Curl("--etag-compare", cache, peer.Files + Samples.SmallName).With(304);
    }

    // A board leaves Last-Modified out where it does not know it; a PC always knows.
    private static void Dates(RunningPeer peer)
    {
        string small = peer.Files + Samples.SmallName;
        string? modified = Answer.Curl("-I", small).With(200).Field("Last-Modified");
        if (modified is null)
        {
            Expect.True(peer.Name != "companion", "Last-Modified is missing");
            Answer.Curl("-H", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", small).With(200).Of(Samples.Small);
            return;
        }

        Answer.Curl("-H", $"If-Modified-Since: {modified}", small).With(304);
        Answer.Curl("-H", "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT", small).With(200).Of(Samples.Small);
        Answer.Curl("-H", $"If-Unmodified-Since: {modified}", small).With(200).Of(Samples.Small);
        Answer.Curl("-H", "If-Unmodified-Since: Sun Nov  6 08:49:37 1994", small).With(412);
    }
}
