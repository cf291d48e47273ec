using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace PeerDevice.Simulation;

/// <summary>
/// The threads that live by a clock, and whether one of them has something to do. The kernel is asked, which alone knows of a thread that was woken and has no processor yet: on a busy machine that may last for a
/// second. It is asked twice: who was looked at first may be woken by the next, which waits by the time that it is looked at; only who has not run between both has waited while all others did. And the runtime is asked,
/// since a thread that it holds up while it collects garbage waits for nothing of its own. Elsewhere than on Linux that is all, and it learns that a thread was woken only when that runs again.
/// </summary>
internal sealed class Crew
{
    private const string Waiting = "State:\tS";
    private const string Switches = "ctxt_switches:\t";
    private const long Works = -1;

    // Who is started by one of a crew is of it from its first moment on, and not only once it looks at the clock.
    private static readonly AsyncLocal<Crew?> Inherited = new AsyncLocal<Crew?>(static change =>
    {
        if (change.ThreadContextChanged)
        {
            change.CurrentValue?.Join();
        }
    });

    // Of the thread, since it is asked each time that one looks at the clock.
    [ThreadStatic]
    private static Crew? _of;

    private readonly Dictionary<Thread, int> _threads = new Dictionary<Thread, int>();
    private Thread? _busy;      // who had something to do when it was asked last: most likely it still has

    /// <summary>The calling thread lives by this clock from now on, and so do those that it starts.</summary>
    internal void Join()
    {
        if (_of == this)
        {
            return;
        }

        if (Inherited.Value != this)
        {
            Inherited.Value = this;
        }

        // A thread of the pool does other tests' work next.
        if (Thread.CurrentThread.IsThreadPoolThread)
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

            all = _threads.Where(static one => one.Key != Thread.CurrentThread).OrderByDescending(one => one.Key == _busy).ToArray();
        }

        long[] before = new long[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            before[i] = Look(all[i].Key, all[i].Value);
            if (before[i] == Works)
            {
                _busy = all[i].Key;
                return false;
            }
        }

        for (int i = 0; i < all.Length; i++)
        {
            if (Look(all[i].Key, all[i].Value) != before[i])
            {
                _busy = all[i].Key;
                return false;
            }
        }

        // Who was started meanwhile was started by one that did not wait then.
        return true;
    }

    // How often a thread that waits has run so far, as far as that is known; what works is Works.
    private static long Look(Thread thread, int number)
    {
        if (!thread.IsAlive)
        {
            return 0;
        }

        if ((thread.ThreadState & ThreadState.WaitSleepJoin) == 0)
        {
            return Works;
        }

        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        try
        {
            // proc_pid_status(5)
            string status = File.ReadAllText("/proc/self/task/" + number.ToString(CultureInfo.InvariantCulture) + "/status");
            return status.Contains(Waiting, StringComparison.Ordinal) ? Count(status, "\nvoluntary_" + Switches) + Count(status, "\nnonvoluntary_" + Switches) : Works;
        }
        catch (IOException)
        {
            return 0;    // it has ended meanwhile
        }
    }

    private static long Count(string status, string name)
    {
        int at = status.IndexOf(name, StringComparison.Ordinal) + name.Length;
        return long.Parse(status.AsSpan(at, status.IndexOf('\n', at) - at), CultureInfo.InvariantCulture);
    }
}
