using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>Endpoint 0 of a device: the stages of a control transfer. USB 2.0 §8.5.3.</summary>
internal sealed class ControlPipe
{
    private readonly UsbDevice _device;
    private byte[] _setup = new byte[8];
    private byte[] _data = Array.Empty<byte>();
    private Stage _stage;
    private int _at;
    private int _offered;
    private int _naks;
    private bool _isData1;

    internal ControlPipe(UsbDevice device)
    {
        _device = device;
    }

    private enum Stage
    {
        Idle,
        DataIn,
        StatusIn,
        StatusOut,
        Refused,
    }

    private int Wanted => _setup[6] | (_setup[7] << 8);

    /// <summary>Whether the host's acknowledgement is for something that this endpoint has sent.</summary>
    internal bool IsTalking { get; private set; }

    internal void Reset()
    {
        _stage = Stage.Idle;
        IsTalking = false;
    }

    internal void Refuse()
    {
        _stage = Stage.Refused;
    }

    internal Answer Take(Token token, long now)
    {
        IsTalking = false;
        if (token.Pid == Pid.Setup)
        {
            return Begin(token, now);
        }

        if (_stage == Stage.Refused)
        {
            return Answer.Stall;
        }

        if (_naks > 0)
        {
            _naks--;
            return Answer.Nak;
        }

        return token.Pid == Pid.In ? Send() : Receive(token);
    }

    internal void Acknowledged(long now)
    {
        IsTalking = false;
        _naks = _device.ControlNaks;
        if (_stage == Stage.StatusIn)
        {
            _stage = Stage.Idle;
            _device.Done(_setup, now);
            return;
        }

        _at += _offered;
        _isData1 = !_isData1;

        // Less than a full packet ends the data, also if it is none at all (USB 2.0 §8.5.3.2).
        if (_offered < _device.ControlPacket || _at == Wanted)
        {
            _stage = Stage.StatusOut;
        }
    }

    private Answer Begin(Token token, long now)
    {
        if (token.Data.Length != 8 || token.IsData1)
        {
            return Answer.Silence;
        }

        // The acknowledgement of the last status may have been lost: the host goes on, so it has it (USB 2.0 §8.5.3.3).
        if (_stage == Stage.StatusIn)
        {
            _device.Done(_setup, now);
        }

        _setup = token.Data;
        _naks = _device.ControlNaks;
        _isData1 = true;
        _at = 0;
        bool isIn = (_setup[0] & 0x80) != 0;
        byte[]? reply = !isIn && Wanted > 0 ? null : _device.Answer0(_setup, now);
        if (reply is null)
        {
            _stage = Stage.Refused;
            return Answer.Ack;
        }

        _data = reply.Length > Wanted ? reply.AsSpan(0, Wanted).ToArray() : reply;
        _stage = isIn && Wanted > 0 ? Stage.DataIn : Stage.StatusIn;
        return Answer.Ack;
    }

    private Answer Send()
    {
        switch (_stage)
        {
            case Stage.DataIn:
                _offered = Math.Min(_device.ControlPacket, _data.Length - _at);
                IsTalking = true;
                return Answer.Of(_isData1, _data.AsSpan(_at, _offered).ToArray());
            case Stage.StatusIn:
                _offered = 0;
                IsTalking = true;
                return Answer.Of(true, Array.Empty<byte>());
            case Stage.StatusOut:
                // The acknowledgement of the last packet may have been lost to us only in DataIn; here the host asks for too much.
                _stage = Stage.Refused;
                return Answer.Stall;
            default:
                return Answer.Stall;
        }
    }

    private Answer Receive(Token token)
    {
        if (!token.IsData1 || token.Data.Length > 0 || _stage == Stage.StatusIn)
        {
            _stage = Stage.Refused;
            return Answer.Stall;
        }

        // A host may stop early, and the acknowledgement of the last data may have been lost on the way (USB 2.0 §8.5.3.3).
        _stage = Stage.Idle;
        return Answer.Ack;
    }
}
