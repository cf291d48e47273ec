using System;
using System.Collections.Generic;
using System.Device.Spi;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>A chip that is spoken to over SPI.</summary>
internal interface ISpiChip
{
    /// <summary>One time that the select line is active: both directions at once, octet for octet; the longer of the two tells how many there are.</summary>
    void Exchange(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> taken);
}

/// <summary>The wires of one select line of an SPI bus, and the chip at their end, if there is one.</summary>
internal sealed class SpiWires
{
    private static readonly Dictionary<(int BusId, int ChipSelect), SpiWires> All = new Dictionary<(int, int), SpiWires>();

    private bool _isClaimed;
    private ISpiChip? _chip;

    /// <summary>Whether of a word the high octet goes first, as an STM32 sends them.</summary>
    internal bool IsHighFirst { get; set; }

    /// <summary>Whether nothing gets to the chip any more, and the line back stays low, as of one whose supply is gone.</summary>
    internal bool IsDead { get; set; }

    internal static SpiWires Of(int busId, int chipSelect)
    {
        lock (All)
        {
            if (!All.TryGetValue((busId, chipSelect), out SpiWires? wires))
            {
                wires = new SpiWires();
                All.Add((busId, chipSelect), wires);
            }

            return wires;
        }
    }

    /// <summary>Solders a chip to the wires; with null they end in the air.</summary>
    internal void Plug(ISpiChip? chip)
    {
        _chip = chip;
    }

    internal bool Claim()
    {
        lock (All)
        {
            bool isFree = !_isClaimed;
            _isClaimed = true;
            return isFree;
        }
    }

    internal void Release()
    {
        lock (All)
        {
            _isClaimed = false;
        }
    }

    /// <returns>False when nobody drives the line back.</returns>
    internal bool Exchange(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> taken)
    {
        if (_chip is null)
        {
            return false;
        }

        if (IsDead)
        {
            taken.Clear();
            return true;
        }

        _chip.Exchange(settings, sent, taken);
        return true;
    }
}
