using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>The conditions of a request, in the order of RFC 9110 §13.2.2.</summary>
public static class Preconditions
{
    /// <summary>The request goes on.</summary>
    public const int Hold = 0;

    /// <summary>
    /// Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since against what stands at the target.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="head">The buffer its offsets point into.</param>
    /// <param name="exists">Whether there is a current representation.</param>
    /// <param name="tag">The opaque part of its entity tag.</param>
    /// <param name="tagLength">The tag's length in octets; 0 where it has none.</param>
    /// <param name="modified">Its modification time in seconds since 1970, or 0 where unknown.</param>
    /// <param name="isSure">Whether that time says for sure that nothing was changed since.</param>
    /// <returns><see cref="Hold"/>, or the status to answer with: 304, 400 or 412.</returns>
    public static int Evaluate(RequestReader request, byte[] head, bool exists, byte[] tag, int tagLength, long modified, bool isSure)
    {
        bool isRead = request.Method == Method.Get || request.Method == Method.Head;
        if (request.Has(Field.IfMatch))
        {
            int match = Match(request, head, Field.IfMatch, exists, tag, tagLength, true);
            if (match != EntityTags.Match)
            {
                return match == EntityTags.Malformed ? 400 : 412;
            }
        }
        else if (request.Has(Field.IfUnmodifiedSince) && modified != 0)
        {
            // RFC 9110 §13.1.4: a date that is not valid, or a time that is not known, makes the field void.
            long since = HttpDate.Read(head, request.Start(Field.IfUnmodifiedSince), request.End(Field.IfUnmodifiedSince));
            if (since >= 0 && modified > since)
            {
                return 412;
            }
        }

        if (request.Has(Field.IfNoneMatch))
        {
            int match = Match(request, head, Field.IfNoneMatch, exists, tag, tagLength, false);
            if (match == EntityTags.Malformed)
            {
                return 400;
            }

            if (match == EntityTags.Match)
            {
                return isRead ? 304 : 412;
            }
        }
        else if (isRead && request.Has(Field.IfModifiedSince) && modified != 0 && isSure)
        {
            long since = HttpDate.Read(head, request.Start(Field.IfModifiedSince), request.End(Field.IfModifiedSince));
            if (since >= 0 && modified <= since)
            {
                return 304;
            }
        }

        return Hold;
    }

    /// <summary>Whether a Range field is to be obeyed: there is no If-Range, or what it names is what stands there (RFC 9110 §13.1.5).</summary>
    public static bool RangeApplies(RequestReader request, byte[] head, byte[] tag, int tagLength, long modified, long now)
    {
        if (!request.Has(Field.IfRange))
        {
            return true;
        }

        int start = request.Start(Field.IfRange);
        int end = request.End(Field.IfRange);
        if (start < end && (head[start] == '"' || head[start] == 'W'))
        {
            return tagLength > 0 && EntityTags.Contains(head, start, end, tag, tagLength, true) == EntityTags.Match;
        }

        // §8.8.2.2: a date is a strong validator only when it is at least a second older than the clock that made it,
        // since what changes twice within one second has one date.
        return modified != 0
            && (now == 0 || modified + Limits.StrongDateAge <= now)
            && HttpDate.Read(head, start, end) == modified;
    }

    private static int Match(RequestReader request, byte[] head, int field, bool exists, byte[] tag, int tagLength, bool strong)
    {
        int start = request.Start(field);
        int end = request.End(field);
        int match = EntityTags.Contains(head, start, end, tag, exists ? tagLength : 0, strong);
        if (match == EntityTags.Any)
        {
            return exists ? EntityTags.Match : EntityTags.NoMatch;
        }

        return match == EntityTags.Match && !exists ? EntityTags.NoMatch : match;
    }
}
