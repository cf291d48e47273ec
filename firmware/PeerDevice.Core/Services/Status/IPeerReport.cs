namespace PeerDevice.Services.Status;

/// <summary>What a peer tells of the others that it knows and of the folders that follow theirs.</summary>
public interface IPeerReport
{
    /// <summary>Writes who else is here, for people. Whoever looks at one peer may soon want another, so they are looked for anew.</summary>
    /// <returns>False when the connection failed.</returns>
    bool WritePage(Exchange exchange);

    /// <summary>Writes the folders that follow others and the other peers, for programs: keys with their values, a comma before each; nothing where there are none.</summary>
    /// <returns>False when the connection failed.</returns>
    bool WriteJson(Exchange exchange);
}
