using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <content>What a source answers, and whether it is what others gave some of.</content>
internal sealed partial class FetchLane
{
    /// <summary>Asks for a range, through redirects (RFC 9110 §15.4), and looks at the answer's head.</summary>
    /// <returns>Whether what was asked for comes now; otherwise the source was told of as one that failed.</returns>
    private bool Ask(long from, long until, out long end)
    {
        end = until;
        for (int hop = 0; ; hop++)
        {
            HttpClient client = _client!;
            bool isUnknown = until == long.MaxValue;
            client.StartTarget("GET", _uri.Target);
            client.Field("Accept-Encoding: ", "identity");
            if (!It.IsWhole)
            {
                long last = isUnknown ? from + Limits.FetchBoardStint - 1 : until - 1;
                client.Field("Range: ", "bytes=" + from.ToString() + "-" + last.ToString());
                if (It.Validator.Length > 0)
                {
                    client.Field("If-Range: ", It.Validator);
                }
            }

            int outcome = client.Ask();
            if (outcome != HttpClient.Ok)
            {
                if (outcome == HttpClient.Malformed || outcome == HttpClient.TooLong)
                {
                    return Drop("Its answer makes no sense.");
                }

                return Fail(outcome == HttpClient.Unreachable ? "It cannot be reached." : outcome == HttpClient.Silent ? "It does not answer." : "It broke off.", 0);
            }

            int status = client.Response.Status;
            if (client.Response.IsRedirect)
            {
                string location = client.Value(Field.Location);
                if (hop == Limits.PullRedirects || _uri.Resolve(location) != HttpUri.Ok)
                {
                    return Drop("It leads on too often, or to nowhere.");
                }

                Connect();
                continue;
            }

            return status == 206 ? TakePart(from, until, out end) : status == 200 ? TakeWhole(from, out end) : TakeRefusal(status);
        }
    }

    private bool TakeRefusal(int status)
    {
        HttpClient client = _client!;
        string retry = client.Value(Field.RetryAfter);
        client.Close();
        if (status == 416 && client.Line("content-range", 0) == "bytes */0")
        {
            return Learn(0) && false;
        }

        if (status != 503 && status != 429 && status != 500 && status != 502 && status != 504)
        {
            return Drop("It answers " + status.ToString() + ".");
        }

        long seconds = 0;
        for (int i = 0; i < retry.Length && seconds < Limits.FetchRetryAfter; i++)
        {
            seconds = retry[i] >= '0' && retry[i] <= '9' ? (seconds * 10) + (retry[i] - '0') : 0;
        }

        return seconds * 1000 > Limits.FetchRetryAfter ? Drop("It is busy for long.") : Fail("It is busy.", seconds * 1000);
    }

    // RFC 9110 §15.3.7
    private bool TakePart(long from, long until, out long end)
    {
        HttpClient client = _client!;
        ResponseReader response = client.Response;
        end = until;
        bool isPart = ContentRange.Read(client.Value(Field.ContentRange), out long first, out long last, out long complete)
            && first == from && (until == long.MaxValue || last < until) && !It.IsWhole
            && (response.ContentLength < 0 || response.ContentLength == last - first + 1)
            && !response.Has(Field.ContentEncoding) && !response.EndsWithConnection;
        if (!isPart)
        {
            return Drop("It gives another part than it was asked for.");
        }

        end = last + 1;
        return IsSame(false) && Learn(complete);
    }

    // A server may ignore ranges (RFC 9110 §14.2), and does where the version is another (§13.1.5).
    private bool TakeWhole(long from, out long end)
    {
        HttpClient client = _client!;
        ResponseReader response = client.Response;
        end = long.MaxValue;
        if (response.Has(Field.ContentEncoding))
        {
            return Drop("It comes in a content coding.");
        }

        if (response.EndsWithConnection)
        {
            return Drop("Nobody sees where it ends.");
        }

        if (!IsSame(true))
        {
            return false;
        }

        long length = response.HasBody ? response.ContentLength : 0;
        if (length >= 0 && !Learn(length))
        {
            return false;
        }

        bool wasWhole = It.IsWhole;
        lock (_plan)
        {
            It.IsWhole = true;
        }

        end = length < 0 ? long.MaxValue : length;
        if (from > 0 && !wasWhole)
        {
            // Others may have ranges; if none has, it is asked again for all of it.
            client.Close();
            return false;
        }

        return true;
    }

