using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace PeerDevice.Simulation;

/// <summary>
/// The threads that live by a clock, and whether one of them has something to do. The kernel is asked, which alone knows of a thread that was woken and has no processor yet: on a busy machine that may last for a
/// second. Elsewhere than on Linux the runtime is asked, which learns of it only when the thread runs again.
/// </summary>
internal sealed class Crew
{
    private const string Waiting = "S";

    // Of the thread, since it is asked each time that one looks at the clock.
    [ThreadStatic]
    private static Crew? _of;

    private readonly Dictionary<Thread, int> _threads = new Dictionary<Thread, int>();
    private Thread? _busy;      // who had something to do when it was asked last: most likely it still has

    /// <summary>The calling thread lives by this clock from now on.</summary>
    internal void Join()
    {
        // A thread of the pool does other tests' work next.
        if (_of == this || Thread.CurrentThread.IsThreadPoolThread)
        {
            return;
        }

        _of = this;
        int number = OperatingSystem.IsLinux() ? int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(' ')[0], CultureInfo.InvariantCulture) : 0;
        lock (_threads)
        {
            _threads[Thread.CurrentThread] = number;
        }
    }

    /// <summary>Whether every thread but the calling one waits, or has ended.</summary>
    internal bool AllWait()
    {
        KeyValuePair<Thread, int>[] all;
        lock (_threads)
        {
            foreach (Thread ended in _threads.Keys.Where(thread => !thread.IsAlive).ToList())
            {
                _threads.Remove(ended);
            }

            all = _threads.OrderByDescending(one => one.Key == _busy).ToArray();
        }

        _busy = Array.Find(all, one => one.Key != Thread.CurrentThread && !Waits(one.Key, one.Value)).Key;
        return _busy is null;
    }

    private static bool Waits(Thread thread, int number)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
        }

        try
        {
            // proc(5): number (name) state ...; a name may hold anything.
            string stat = File.ReadAllText("/proc/self/task/" + number.ToString(CultureInfo.InvariantCulture) + "/stat");
            return stat.AsSpan(stat.LastIndexOf(')') + 2).StartsWith(Waiting, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;    // it has ended meanwhile
        }
    }
}
