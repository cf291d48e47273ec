using System;
using System.Text;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// A device at the other end of the cable, as far as all devices are alike: its states (USB 2.0 §9.1), its address, the times in
/// which it does not listen, the transfers of endpoint 0 and the standard requests.
/// </summary>
internal abstract class UsbDevice
{
    private const long Milliseconds = 1_000_000;

    /// <summary>USB 2.0 §7.1.7.3, TATTDB: a host must let the contacts come to rest before it resets.</summary>
    private const long AttachDebounce = 100 * Milliseconds;

    /// <summary>USB 2.0 §7.1.7.5, TDRST: what a root port must hold a reset for, at least.</summary>
    private const long ResetTime = 50 * Milliseconds - (Milliseconds / 2);

    /// <summary>USB 2.0 §7.1.7.5, TRSTRCY.</summary>
    private const long ResetRecovery = 10 * Milliseconds;

    /// <summary>USB 2.0 §7.1.7.7, TRSMRCY.</summary>
    private const long ResumeRecovery = 10 * Milliseconds;

    /// <summary>USB 2.0 §7.1.7.6: a bus that is idle for so long is suspended.</summary>
    private const long IdleBeforeSuspend = 3 * Milliseconds;

    /// <summary>USB 2.0 §9.2.6.3: after SET_ADDRESS.</summary>
    private const long AddressRecovery = 2 * Milliseconds;

    private long _pluggedAt;
    private long _quietUntil;
    private long _lastActivity;
    private bool _isReset;
    private bool _isHung;
    private bool _isSuspended;

    private readonly ControlPipe _control;

    private protected UsbDevice()
    {
        _control = new ControlPipe(this);
    }

    /// <summary>Whether it pulls D- up.</summary>
    internal bool IsLowSpeed { get; init; }

    /// <summary>The device descriptor as it is sent, right or wrong.</summary>
    internal byte[] DeviceDescriptor { get; set; } = Array.Empty<byte>();

    /// <summary>The configuration with all that belongs to it, as it is sent, right or wrong.</summary>
    internal byte[] ConfigurationDescriptor { get; set; } = Array.Empty<byte>();

    /// <summary>Strings from index 1 on.</summary>
    internal string[] Strings { get; set; } = Array.Empty<string>();

    /// <summary>The packet size of endpoint 0, in truth.</summary>
    internal int ControlPacket { get; init; } = 64;

    /// <summary>How often it answers NAK before each packet of data or status on endpoint 0.</summary>
    internal int ControlNaks { get; init; }

    /// <summary>Whether it heeds the times of USB 2.0 chapter 7 to the letter.</summary>
    internal bool IsHasty { get; init; }

    internal int Address { get; private set; }

    internal int Configuration { get; private set; }

    /// <summary>How often the bus was reset since it was made.</summary>
    internal int Resets { get; private set; }

    private protected UsbCable? Cable { get; private set; }

    private protected virtual int ConfigurationValue => 1;

    internal void Plugged(UsbCable cable, long now)
    {
        Cable = cable;
        _pluggedAt = now;
        _isReset = false;
        Forget();
    }

    internal void BusReset(long began, long ended)
    {
        if ((!IsHasty && began - _pluggedAt < AttachDebounce) || ended - began < ResetTime)
        {
            return;
        }

        Resets++;
        Forget();
        _isReset = true;
        _lastActivity = ended;
        _quietUntil = IsHasty ? ended : ended + ResetRecovery;
    }

    internal void Frames(long first, long last)
    {
        if (first - _lastActivity > IdleBeforeSuspend || _isSuspended)
        {
            _quietUntil = Math.Max(_quietUntil, first + ResumeRecovery);
        }

        _lastActivity = last;
        _isSuspended = false;
    }

    internal void Hang()
    {
        _isHung = true;
    }

    /// <summary>It answers this token with STALL.</summary>
    internal void Refuse(Token token)
    {
        if (token.Endpoint == 0)
        {
            _control.Refuse();
        }
        else
        {
            Halt(token.Endpoint | (token.Pid == Pid.In ? 0x80 : 0));
        }
    }

    internal Answer Take(Token token, long now)
    {
        _isSuspended = _isSuspended || now - _lastActivity > IdleBeforeSuspend;
        if (_isHung || !_isReset || now < _quietUntil || _isSuspended || token.Address != Address || token.IsLowSpeed != IsLowSpeed)
        {
            return Answer.Silence;
        }

        _lastActivity = now;
        if (token.Endpoint == 0)
        {
            return _control.Take(token, now);
        }

        return Configuration == 0 ? Answer.Silence : TakeData(token, now);
    }

