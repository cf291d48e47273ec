namespace PeerDevice.Services.Printing;

/// <summary>What becomes of a job when something broke in the middle of printing it: the setting <c>after-cut</c>, and what it comes to for one job.</summary>
public static class AfterCut
{
    /// <summary>It is printed again, from the beginning of the document that was begun last. The default.</summary>
    public const int Restart = 0;

    /// <summary>It waits until somebody releases or cancels it.</summary>
    public const int Hold = 1;

    /// <summary>It has ended.</summary>
    public const int Abort = 2;

    /// <summary>Nothing broke: it is as it was.</summary>
    public const int Nothing = 3;

    /// <summary>What becomes of a job that a mount found, or that its device broke in the middle of.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="setting">One of the three of the setting.</param>
    /// <returns>
    /// <see cref="Nothing"/> unless it was being printed. Otherwise the setting; but instead of a restart <see cref="Hold"/> once it was begun
    /// <see cref="Limits.JobPrintings"/> times, so that nothing is printed for ever.
    /// </returns>
    public static int Of(SpoolTicket ticket, int setting)
    {
        if (ticket.Life != SpoolTicket.Ready || !ticket.IsPrinting)
        {
            return Nothing;
        }

        return setting == Restart && ticket.Printings >= Limits.JobPrintings ? Hold : setting;
    }
}
