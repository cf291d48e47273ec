using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer up</c>: is a peer until somebody ends it.</summary>
internal static class UpCommand
{
    public static int Run(LocalPeerPlan plan, TextWriter output, TextWriter error)
    {
        if (Names.Shown(plan.Name) != plan.Name || plan.Name.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(plan.Name) > Limits.PeerNameOctets)
        {
            throw new CommandFailure($"--name must have 1 to {Limits.PeerNameOctets} octets and nothing that cannot be printed.");
        }

        using Ending ending = new();
        using LocalPeer peer = LocalPeer.Start(plan, new ConsoleIndicator(error));
        output.WriteLine(peer.Ready);
        output.Flush();
        ending.Wait();
        return 0;
    }
}

/// <summary>Ctrl-C and SIGTERM, as something to wait for instead of the end of the process.</summary>
internal sealed class Ending : IDisposable
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Ending()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    public void Wait() => _asked.Wait();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        _asked.Set();
    }
}
