using System;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// ESC/POS: the real-time requests <c>DLE EOT 1</c> to <c>4</c>, an octet answered for each, and the four octets of Automatic Status Back, which some
/// send unasked. An answer does not say to what, so all four are asked at once and taken in their order; a device that leaves some out is
/// asked one at a time from then on. <c>GS r 1</c> is no real-time request: it is answered, by an octet, when what was sent before it is printed.
/// </summary>
/// <remarks>
/// <code>
/// n  bit 2       bit 3         bit 5              bit 6
/// 1              offline
/// 2  cover open                paper-end stop     error
/// 3              cutter error  unrecoverable      recovers by itself (heat)
/// 4  bits 2, 3: near the end   bits 5, 6: paper end
/// ASB, octet 1: 3 offline, 5 cover open; 2: 3 cutter, 5 unrecoverable, 6 recovers; 3: 0, 1 near the end, 2, 3 paper end
/// </code>
/// Bits 0, 1, 4 and 7 tell these apart from each other, from XON and from XOFF. The answer to <c>GS r</c> has neither bit 4 nor bit 7, like the later octets of Automatic Status Back.
/// </remarks>
public sealed class EscPosStatus : StatusDialogue
{
    private const byte Dle = 16;
    private const byte Eot = 4;
    private const int Requests = 4;
    private const int AsbOctets = 4;

    // Bits 0, 1, 4, 7.
    private const int Kind = 0x93;
    private const int RealTime = 0x12;
    private const int Asb = 0x10;

    // What octets 2 to 4 of Automatic Status Back never have, nor the answer to GS r.
    private const int NotAsb = 0x90;

    private const int IsOffline = 1;
    private const int IsCoverOpen = 1 << 1;
    private const int IsPaperEnd = 1 << 2;
    private const int IsPaperLow = 1 << 3;
    private const int IsError = 1 << 4;
    private const int IsBroken = 1 << 5;
    private const int IsHot = 1 << 6;

    // What each request was answered last.
    private readonly int[] _answers = new int[Requests];
    private readonly byte[] _asb = new byte[AsbOctets];
    private int _asbCount;
    private bool _isOneByOne;
    private int _next;
    private int _end;
    private bool _isDue;
    private bool _hasTold;
    private bool _tellsNever;
    private int _waits;

    /// <inheritdoc/>
    public override bool IsDone => !_isDue;

    /// <inheritdoc/>
    public override int Ask(byte[] to)
    {
        bool isSilent = _next < _end;
        if (_isOneByOne)
        {
            _answers[_end - 1] = isSilent ? 0 : _answers[_end - 1];
        }
        else if (isSilent && _next > 0)
        {
            // Which were left out is not to be known.
            Array.Clear(_answers, 0, Requests);
            _isOneByOne = true;
            _end = 0;
        }

        int first = _isOneByOne && _end < Requests ? _end : 0;
        int end = _isOneByOne ? first + 1 : Requests;
        ByteWriter writer = new ByteWriter(to);
        for (int request = first; request < end; request++)
        {
            writer.Octet(Dle);
            writer.Octet(Eot);
            writer.Octet((byte)(request + 1));
        }

        _next = first;
        _end = end;
        return writer.Position;
    }

    /// <inheritdoc/>
    public override int AskDone(byte[] to)
    {
        _waits = 0;
        _isDue = !_tellsNever;
        if (_tellsNever)
        {
            return 0;
        }

        ByteWriter writer = new ByteWriter(to);
        writer.Ascii("\x1Dr\x01");
        return writer.Position;
    }

    /// <inheritdoc/>
    public override void Hear(byte[] said, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            byte octet = said[i];
            if (_asbCount > 0 && (octet & NotAsb) == 0)
            {
                HearAsb(octet);
                continue;
            }

            _asbCount = 0;
            if ((octet & Kind) == Asb)
            {
                HearAsb(octet);
            }
            else if ((octet & Kind) == RealTime && _next < _end)
            {
                HearAnswer(octet);
            }
            else if (_isDue && (octet & NotAsb) == 0)
            {
                _isDue = false;
                _hasTold = true;
            }
        }
    }

    private void HearAnswer(byte octet)
    {
        _answers[_next] = Meaning(_next, octet);
        _next++;
        if (_next == _end)
        {
            Conditions = Sum(_answers[0] | _answers[1] | _answers[2] | _answers[3]);
            Wait();
        }
    }

    // Who is well, answers, and never says that it has printed, answers real-time requests only.
    private void Wait()
    {
        if (!_isDue || _hasTold || (Conditions & DeviceCondition.Stopping) != 0)
        {
            return;
        }

        _waits++;
        if (_waits > Limits.StatusWaits)
        {
            _tellsNever = true;
            _isDue = false;
        }
    }

    private void HearAsb(byte octet)
    {
        _asb[_asbCount] = octet;
        _asbCount++;
        if (_asbCount < AsbOctets)
        {
            return;
        }

        _asbCount = 0;
        int found = (_asb[0] & 0x08) != 0 ? IsOffline : 0;
        found |= (_asb[0] & 0x20) != 0 ? IsCoverOpen : 0;
        found |= (_asb[1] & 0x28) != 0 ? IsBroken : 0;
        found |= (_asb[1] & 0x40) != 0 ? IsHot : 0;
        found |= (_asb[2] & 0x03) != 0 ? IsPaperLow : 0;
        found |= (_asb[2] & 0x0C) != 0 ? IsPaperEnd : 0;
        Conditions = Sum(found);
    }

    private static int Meaning(int request, byte octet)
    {
        switch (request)
        {
            case 0:
                return (octet & 0x08) != 0 ? IsOffline : 0;
            case 1:
                return ((octet & 0x04) != 0 ? IsCoverOpen : 0) | ((octet & 0x20) != 0 ? IsPaperEnd : 0) | ((octet & 0x40) != 0 ? IsError : 0);
            case 2:
                return ((octet & 0x28) != 0 ? IsBroken : 0) | ((octet & 0x40) != 0 ? IsHot : 0);
            default:
                return ((octet & 0x0C) != 0 ? IsPaperLow : 0) | ((octet & 0x60) != 0 ? IsPaperEnd : 0);
        }
    }

    private static int Sum(int found)
    {
        int conditions = (found & IsCoverOpen) != 0 ? DeviceCondition.CoverOpen : 0;
        if ((found & IsPaperEnd) != 0)
        {
            conditions |= DeviceCondition.MediaEmpty;
        }
        else if ((found & IsPaperLow) != 0)
        {
            conditions |= DeviceCondition.MediaLow;
        }

        if ((found & IsBroken) != 0)
        {
            conditions |= DeviceCondition.Fault;
        }
        else if ((found & IsHot) != 0)
        {
            // An open cover stops in the same way; then it is not the heat.
            conditions |= (found & IsCoverOpen) != 0 ? 0 : DeviceCondition.TooHot;
        }
        else if ((found & IsError) != 0)
        {
            conditions |= DeviceCondition.Fault;
        }

        // Offline for a reason is that reason.
        return (found & IsOffline) != 0 && (conditions & DeviceCondition.Stopping) == 0 ? conditions | DeviceCondition.Offline : conditions;
    }
}
