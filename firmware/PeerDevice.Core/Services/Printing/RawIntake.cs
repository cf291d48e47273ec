using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Raw intake (AppSocket): what a connection brings goes to the output device as it is, one document a connection.
/// A device that is missing or takes nothing holds the connection back; nothing that was taken from it is thrown away
/// while there is anybody to print it for.
/// </summary>
public sealed class RawIntake
{
    /// <summary>The whole document has reached the device.</summary>
    public const int Printed = 0;

    /// <summary>Nobody sent anything.</summary>
    public const int Empty = 1;

    /// <summary>The client broke off or fell silent; what came has been printed.</summary>
    public const int CutShort = 2;

    /// <summary>The device could not take the document to its end.</summary>
    public const int DeviceFailed = 3;

    private readonly IOutputDevice _output;
    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private readonly byte[] _own;

    /// <summary>Makes an intake for a device.</summary>
    public RawIntake(IOutputDevice output, IClock clock, BlockPool blocks, int ownOctets)
    {
        _output = output;
        _clock = clock;
        _blocks = blocks;
        _own = new byte[ownOctets];
    }

    /// <summary>Whether the intake is being ended, so that waiting for a device is given up.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Prints what a link brings, to its end. Blocks for as long as the device takes.</summary>
    /// <returns>How it ended: <see cref="Printed"/>, <see cref="Empty"/>, <see cref="CutShort"/>, <see cref="DeviceFailed"/>.</returns>
    public int Print(Link link)
    {
        byte[]? borrowed = _blocks.Borrow();
        byte[] block = borrowed ?? _own;
        try
        {
            // Who has sent nothing yet keeps the others from printing for less long.
            link.SetReadPatience(Limits.RawFirstMilliseconds);
            return Pump(link, block);
        }
        finally
        {
            if (borrowed is not null)
            {
                _blocks.Return(borrowed);
            }
        }
    }

    private int Pump(Link link, byte[] block)
    {
        int got = link.Source.Read(block, 0, block.Length);
        if (got <= 0)
        {
            return Empty;
        }

        if (!AwaitDevice(link))
        {
            return DeviceFailed;
        }

        link.SetReadPatience(Limits.RawSilenceMilliseconds);
        try
        {
            bool isWhole = true;
            while (got > 0 && isWhole)
            {
                isWhole = Give(block, got);
                if (isWhole)
                {
                    got = link.Source.Read(block, 0, block.Length);
                }
            }

            if (!isWhole || !AwaitEnd())
            {
                return DeviceFailed;
            }
        }
        finally
        {
            _output.Close();
        }

        return got == ByteSource.End ? Printed : CutShort;
    }

    /// <summary>Waits until the device takes a document. The client is held back meanwhile: nothing more is read from it.</summary>
    private bool AwaitDevice(Link link)
    {
        while (!IsEnding)
        {
            if (_output.Begin("raw from " + link.RemoteAddress))
            {
                return true;
            }

            _clock.Sleep(Limits.DeviceRetryMilliseconds);
        }

        return false;
    }

    private bool AwaitEnd()
    {
        int taken = _output.Finish();
        long until = _clock.Milliseconds + Limits.DeviceEndMilliseconds;
        while (taken == 0 && !IsEnding && _clock.Milliseconds < until)
        {
            taken = _output.Finish();
        }

        return taken > 0;
    }

    private bool Give(byte[] block, int count)
    {
        int given = 0;
        while (given < count)
        {
            int took = _output.Write(block, given, count - given);
            if (took > 0)
            {
                given += took;
                continue;
            }

            if (took < 0 || IsEnding)
            {
                return false;
            }
        }

        return true;
    }
}
