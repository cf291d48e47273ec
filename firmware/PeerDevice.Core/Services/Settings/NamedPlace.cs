namespace PeerDevice.Services.Settings;

/// <summary>A place in the files of a peer that is named, <c>NAME:/PLACE</c>, where a URI may stand too.</summary>
public static class NamedPlace
{
    /// <summary>Where the peer's name ends: before a colon and one slash.</summary>
    /// <returns>-1 where that is a URI, or neither.</returns>
    public static int NameEnd(string text)
    {
        int colon = text.IndexOf(':');
        return colon > 0 && colon + 1 < text.Length && text[colon + 1] == '/' && !(colon + 2 < text.Length && text[colon + 2] == '/') ? colon : -1;
    }
}
