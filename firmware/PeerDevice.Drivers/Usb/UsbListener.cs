using System;
using PeerDevice.Wire.Usb;

namespace PeerDevice.Drivers.Usb;

/// <summary>The pipe by which the printer speaks: a packet is asked for when somebody wants to read, and kept until it was read.</summary>
internal sealed class UsbListener
{
    private const int InputBit = 0x80;

    private readonly Max3421 _chip;
    private readonly UsbControl _control;
    private readonly byte[] _said = new byte[Max3421Fifo.Octets + 1];
    private readonly byte[] _ask = new byte[Max3421Fifo.Octets + 1];
    private int _endpoint;
    private int _octets;
    private bool _isData1;
    private int _at;
    private int _end;
    private int _errors;

    /// <summary>Makes the pipe; it leads nowhere yet.</summary>
    internal UsbListener(Max3421 chip, UsbControl control)
    {
        _chip = chip;
        _control = control;
    }

    /// <summary>Whether there is a way back. One on which nothing but errors comes is none.</summary>
    internal bool IsOpen => _endpoint != 0 && _errors < Limits.UsbErrors;

    /// <summary>Leads it to an endpoint that was just configured; 0 for none.</summary>
    internal void Attach(int endpoint, int octets)
    {
        _endpoint = endpoint;
        _octets = octets;
        _isData1 = false;
        _at = 0;
        _end = 0;
        _errors = 0;
    }

    /// <summary>Begins the toggles anew on both sides, and ends a halt.</summary>
    /// <returns>False when the device does not.</returns>
    internal bool Resume()
    {
        if (_endpoint == 0)
        {
            return true;
        }

        UsbRequest.ClearHalt(_control.Setup, 1, InputBit | _endpoint);
        if (_control.Do(null, 0) < 0)
        {
            return false;
        }

        _isData1 = false;
        return true;
    }

    /// <summary>Takes what the printer says.</summary>
    /// <returns>How many octets; 0 when it says nothing.</returns>
    internal int Take(byte[] buffer, int offset, int count)
    {
        if (_at == _end)
        {
            Listen();
        }

        int got = count < _end - _at ? count : _end - _at;
        Array.Copy(_said, _at, buffer, offset, got);
        _at += got;
        return got;
    }

    private void Listen()
    {
        _chip.Discard();
        _chip.Write(Max3421Register.Hctl, _isData1 ? Max3421Register.ReceiveData1 : Max3421Register.ReceiveData0);
        int result = _chip.Transfer(Max3421Register.In | _endpoint);
        if (result == Max3421Register.Nak)
        {
            return;
        }

        if (result == Max3421Register.ToggleError)
        {
            // What it sent again we have: it did not hear that we took it (AN3785 p. 13).
            _errors++;
            return;
        }

        if (result == Max3421Register.Stall)
        {
            _errors = Resume() ? _errors + 1 : Limits.UsbErrors;
            return;
        }

        int octets = result == Max3421Register.Success && (_chip.Requests & Max3421Register.ReceivedData) != 0 ? _chip.Read(Max3421Register.RcvBc) : -1;
        if (octets < 0 || octets > _octets)
        {
            _errors++;
            return;
        }

        _chip.Empty(_said, _ask, octets);
        _isData1 = !_isData1;
        _at = 1;
        _end = octets + 1;
        _errors = 0;
    }
}
