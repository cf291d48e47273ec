using System;
using System.Collections.Generic;
using System.Reflection;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// What a packet to a USB printer costs beneath the output port: the image's own output device over the model of its host chip, both in the instrumented board, whose types have no other names here.
/// </summary>
internal static class UsbScenario
{
    private const int Mebibyte = 1024 * 1024;
    private const int BlockOctets = 40 * 1024;
    private const int PacketOctets = 64;
    private const int Bus = 1;
    private const int Select = 99;
    private const int WatchMilliseconds = 1;
    private const int WatchesAtMost = 20_000;

    // Four accesses of the chip that no packet can do without are 52 instructions with their calls, two of them the class library's cheapest; a copy is 6, a look at the result 6: the aim is below what any driver in managed code comes to (firmware/DESIGN.md).
    private const int Aim = 60;
    private const int AtMost = 70;

    /// <summary>Prints one mebibyte and two, from one thread; what lies between them are packets.</summary>
    internal static IReadOnlyList<Scenario> Run(ImageLoad image)
    {
        object output = Output(image);
        Func<int> tend = Bound<Func<int>>(output, "Tend");
        Func<string, bool> begin = Bound<Func<string, bool>>(output, "Begin");
        for (int i = 0; !begin("cost"); i++)
        {
            if (i == WatchesAtMost)
            {
                throw new InvalidOperationException("The board did not find the printer.");
            }

            tend();
            Probe.Pass(WatchMilliseconds);
        }

        Func<byte[], int, int, int> write = Bound<Func<byte[], int, int, int>>(output, "Write");
        Print(write, PacketOctets);
        Count one = Print(write, Mebibyte);
        Count two = Print(write, 2 * Mebibyte);
        return [new("usb-packet", "USB, each packet of 64 octets, beneath the port", two, one, Mebibyte / PacketOctets, Aim, AtMost, 0)];
    }

    private static Count Print(Func<byte[], int, int, int> write, int length)
    {
        byte[] block = new byte[BlockOctets];
        Count before = Probe.Own.Snapshot();
        for (int left = length; left > 0;)
        {
            int given = Math.Min(left, block.Length);
            for (int at = 0; at < given;)
            {
                int took = write(block, at, given - at);
                at += took > 0 ? took : throw new InvalidOperationException("The printer took nothing.");
            }

            left -= given;
        }

        return Probe.Own.Snapshot() - before;
    }

    private static object Output(ImageLoad image)
    {
        Assembly core = image.LoadFromAssemblyName(new AssemblyName("PeerDevice.Core"));
        object time = New(image.Board, "PeerDevice.VirtualBoard.Usb.SteppingTime");
        object cable = New(image.Board, "PeerDevice.VirtualBoard.Usb.UsbCable", time);
        Type ports = image.Board.GetType("PeerDevice.VirtualBoard.Usb.PrinterPort", true)!;
        object printer = New(image.Board, "PeerDevice.VirtualBoard.Usb.PrinterDevice", Array.CreateInstance(ports, 0));
        Set(printer, "IsHasty", true);
        Set(printer, "Took", (Action<byte[]>)(static _ => { }));
        object chip = New(image.Board, "PeerDevice.VirtualBoard.Usb.Max3421e", time, cable, (byte)0x13);
        object wires = image.Board.GetType("PeerDevice.VirtualBoard.Usb.SpiWires", true)!.GetMethod("Of", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [Bus, Select])!;
        Plug(wires, chip);
        Plug(cable, printer);
        object clock = New(image.Board, "PeerDevice.Drivers.SystemClock");
        object light = New(image.Board, "PeerDevice.Drivers.LightIndicator", [null]);
        object settings = Activator.CreateInstance(core.GetType("PeerDevice.Services.Settings.PeerSettings", true)!)!;
        return New(image.Board, "PeerDevice.Drivers.Usb.UsbOutput", Bus, Select, settings, null, clock, light);
    }

    private static object New(Assembly assembly, string type, params object?[] arguments)
    {
        return Activator.CreateInstance(assembly.GetType(type, true)!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null)!;
    }

    private static void Set(object of, string property, object value)
    {
        of.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(of, value);
    }

    private static T Bound<T>(object of, string method)
        where T : Delegate
    {
        return of.GetType().GetMethod(method)!.CreateDelegate<T>(of);
    }

    private static void Plug(object into, object what)
    {
        into.GetType().GetMethod("Plug", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(into, [what]);
    }
}
