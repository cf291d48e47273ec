using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>The virtual board's USB socket: the host chip at the pins that the board has for it, and a printer in it that gives what it takes to a <see cref="Box"/>.</summary>
internal static class UsbSocket
{
    internal static void Plug(int bus, int select, Box box)
    {
        PassingTime time = new PassingTime();
        UsbCable cable = new UsbCable(time);
        cable.Plug(new PrinterDevice { Took = octets => box.Take(octets) });
        SpiWires.Of(bus, select).Plug(new Max3421e(time, cable));
    }
}
