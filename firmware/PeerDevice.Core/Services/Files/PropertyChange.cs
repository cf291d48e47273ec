using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>A PROPPATCH under way: its instructions, and what came of each.</summary>
public sealed class PropertyChange
{
    /// <summary>It is done.</summary>
    public const int Done = 200;

    /// <summary>It is about a property that is the peer's own (RFC 4918 §16, cannot-modify-protected-property).</summary>
    public const int Protected = 403;

    /// <summary>Another instruction failed (RFC 4918 §11.4).</summary>
    public const int Dependent = 424;

    /// <summary>There is no room for it (RFC 4918 §11.5).</summary>
    public const int NoRoom = 507;

    private readonly PropertyUpdateReader _update;
    private readonly int[] _outcomes;

    /// <summary>A change that has been read and not yet made.</summary>
    public PropertyChange(PropertyUpdateReader update)
    {
        _update = update;
        _outcomes = new int[update.Count];
    }

    /// <summary>The instructions.</summary>
    public PropertyUpdateReader Update
    {
        get { return _update; }
    }

    /// <summary>What came of an instruction: one of the constants above.</summary>
    public int Outcome(int instruction)
    {
        return _outcomes[instruction];
    }

    /// <summary>Whether any instruction ended so.</summary>
    public bool Has(int outcome)
    {
        for (int i = 0; i < _update.Count; i++)
        {
            if (_outcomes[i] == outcome)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Obeys the instructions in document order (RFC 4918 §9.2).</summary>
    /// <returns>Whether all could be obeyed; otherwise the set is of no use.</returns>
    public bool Apply(DeadProperties set)
    {
        bool isProtected = false;
        _update.Restart();
        for (int i = 0; _update.Next(); i++)
        {
            bool isOurs = _update.IsDav
                ? DavProperty.IsProtected(_update.Body, _update.NameStart, _update.NameEnd)
                : Text.Is(_update.Body, _update.SpaceStart, _update.SpaceEnd, DavProperty.PeerSpace);
            _outcomes[i] = isOurs ? Protected : Dependent;
            isProtected |= isOurs;
        }

        if (isProtected)
        {
            return false;
        }

        _update.Restart();
        for (int i = 0; _update.Next(); i++)
        {
            if (!set.Obey(_update))
            {
                _outcomes[i] = NoRoom;
                return false;
            }
        }

        for (int i = 0; i < _update.Count; i++)
        {
            _outcomes[i] = Done;
        }

        _update.Rest();
        return true;
    }
}
