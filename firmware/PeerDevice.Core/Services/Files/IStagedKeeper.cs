namespace PeerDevice.Services.Files;

/// <summary>Who has staged files that outlive the request they came by: uploads that can be cut.</summary>
public interface IStagedKeeper
{
    /// <summary>Forgets what it knows, when a mount begins: what is on the medium that is there now is recalled.</summary>
    void Clear();

    /// <summary>Takes up what stands in a folder for staged files. Writes nothing.</summary>
    /// <returns>Ok, also when there is no such folder; otherwise it could not be listed.</returns>
    int Recall(string folder);

    /// <summary>Whether a staged file may still be of use.</summary>
    bool Needs(string path);
}
