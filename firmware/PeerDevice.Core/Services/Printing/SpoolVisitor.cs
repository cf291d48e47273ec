namespace PeerDevice.Services.Printing;

/// <summary>Is shown what the spool has after a mount: <see cref="ISpool.Recover"/>.</summary>
public abstract class SpoolVisitor
{
    /// <summary>
    /// Takes over a job, in the order of their numbers: one that is <see cref="SpoolTicket.Ready"/>, one that was told of and is not whole (<see cref="SpoolTicket.Begun"/>),
    /// or history (<see cref="SpoolTicket.Done"/>). What is to become of one that the power went in the middle of, <see cref="AfterCut.Of"/> says. May call the spool.
    /// </summary>
    public abstract void Visit(SpoolTicket ticket);
}
