using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <content>Who gives it: its own server, another that has it after that, or several.</content>
internal sealed partial class DocumentPull
{
    private bool Resume()
    {
        Credit();
        _body = _nothing;
        _toSkip = 0; // of a content that was cut while it was passed over, too
        bool mayMove = MayMove;
        bool isWeary = _isWeary;
        _isWeary = false;
        if (_pulls.IsEnding || (_server.Tag.Length == 0 && !mayMove) || _barren >= Limits.PullTries || _cuts >= Limits.PullCuts + (_octets / Limits.PullOctetsPerCut))
        {
            Refuse(_server.Tag.Length == 0 ? "It was cut off, and has no entity tag by which it could go on." : "It was cut off too often.");
            return false;
        }

        _cuts++;
        _barren++;
        if (!mayMove)
        {
            return GoOn(Limits.PullTries);
        }

        // Where another may have it, a server that is gone is not waited for.
        return (!isWeary && _server.Tag.Length > 0 && GoOn(1)) || GoElsewhere() || GoHome();
    }

    /// <summary>Goes on at another that has it, if there is one.</summary>
    private bool GoElsewhere()
    {
        _server.Leave();
        _holders ??= Search();
        while (!_pulls.IsEnding && _holders.Next())
        {
            _wasElsewhere = true;
            _isElsewhere = true;
            if (GoTo(_holders.Uri, _holders.Tag, _holders.Host) && GoOn(1))
            {
                return true;
            }
        }

        return false;
    }

    // Nobody else has it any more: its own server is waited for as one that is the only one.
    private bool GoHome()
    {
        _isLast = true;
        _isElsewhere = false;
        return _homeTag.Length > 0 && GoTo(_home, _homeTag, "") && GoOn(Limits.PullTries);
    }

    private bool GoTo(string uri, string tag, string host)
    {
        _isEnough = false;
        return _server.GoTo(uri, tag, host);
    }

    /// <summary>Asks for what is missing, and looks whether that is what comes.</summary>
    private bool GoOn(int most)
    {
        if (!_server.AskFrom(_octets, most))
        {
            return false;
        }

        HttpClient client = _server.Client!;
        int status = client.Response.Status;
        long rest = _length;
        if (!_server.IsSame(_octets, ref rest) || rest > Most)
        {
            _server.Refuse("It was cut off, and its server does not go on with it: it may have been changed.", status == 200 || status == 206 ? 0 : status);
            return false;
        }

        // What of it was printed is passed over, where it comes from its front.
        _toSkip = status == 206 ? 0 : _octets;
        _server.Forgive();
        _length = rest;
        _body = client.Body;
        _pace.HasOthers = MayMove;
        return true;
    }

    /// <summary>Looks at the answer that the document begins with.</summary>
    private int Accept()
    {
        ResponseReader response = _server.Client!.Response;
        _length = response.HasBody ? response.ContentLength : 0;
        if (response.Has(Field.ContentEncoding))
        {
            return Refuse("It comes in a content coding.");
        }

        if ((_length == 0 && !IsFile) || response.EndsWithConnection || _length > Most)
        {
            // RFC 9112 §8: where a connection's end is the content's, nobody sees whether that is whole.
            return Refuse(_length == 0 ? "The document is empty." : _length < 0 ? "Its server does not say where it ends." : "It is larger than what is fetched.");
        }

        _server.Tag = _server.Client.StrongTag();
        if (_server.Tag != _homeTag || _length != Expected)
        {
            _check.ToldTree = null; // it was changed since
            _check.ToldSum = null;
        }

        _home = _server.Uri.ToString();
        _homeTag = _server.Tag;
        _check.Hear(_server.Client);
        _check.Begin(IsFile && _pulls.KeepsTags && (_length < 0 || _length >= Limits.HolderOctets));
        _format = BareType(_server.Client.Value(Field.ContentType));
        _body = _server.Client.Body;
        _pace.HasOthers = MayMove;
        return PrintStatus.Ok;
    }

    // Asks the server that the URI names; or, where a mirror wants it so, another that has it.
    private bool Begin()
    {
        _server.Connect();

        // Of what is there a part already the rest comes, also while no other peer is known yet, as behind a start.
        if (!IsAlone && (_pulls.Peers is not null || Rest.Length > 0) && (Expected < 0 || Expected >= Limits.HolderOctets) && Text.Begins(_server.Uri.Target, "/files/") && Identify() && (PrefersOthers || MayGather))
        {
            if (FindSources())
            {
                return true;
            }

            if (!PrefersOthers)
            {
                return _server.Ask(IsFile || _pulls.Digests is not null, Limits.PullTries);
            }

            _check.Begin(false);
            if (GoElsewhere())
            {
                return true;
            }

            // There is no other: its own server gives it from the front.
            _isElsewhere = false;
            if (!GoTo(_home, _homeTag, ""))
            {
                return false;
            }

            _server.Forgive();
        }

        return _server.Ask(IsFile || _pulls.Digests is not null, Limits.PullTries);
    }

    /// <summary>Looks for so many that have it as it is worth while to ask at once; the one by whom it is known is one of them, for a mirror the last.</summary>
    private bool FindSources()
    {
        if (!MayGather || _length < _pulls.Profile.GatherOctets)
        {
            return false;
        }

        _server.Client?.Close();
        _holders ??= Search();
        FetchSource[] found = new FetchSource[_pulls.Profile.FetchLanes + 1];
        found[0] = new FetchSource(_home, PrefersOthers ? 2 : 1) { Validator = _homeTag };
        int count = 1;
        while (count < found.Length && !_pulls.IsEnding && _holders.Next())
        {
            found[count] = new FetchSource(_holders.Uri, 1) { Validator = _holders.Tag, Host = _holders.Host };
            count++;
        }

        // What is there of it goes on, from one too.
        bool isGathered = count > 1 || Rest == _check.Name;
        if (isGathered)
        {
            Sources = new FetchSource[count];
            System.Array.Copy(found, 0, Sources, 0, count);
        }

        return isGathered;
    }

    /// <summary>Asks a peer what the content is (RFC 9530 §4): a content that has a tree tag may be at others, too.</summary>
    private bool Identify()
    {
        HttpClient client = _server.Client!;
        long before = _clock.Milliseconds;
        client.StartTarget("HEAD", _server.Uri.Target);
        client.Field("Accept-Encoding: ", "identity");
        client.Field("Want-Repr-Digest: ", ReprDigest.TreeName + "=2, " + ReprDigest.Sha256Name + "=1");
        bool isTold = client.Ask() == HttpClient.Ok && client.Response.Status == 200 && client.Response.ContentLength >= Limits.HolderOctets && client.Response.ContentLength <= Most && !client.Response.Has(Field.ContentEncoding);
        _pace.Wait(_clock.Milliseconds - before);
        string tag = isTold ? client.StrongTag() : "";
        bool isKnown = false;
        if (tag.Length > 0)
        {
            _check.Hear(client);
            isKnown = _check.IsKnown;
        }

        if (isKnown)
        {
            _home = _server.Uri.ToString();
            _homeTag = tag;
            _length = client.Response.ContentLength;
            Expected = _length;
        }

        client.Finish();
        return isKnown;
    }

    private Holders Search()
    {
        return _pulls.Search(_check.Target, _length, _server.Uri, _byOurselves);
    }

    private static string BareType(string value)
    {
        int end = value.IndexOf(';');
        return Text.Lower((end < 0 ? value : value.Substring(0, end)).Trim(' ', '\t'));
    }
}
