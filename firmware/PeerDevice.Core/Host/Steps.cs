namespace PeerDevice.Host;

/// <summary>
/// Where the thread of a service is, for who watches it: it counts its steps, and says when it waits for others, which may last. Who looks now and then sees a thread that is in one and the same step at each
/// look. Looks are counted, not time: a board that was held by a debugger was not looked at meanwhile.
/// </summary>
public sealed class Steps
{
    private int _count;
    private bool _isWaiting;
    private long _seen;
    private int _looks;

    /// <summary>The thread waits for others from here on: a client, a device, a time.</summary>
    public void Wait()
    {
        _isWaiting = true;
    }

    /// <summary>The thread goes on, or is at its next step.</summary>
    public void Go()
    {
        _count++;
        _isWaiting = false;
    }

    /// <summary>Looks, from the watching thread.</summary>
    /// <param name="inside">A number that changes with each step within a step; 0 for a service that has none.</param>
    /// <param name="isExcused">Whether it may be waiting for what takes as long as it takes: such a look is not counted, and the count begins anew after it.</param>
    /// <returns>Whether the thread has been where it is for <see cref="Limits.StallLooks"/> looks in a row.</returns>
    public bool IsStuck(long inside, bool isExcused)
    {
        long at = _count + inside;
        if (_isWaiting || isExcused || at != _seen)
        {
            _seen = at;
            _looks = 0;
            return false;
        }

        _looks++;
        return _looks >= Limits.StallLooks;
    }
}
