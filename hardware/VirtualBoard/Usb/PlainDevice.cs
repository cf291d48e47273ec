using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>A device that has a class but does nothing: a hub, a mouse.</summary>
internal sealed class PlainDevice : UsbDevice
{
    internal static PlainDevice Hub()
    {
        return new PlainDevice { DeviceDescriptor = Descriptors.Device(9, 64), ConfigurationDescriptor = Descriptors.Hub(), Strings = new[] { "Example", "Hub" } };
    }

    internal static PlainDevice Mouse()
    {
        return new PlainDevice
        {
            IsLowSpeed = true,
            ControlPacket = 8,
            DeviceDescriptor = Descriptors.Device(0, 8),
            ConfigurationDescriptor = Descriptors.Mouse(),
            Strings = new[] { "Example", "Mouse" },
        };
    }

    private protected override Answer TakeData(Token token, long now)
    {
        return token.Pid == Pid.In && token.Endpoint == 1 ? Answer.Nak : Answer.Silence;
    }

    private protected override void DataAcknowledged(long now)
    {
    }

    private protected override byte[]? ClassRequest(byte[] setup, long now)
    {
        return null;
    }

    private protected override void ResetEndpoints()
    {
    }

    private protected override bool Halt(int endpoint)
    {
        return false;
    }

    private protected override bool ClearHalt(int endpoint)
    {
        return false;
    }

    private protected override bool? IsHalted(int endpoint)
    {
        return null;
    }

    private protected override bool SetAlternate(int number, int alternate)
    {
        return number == 0 && alternate == 0;
    }

    private protected override int Alternate(int number)
    {
        return number == 0 ? 0 : -1;
    }
}
