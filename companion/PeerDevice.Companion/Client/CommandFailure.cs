using System;

namespace PeerDevice.Companion.Client;

/// <summary>A command cannot go on; the message is the one sentence its user reads, and says what to do.</summary>
/// <param name="sentence">The sentence.</param>
/// <param name="isFinal">Whether there is no sense in trying the next file either.</param>
public class CommandFailure(string sentence, bool isFinal = false) : Exception(sentence)
{
    /// <summary>Whether there is no sense in trying the next file either.</summary>
    public bool IsFinal => isFinal;
}
