using System;
using System.Collections.Generic;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// What instrumented code calls while it runs. Every thread has a tally of its own, so that the work of one session
/// can be told from everything else that goes on in the process. Public only because the instrumented assemblies,
/// which live in a load context of their own, have to reach it.
/// </summary>
public static class Probe
{
    private const long StartMilliseconds = 60_000;

    [ThreadStatic]
    private static Tally? own;

    private static Tally? receiver;

    private static Tally? listener;

    private static Tally? printer;

    private static long printed;

    private static long passed = StartMilliseconds;

    private static int datagrams;

    private static long pending;

    private static int segment;

    private static int awaitsFirst;

    private static Count? first;

    private static Count? span;

    /// <summary>The rows of the cost table that the instrumenter gave to the members called, by number.</summary>
    internal static List<CostRow> Rows { get; } = [];

    /// <summary>The methods instrumented, by number.</summary>
    internal static List<string> Methods { get; } = [];

    /// <summary>The time of day that the image is told: fixed, so that counts do not depend on when they are taken.</summary>
    internal static DateTime Now { get; set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>Octets that the client is about to send, or has sent, and that the image has not received.</summary>
    internal static long Pending
    {
        get => Interlocked.Read(ref pending);
        set => Interlocked.Exchange(ref pending, value);
    }

    /// <summary>Octets that one Receive is given at most, as the network stack of a board would; 0 for no bound.</summary>
    internal static int Segment
    {
        get => Volatile.Read(ref segment);
        set => Volatile.Write(ref segment, value);
    }

    /// <summary>The tally of the thread that received last.</summary>
    internal static Tally? Receiver
    {
        get => Volatile.Read(ref receiver);
        set => Volatile.Write(ref receiver, value);
    }

    /// <summary>The tally of the thread that waits for datagrams.</summary>
    internal static Tally? Listener => Volatile.Read(ref listener);

    /// <summary>The tally of the thread that gave the output device octets last.</summary>
    internal static Tally? Printer => Volatile.Read(ref printer);

    /// <summary>How many octets the output device was given in all.</summary>
    internal static long PrintedOctets => Interlocked.Read(ref printed);

    /// <summary>How many datagrams it has received.</summary>
    internal static int Datagrams => Volatile.Read(ref datagrams);

    /// <summary>What was counted from the first Receive after <see cref="AwaitSpan"/> to the end of that connection; null until then.</summary>
    internal static Count? Span => Volatile.Read(ref span);

    /// <summary>The tally of the calling thread.</summary>
    internal static Tally Own => own ?? Begin();

    /// <summary>Asks for the count of one whole connection: the next that receives.</summary>
    internal static void AwaitSpan()
    {
        span = null;
        first = null;
        Interlocked.Exchange(ref awaitsFirst, 1);
    }

    /// <summary>A basic block of <paramref name="count"/> instructions of a method begins.</summary>
    public static void Block(int method, int count)
    {
        Own.Block(method, count);
    }

    /// <summary>A method is entered.</summary>
    public static void Enter(int method)
    {
        Own.Enter(method);
    }

    /// <summary>An object, a box or a string constant of known size is made.</summary>
    public static void Allocate(int octets)
    {
        Own.Allocate(octets);
    }

    /// <summary>An array is made; hands its length through.</summary>
    public static int Array(int length, int elementOctets)
    {
        Own.Allocate(NanoHeap.Array(length, elementOctets));
        return length;
    }

    /// <summary>A member of the class library is called.</summary>
    public static void Call(int row)
    {
        Own.Call(Rows[row]);
    }

    /// <summary>The string argument of a member whose cost depends on it.</summary>
    public static void Text(string? text, int row)
    {
        Own.Units(Rows[row], Rows[row].UnitsOf(text));
    }

    /// <summary>A member gave back something new.</summary>
    public static void Result(object? result, int row)
    {
        Own.Result(Rows[row], result);
    }

    /// <summary>The time of day as the image is told it.</summary>
    public static DateTime UtcNow()
    {
        return Now;
    }

    /// <summary>
    /// The image is about to receive. Where the client still has something for it, waits until a full buffer (or all the rest) is there,
    /// so that the number of calls does not hang on how the loopback cut the stream.
    /// </summary>
    /// <returns>How much to ask for.</returns>
    public static int BeforeReceive(object socket, int count)
    {
        if (Own.Turn is { } turn)
        {
            return PacedSource.Receive(turn, socket, count);
        }

        int ask = Segment > 0 && count > Segment ? Segment : count;
        long due = Pending;
        if (due > 0)
        {
            Availability.Await(socket, (int)Math.Min(ask, due));
        }

        if (due <= 0)
        {
            // Whose client is silent is not left while this process counts something else, however long that takes here.
            Availability.Of(socket).ReceiveTimeout = Timeout.Infinite;
        }

        Receiver = Own;
        if (Interlocked.Exchange(ref awaitsFirst, 0) != 0)
        {
            first = Own.Snapshot();
        }

        Own.Park(due <= 0);
        return ask;
    }

    /// <summary>The image is about to wait for a datagram.</summary>
    public static void BeforeDatagram()
    {
        Volatile.Write(ref listener, Own);
        Own.Park(true);
    }

    /// <summary>The image is about to give the output device <paramref name="count"/> octets.</summary>
    public static void Printed(int count)
    {
        AwaitTaken();
        Volatile.Write(ref printer, Own);
        Interlocked.Add(ref printed, count);
    }

    /// <summary>Milliseconds as the image is told them. The PC's are not among them: what is done each second, or when something took long, would be counted where this machine is slow.</summary>
    public static long Ticks()
    {
        return Own.Turn is { } turn ? turn.Turns.Now : Interlocked.Read(ref passed) + Own.Slept;
    }

    /// <summary>Lets time pass for the image that its milliseconds tell.</summary>
    internal static void Pass(long milliseconds)
    {
        Interlocked.Add(ref passed, milliseconds);
    }

    /// <summary>The image waits: that time passes for this thread, since how often others find it passed would hang on how fast they are; for the output device, whose line has a rate, it passes at once, and for all.</summary>
    public static void Sleep(int milliseconds)
    {
        if (Own.Turn is { } turn)
        {
            turn.Turns.Pause(turn, turn.Turns.Now + milliseconds, null);
            return;
        }

        if (Own == Printer)
        {
            AwaitTaken();
            Pass(milliseconds);
            return;
        }

        Thread.Sleep(milliseconds);
        Own.Slept += milliseconds;
    }

    /// <summary>The image waits for another of its threads.</summary>
    public static bool Wait(WaitHandle signal, int milliseconds, bool exitContext)
    {
        if (Own.Turn is { } turn)
        {
            return signal.WaitOne(0) || turn.Turns.Pause(turn, turn.Turns.Now + milliseconds, signal);
        }

        Own.IsResting = true;
        bool isSignaled = signal.WaitOne(milliseconds, exitContext);
        Own.IsResting = false;
        return isSignaled;
    }

    /// <summary>The image starts a thread.</summary>
    public static void Start(Thread thread)
    {
        if (Own.Turn is { } turn)
        {
            turn.Turns.Start(thread);
            return;
        }

        thread.Start();
    }

    /// <summary>The image received a datagram.</summary>
    public static void AfterDatagram()
    {
        Own.Unpark();
        Interlocked.Increment(ref datagrams);
    }

    /// <summary>The image received <paramref name="count"/> octets.</summary>
    public static void AfterReceive(int count)
    {
        if (Own.Turn is not null)
        {
            return;
        }

        Own.Unpark();
        if (count > 0)
        {
            Interlocked.Add(ref pending, -count);
        }
        else if (first is { } from)
        {
            first = null;
            Volatile.Write(ref span, Own.Snapshot() - from);
        }
    }

    // Who prints from the spool goes on when the session has taken all: how often it looks in vain for more would hang on which of the two is faster. Who prints what it receives does not wait for itself.
    private static void AwaitTaken()
    {
        Tally me = Own;
        if (me != Receiver)
        {
            BoardClient.Await(() => Pending <= 0 && Receiver is { IsParked: true });
        }
    }

    private static Tally Begin()
    {
        Tally tally = new();
        own = tally;
        tally.Turn = Turns.Begin(tally);
        return tally;
    }
}