    /// <summary>Whether the answer is of the version that the source had before, and had for others.</summary>
    private bool IsSame(bool isWhole)
    {
        HttpClient client = _client!;
        string tag = client.StrongTag();
        string date = client.Value(Field.LastModified);

        // RFC 9110 §8.8.2.2: a date is as good as a tag once a second has passed.
        string validator = tag.Length > 0 ? tag : date.Length > 0 && date.Length <= Limits.PullTagOctets && date != client.Value(Field.Date) ? date : "";
        bool isOther = It.Validator.Length > 0 && validator != It.Validator && (isWhole || validator.Length > 0);
        if (isOther)
        {
            _fetcher.HasChanged = true;
            return Drop("It has changed.");
        }

        if (!IsRight(isWhole))
        {
            return Drop("It has another content.");
        }

        if (validator.Length == 0 && !_fetcher.IsVerified && !IsOneVersion(isWhole))
        {
            return false;
        }

        if (It.Validator.Length == 0 && validator.Length > 0)
        {
            It.Validator = validator;
            _fetcher.NoteSoon();
        }

        FetchOrder order = _fetcher.Order;
        if (order.Modified == 0 && date.Length > 0)
        {
            long modified = client.Date(Field.LastModified);
            order.Modified = modified < 0 ? 0 : modified;
        }

        if (order.Type.Length == 0)
        {
            order.Type = client.Value(Field.ContentType);
        }

        return true;
    }

    // Of a source that says neither by a tag nor by a date which version it has, and of a content that nothing is known of, only what one answer gives is of one version.
    private bool IsOneVersion(bool isWhole)
    {
        if (It.Octets > 0)
        {
            return Drop("It does not say which version it has.");
        }

        if (!isWhole)
        {
            // It is asked again, for all at once, if nobody has parts.
            lock (_plan)
            {
                It.IsWhole = true;
            }

            _client!.Close();
        }

        return isWhole;
    }

    // RFC 9530: what the source says that its content is.
    private bool IsRight(bool isWhole)
    {
        string? said = _client!.Line("repr-digest", 0) ?? (isWhole ? _client.Line("content-digest", 0) : null);
        if (said is null)
        {
            return true;
        }

        byte[] value = System.Text.Encoding.UTF8.GetBytes(said);
        byte[] digest = new byte[ReprDigest.Octets];
        if (ReprDigest.Sha256(value, 0, value.Length, digest) != ReprDigest.Found)
        {
            return true;
        }

        lock (_plan)
        {
            byte[]? should = _fetcher.Believe(digest);
            bool isRight = should is null || Octets.AreSame(should, 0, digest, 0, digest.Length);
            It.IsContrary = !isRight && _fetcher.Order.Sha256 is null;
            return isRight;
        }
    }

    // Takes what a source says of the length.
    private bool Learn(long length)
    {
        if (length > _fetcher.Order.MostOctets)
        {
            _fetcher.IsTooLong = true;
            return Drop("It is longer than what is fetched.");
        }

        bool isShorter;
        lock (_plan)
        {
            // Less than has come: who had no end said one now of another version.
            isShorter = _plan.Length < 0 && length < _plan.At(_plan.Count - 1).Next;
            if (_plan.Length < 0 && !isShorter)
            {
                _plan.Learn(length);
                _fetcher.NoteSoon();
            }
        }

        if (isShorter)
        {
            _fetcher.HasChanged = true;
            return Drop("It has changed.");
        }

        return _plan.Length == length || Drop("It has another length.");
    }
}
