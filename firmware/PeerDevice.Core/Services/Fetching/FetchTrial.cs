namespace PeerDevice.Services.Fetching;

/// <summary>Whose fault it is that what several gave together is wrong, as far as anybody can know.</summary>
internal static class FetchTrial
{
    /// <summary>All who gave some of what is wrong are suspects; what they gave is forgotten.</summary>
    /// <returns>The only one who gave any; <see cref="FetchRun.Nobody"/> where there were several, or none.</returns>
    public static int Suspect(FetchSource[] sources)
    {
        int givers = 0;
        int last = FetchRun.Nobody;
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i].TakeGiven() > 0)
            {
                givers++;
                last = i;
                sources[i].IsSuspect = true;
            }
        }

        return givers == 1 ? last : FetchRun.Nobody;
    }

    /// <summary>It is right now: who gave that is cleared; and if one is left of those who gave what was wrong, it was that one.</summary>
    public static void Clear(FetchSource[] sources)
    {
        int suspects = 0;
        for (int i = 0; i < sources.Length; i++)
        {
            FetchSource source = sources[i];
            source.IsSuspect &= source.Octets == 0 && !source.IsLiar;
            suspects += source.IsSuspect ? 1 : 0;
        }

        for (int i = 0; i < sources.Length && suspects == 1; i++)
        {
            sources[i].IsLiar |= sources[i].IsSuspect;
        }
    }

    /// <summary>Whether anybody gave what was wrong.</summary>
    public static bool HasLiar(FetchSource[] sources)
    {
        bool hasLiar = false;
        for (int i = 0; i < sources.Length; i++)
        {
            hasLiar |= sources[i].IsLiar;
        }

        return hasLiar;
    }
}
