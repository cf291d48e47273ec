using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>For whom files are fetched from elsewhere: what is wanted, whether it may take its place, and how far it is.</summary>
internal abstract class Arrivals : IFetchWatch
{
    /// <summary>The words for what somebody has given up.</summary>
    public const string Canceled = "It was canceled.";

    /// <summary>A file's content is opened: what came before of it, from another that has it, was in vain.</summary>
    public virtual void Opened()
    {
    }

    /// <summary>Looks at octets that came.</summary>
    /// <param name="octets">How many.</param>
    /// <returns>False to give up.</returns>
    public abstract bool Moved(int octets);

    /// <summary>Whether a member that is listed is to be fetched.</summary>
    /// <param name="path">The path that it would have here.</param>
    /// <param name="member">What is told of it.</param>
    public abstract bool Wants(string path, ListingReader member);

    /// <summary>Asks the moment when something takes its place, under its gate; <see cref="End"/> follows whatever this answers.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isCollection">Whether it is a collection that is made.</param>
    /// <returns><see cref="Preconditions.Hold"/>, or the status that forbids it.</returns>
    public abstract int Begin(string path, bool isCollection);

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public abstract void End();

    /// <summary>Whether to go on with the next member after one that could not be brought.</summary>
    /// <param name="path">The path that it would have here.</param>
    /// <param name="remote">By what it was fetched.</param>
    /// <param name="trouble">Why.</param>
    /// <param name="isFull">Whether it is because the store was found full.</param>
    /// <param name="lacking">Octets for which there was no room, of one that was not begun for that; 0 of any other.</param>
    public virtual bool Bears(string path, RemoteFiles remote, string trouble, bool isFull, long lacking)
    {
        return false;
    }

    /// <summary>Notes that a file stands at its place.</summary>
    /// <param name="path">The path.</param>
    /// <param name="remote">By what it was fetched.</param>
    public abstract void Placed(string path, RemoteFiles remote);
}
