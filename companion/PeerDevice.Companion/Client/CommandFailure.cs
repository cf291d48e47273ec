using System;

namespace PeerDevice.Companion.Client;

/// <summary>A command cannot go on; the message is the one sentence its user reads, and says what to do.</summary>
public sealed class CommandFailure(string sentence) : Exception(sentence);
