namespace PeerDevice.Services.Printing;

/// <summary>The Printers of a peer: none, one, or several with a name each.</summary>
public sealed class Printers
{
    private readonly Printer[] _all;

    /// <summary>Puts them together; the first is the one that is meant where nobody says which.</summary>
    public Printers(Printer[] all)
    {
        _all = all;
    }

    /// <summary>How many there are.</summary>
    public int Count => _all.Length;

    /// <summary>The first; null where there is none.</summary>
    public Printer? First => _all.Length == 0 ? null : _all[0];

    /// <summary>One of them.</summary>
    public Printer At(int index)
    {
        return _all[index];
    }

    /// <summary>The one of a name, or null.</summary>
    public Printer? Find(string name)
    {
        for (int i = 0; i < _all.Length; i++)
        {
            if (_all[i].Name == name)
            {
                return _all[i];
            }
        }

        return null;
    }
}
