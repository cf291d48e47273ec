namespace PeerDevice.Benchmarks.Cost;

/// <summary>What a scenario came to.</summary>
/// <param name="Key">How it is asked for on the command line.</param>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Count">What was counted.</param>
/// <param name="Less">What is subtracted, to leave the content alone; null for nothing.</param>
/// <param name="Divisor">By what the counts are divided: KiB of content, members.</param>
/// <param name="IlAim">IL instructions, both parts, that it should come to; 0 for no aim.</param>
/// <param name="IlBudget">IL instructions that it may come to: the aim where it is reached, and what was reached where it is not; 0 for no bound.</param>
/// <param name="OctetBudget">Octets allocated, both parts, that it may come to; 0 for no bound.</param>
internal sealed record Scenario(string Key, string Name, Count Count, Count? Less, int Divisor, int IlAim, int IlBudget, int OctetBudget)
{
    /// <summary>What is left after the subtraction.</summary>
    internal Count Net { get; } = Less is null ? Count : Count - Less;

    /// <summary>IL instructions inside the image.</summary>
    internal double ImageIl => Net.ImageIl / (double)Divisor;

    /// <summary>IL instructions inside the class library.</summary>
    internal double LibraryIl => Net.LibraryIl / (double)Divisor;

    /// <summary>Octets allocated by the image.</summary>
    internal double ImageOctets => Net.ImageOctets / (double)Divisor;

    /// <summary>Octets allocated by the class library.</summary>
    internal double LibraryOctets => Net.LibraryOctets / (double)Divisor;

    /// <summary>Whether it is within its budgets.</summary>
    internal bool IsWithin => (IlBudget == 0 || ImageIl + LibraryIl <= IlBudget) && (OctetBudget == 0 || ImageOctets + LibraryOctets <= OctetBudget);
}