    /// <summary>The host has acknowledged the data of the last IN.</summary>
    internal void Acknowledged(long now)
    {
        if (_control.IsTalking)
        {
            _control.Acknowledged(now);
        }
        else
        {
            DataAcknowledged(now);
        }
    }

    /// <summary>What it answers to a standard, class or vendor request that sends it no data.</summary>
    /// <returns>The data for the host, not yet cut to the length that it asked for; null to refuse.</returns>
    internal byte[]? Answer0(byte[] setup, long now)
    {
        if ((setup[0] & 0x60) != 0)
        {
            return ClassRequest(setup, now);
        }

        // USB 2.0 §9.4, Table 9-3.
        int value = setup[2] | (setup[3] << 8);
        int index = setup[4] | (setup[5] << 8);
        switch ((setup[0] << 8) | setup[1])
        {
            case 0x8006:
                return Descriptor(setup[3], setup[2]);
            case 0x0005:
                return value < 128 ? Array.Empty<byte>() : null;
            case 0x8008:
                return new[] { (byte)Configuration };
            case 0x0009:
                return Configure(value);
            case 0x8000:
                return new byte[] { 1, 0 };
            case 0x8100:
                return Configuration == 0 ? null : new byte[] { 0, 0 };
            case 0x8200:
                return IsHalted(index) is bool halted ? new byte[] { (byte)(halted ? 1 : 0), 0 } : null;
            case 0x0201:
                return value == 0 && ClearHalt(index) ? Array.Empty<byte>() : null;
            case 0x0203:
                return value == 0 && Halt(index) ? Array.Empty<byte>() : null;
            case 0x010B:
                return Configuration != 0 && SetAlternate(index, value) ? Array.Empty<byte>() : null;
            case 0x810A:
                int alternate = Configuration == 0 ? -1 : Alternate(index);
                return alternate < 0 ? null : new[] { (byte)alternate };
            default:
                return null;
        }
    }

    /// <summary>The status stage is over.</summary>
    internal void Done(byte[] setup, long now)
    {
        if (setup[0] == 0 && setup[1] == 5)
        {
            Address = setup[2];
            _quietUntil = IsHasty ? now : now + AddressRecovery;
        }
    }

    /// <summary>Takes a token for an endpoint other than 0, in the configured state.</summary>
    private protected abstract Answer TakeData(Token token, long now);

    private protected abstract void DataAcknowledged(long now);

    /// <summary>A request of its class; null to refuse.</summary>
    private protected abstract byte[]? ClassRequest(byte[] setup, long now);

    /// <summary>All toggles to DATA0, no endpoint halted, alternate 0 everywhere (USB 2.0 §9.1.1.5, §9.4.7).</summary>
    private protected abstract void ResetEndpoints();

    /// <returns>Whether there is such an endpoint.</returns>
    private protected abstract bool Halt(int endpoint);

    private protected abstract bool ClearHalt(int endpoint);

    private protected abstract bool? IsHalted(int endpoint);

    private protected abstract bool SetAlternate(int number, int alternate);

    private protected abstract int Alternate(int number);

    private byte[]? Configure(int value)
    {
        if (value != 0 && value != ConfigurationValue)
        {
            return null;
        }

        Configuration = value;
        ResetEndpoints();
        return Array.Empty<byte>();
    }

    private byte[]? Descriptor(int kind, int index)
    {
        switch (kind)
        {
            case 1 when index == 0:
                return DeviceDescriptor;
            case 2 when index == 0:
                return ConfigurationDescriptor;
            case 3 when index == 0:
                return new byte[] { 4, 3, 0x09, 0x04 };
            case 3 when index <= Strings.Length:
                byte[] text = Encoding.Unicode.GetBytes(Strings[index - 1]);
                byte[] descriptor = new byte[text.Length + 2];
                descriptor[0] = (byte)descriptor.Length;
                descriptor[1] = 3;
                text.CopyTo(descriptor, 2);
                return descriptor;
            default:
                return null;
        }
    }

    private void Forget()
    {
        Address = 0;
        Configuration = 0;
        _isHung = false;
        _isSuspended = false;
        _control.Reset();
        ResetEndpoints();
    }
}
