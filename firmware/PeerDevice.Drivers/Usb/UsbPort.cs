using System;
using PeerDevice.Board;
using PeerDevice.Wire.Usb;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// The one port of the chip, and who is in it: notices what is plugged in and out, resets it, reads what it is, and makes it ready to print, or says in words why not (USB 2.0 §9.1.2). A state machine that is
/// given the time; it sleeps for milliseconds only.
/// </summary>
internal sealed class UsbPort
{
    private const int Address = 1;
    private const int NoChip = 0;
    private const int Empty = 1;
    private const int Settling = 2;
    private const int Resetting = 3;
    private const int Recovering = 4;
    private const int Loading = 5;
    private const int Booting = 6;
    private const int Ready = 7;
    private const int Refused = 8;

    private readonly Max3421 _chip;
    private readonly UsbControl _control;
    private readonly UsbFirmware? _firmware;
    private readonly IClock _clock;
    private readonly bool _asksStatus;
    private readonly string _place;
    private readonly DeviceDescriptor _device = new DeviceDescriptor();
    private readonly PrinterInterface _printer = new PrinterInterface();
    private readonly byte[] _one = new byte[PortStatus.Octets];
    private int _state = NoChip;
    private int _mode;
    private int _configurationIndex;
    private bool _isSure;
    private bool _isFinal;
    private int _failures;
    private int _unanswered;
    private long _due;
    private long _until;
    private long _loadedUntil;

    /// <summary>Makes the port; nothing is touched before <see cref="Tend"/>.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="place">Where that is, for people.</param>
    /// <param name="firmware">What a printer is sent before it can print; null for nothing.</param>
    /// <param name="asksStatus">Whether a printer's port status is asked for, and believed.</param>
    /// <param name="clock">Time.</param>
    internal UsbPort(Max3421 chip, string place, UsbFirmware? firmware, bool asksStatus, IClock clock)
    {
        _chip = chip;
        _place = place;
        _firmware = firmware;
        _asksStatus = asksStatus;
        _clock = clock;
        _control = new UsbControl(chip, clock);
        Sender = new UsbSender(chip, _control, clock);
        Listener = new UsbListener(chip, _control);
        Words = "the USB chip was not looked for yet";
    }

    /// <summary>The pipe to the printer, of use while <see cref="IsReady"/>.</summary>
    internal UsbSender Sender { get; }

    /// <summary>The pipe from it.</summary>
    internal UsbListener Listener { get; }

    /// <summary>Whether there is a printer that can be printed with.</summary>
    internal bool IsReady => _state == Ready;

    /// <summary>Counts up with each printer that gets ready, also where it is the same one again: a document does not go on with the next.</summary>
    internal int Generation { get; private set; }

    /// <summary>What a printer says of itself; empty where it says nothing.</summary>
    internal string DeviceId { get; private set; } = "";

    /// <summary>What is the matter, or who is there, in words.</summary>
    internal string Words { get; private set; }

    /// <summary>Bits of <see cref="DeviceCondition"/>.</summary>
    internal int Conditions { get; private set; } = DeviceCondition.Missing;

    /// <summary>Does what is due.</summary>
    /// <returns>Milliseconds until there may be more to do.</returns>
    internal int Tend()
    {
        long now = _clock.Milliseconds;
        if (_state == NoChip)
        {
            return now < _due ? (int)(_due - now) : Start(now);
        }

        // A chip that lost its power, or its wires, does not say so.
        if (_chip.Read(Max3421Register.Mode) != _mode)
        {
            return LoseChip(now);
        }

        // A reset looks like plugging out and in.
        if (_chip.HasChanged && _state != Resetting)
        {
            return Changed(now);
        }

        switch (_state)
        {
            case Empty: return _chip.Sample() == Max3421Register.LinesNone ? Limits.UsbWatchMilliseconds : Look(now);
            case Settling: return now < _due ? (int)(_due - now) : BeginReset(now);
            case Resetting: return now < _due ? (int)(_due - now) : EndReset(now);
            case Recovering: return now < _due ? (int)(_due - now) : Enumerate(now);
            case Loading: return Load(now);
            case Booting: return now < _due ? (int)(_due - now) : AwaitBoot(now);
            case Ready: return now < _due ? (int)(_due - now) : AskStatus(now);
            default: return Limits.UsbWatchMilliseconds;
        }
    }

    /// <summary>Begins anew with whoever is there: for one that does not keep to what was agreed.</summary>
    internal void Renew()
    {
        if (_state > Empty)
        {
            Settle("the printer is reset", _clock.Milliseconds);
        }
    }

    /// <summary>Has the printer throw away what it has, and begins both pipes anew.</summary>
    internal void SoftReset()
    {
        // A few printers do not know it: what matters are the pipes.
        UsbRequest.SoftReset(_control.Setup, 1, _printer.Number);
        _control.Do(null, 0);
        if (!Sender.Resume() || !Listener.Resume())
        {
            Renew();
        }
    }

    /// <summary>Forgets a chip with which nothing can be done.</summary>
    internal void Fail()
    {
        LoseChip(_clock.Milliseconds);
    }

    private int Start(long now)
    {
        if (!_chip.Start())
        {
            return LoseChip(now);
        }

        _mode = Max3421Register.PullDowns | Max3421Register.Host;
        _chip.Write(Max3421Register.Hirq, Max3421Register.ConnectChange);
        return Look(now);
    }

    /// <summary>Something was plugged in or out, or both between two looks: whoever is there is new.</summary>
    private int Changed(long now)
    {
        // Without frame markers the lines can be seen as they are.
        SetMode(Max3421Register.PullDowns | Max3421Register.Host);
        _chip.Write(Max3421Register.Hctl, 0);
        _chip.Write(Max3421Register.Hirq, Max3421Register.ConnectChange | Max3421Register.BusEvent);
        return Look(now);
    }

    private int Look(long now)
    {
        int lines = _chip.Sample();
        _failures = 0;
        if (lines == Max3421Register.LinesNone)
        {
            Lose(Empty, "nothing is plugged in");
            return Limits.UsbWatchMilliseconds;
        }

        if (lines != Max3421Register.LinesJ)
        {
            // Low speed has no bulk pipes (USB 2.0 §5.8.4).
            Lose(Refused, lines == Max3421Register.LinesK ? "what is plugged in is too slow for a printer" : _place + " sees nonsense on the bus");
            return Limits.UsbWatchMilliseconds;
        }

        return Settle("somebody is plugged in", now);
    }

    private int BeginReset(long now)
    {
        SetMode(Max3421Register.PullDowns | Max3421Register.Host);
        _chip.Write(Max3421Register.Hirq, Max3421Register.BusEvent);
        _chip.Write(Max3421Register.Hctl, Max3421Register.BusReset);
        _state = Resetting;
        _due = now + Limits.UsbResetMilliseconds;
        _until = now + Limits.UsbControlMilliseconds;
        return Limits.UsbResetMilliseconds;
    }

    private int EndReset(long now)
    {
        if ((_chip.Read(Max3421Register.Hctl) & Max3421Register.BusReset) != 0)
        {
            if (now >= _until)
            {
                Fail();
            }

            return 1;
        }

        // The reset's own end is no change of who is there; whether anybody still is shows before frame markers are on the lines.
        _chip.Write(Max3421Register.Hirq, Max3421Register.BusEvent | Max3421Register.ConnectChange | Max3421Register.Frame);
        if (_chip.Sample() != Max3421Register.LinesJ)
        {
            return Look(now);
        }

        SetMode(Max3421Register.PullDowns | Max3421Register.FrameMarkers | Max3421Register.Host);
        _state = Recovering;
        _due = now + Limits.UsbRecoveryMilliseconds;
        return Limits.UsbRecoveryMilliseconds;
    }

    private int Enumerate(long now)
    {
        if ((_chip.Requests & Max3421Register.Frame) == 0)
        {
            // Before its first frame the chip sends nothing (AN3785 p. 20).
            if (now >= _until)
            {
                Fail();
            }

            return 1;
        }

        _chip.Address(0, _mode);
        _control.Size(DeviceDescriptor.FirstOctets);
        string problem = Identify();
        if (problem.Length == 0)
        {
            Configured();
            return 1;
        }

        _failures++;
        if (_failures < Limits.UsbTries && !_isSure)
        {
            _state = Settling;
            _due = _clock.Milliseconds + Limits.UsbSettleMilliseconds;
            return Limits.UsbSettleMilliseconds;
        }

        if (_isFinal)
        {
            Lose(Refused, problem);
            return Limits.UsbWatchMilliseconds;
        }

        // It may still be starting.
        return TryLater(problem);
    }

    private int TryLater(string problem)
    {
        _failures = 0;
        Lose(Settling, problem);
        Conditions |= DeviceCondition.Fault;
        _due = _clock.Milliseconds + Limits.UsbRetryMilliseconds;
        return Limits.UsbWatchMilliseconds;
    }

    /// <summary>Asks who it is, and configures it.</summary>
    /// <returns>What is the matter; empty when it is a printer that can be printed with.</returns>
    private string Identify()
    {
        const string Silent = "what is plugged in does not answer";
        const string Nonsense = "what is plugged in says of itself what cannot be";
        byte[] octets = new byte[Limits.UsbConfigurationOctets];
        _isSure = false;
        _isFinal = false;
        UsbRequest.GetDescriptor(_control.Setup, 1, UsbRequest.DeviceType, 0, DeviceDescriptor.FirstOctets);
        int got = _control.Do(octets, DeviceDescriptor.FirstOctets);
        if (got < 0 || !_device.ReadFirst(octets, got))
        {
            _isFinal = got >= 0;
            return got < 0 ? Silent : Nonsense;
        }

        _control.Size(_device.PacketOctets);
        UsbRequest.SetAddress(_control.Setup, 1, Address);
        if (_control.Do(null, 0) < 0)
        {
            return Silent;
        }

        _clock.Sleep(Limits.UsbAddressMilliseconds);
        _chip.Address(Address, _mode);
        UsbRequest.GetDescriptor(_control.Setup, 1, UsbRequest.DeviceType, 0, DeviceDescriptor.Octets);
        got = _control.Do(octets, DeviceDescriptor.Octets);
        if (got < 0 || !_device.Read(octets, got))
        {
            _isFinal = got >= 0;
            return got < 0 ? Silent : Nonsense;
        }

        if (_device.DeviceClass == DeviceDescriptor.HubClass)
        {
            _isSure = true;
            _isFinal = true;
            return WordsOf(PrinterInterface.Hub);
        }

        int found = PrinterInterface.None;
        for (int i = 0; i < _device.Configurations && i < Limits.UsbConfigurations && found != PrinterInterface.Found; i++)
        {
            UsbRequest.GetDescriptor(_control.Setup, 1, UsbRequest.ConfigurationType, i, PrinterInterface.HeadOctets);
            got = _control.Do(octets, PrinterInterface.HeadOctets);
            int total = PrinterInterface.TotalOctets(octets, got);
            if (total < 0)
            {
                _isFinal = got >= 0;
                return got < 0 ? Silent : Nonsense;
            }

            total = total < octets.Length ? total : octets.Length;
            UsbRequest.GetDescriptor(_control.Setup, 1, UsbRequest.ConfigurationType, i, total);
            got = _control.Do(octets, total);
            if (got < 0)
            {
                return Silent;
            }

            found = _printer.Find(octets, got);
            _configurationIndex = i;
        }

        if (found != PrinterInterface.Found)
        {
            _isSure = found != PrinterInterface.Malformed;
            _isFinal = true;
            return WordsOf(found);
        }

        UsbRequest.SetConfiguration(_control.Setup, 1, _printer.Configuration);
        if (_control.Do(null, 0) < 0)
        {
            return "the printer does not let itself be configured";
        }

        // One without alternates may stall this; one with them must not.
        UsbRequest.SetInterface(_control.Setup, 1, _printer.Number, _printer.Alternate);
        got = _control.Do(null, 0);
        if (got == UsbControl.Failed || (got < 0 && _printer.Alternate != 0))
        {
            return "the printer does not let itself be configured";
        }

        ReadId();
        return _chip.HasChanged ? Silent : "";
    }

    private static string WordsOf(int found)
    {
        switch (found)
        {
            case PrinterInterface.Hub: return "a hub is plugged in: plug in the printer itself";
            case PrinterInterface.OnlyPackets: return "the printer takes only the packets of IEEE 1284.4, which are not spoken here";
            case PrinterInterface.OnlyIpp: return "the printer takes only IPP over USB, which is not spoken here";
            case PrinterInterface.Malformed: return "what is plugged in says of itself what cannot be";
            default: return "what is plugged in is no printer";
        }
    }

    private void ReadId()
    {
        byte[] octets = new byte[Limits.UsbIdOctets];
        UsbRequest.GetDeviceId(_control.Setup, 1, _configurationIndex, _printer.Number, _printer.Alternate, octets.Length);
        int got = _control.Do(octets, octets.Length);
        DeviceId = got > 0 ? Wire.Ieee1284.DeviceId.Read(octets, got) : "";
    }

    private void Configured()
    {
        Sender.Attach(_printer.OutEndpoint, _printer.OutOctets);
        Listener.Attach(_printer.InEndpoint, _printer.InOctets);
        if (_firmware is null || HasFirmware() || _clock.Milliseconds < _loadedUntil)
        {
            BecomeReady();
        }
        else if (!_firmware.Open())
        {
            // The card may come later.
            TryLater("the printer needs " + _firmware.Path + ", which is not on the card");
        }
        else
        {
            _state = Loading;
            Words = "the printer is given its firmware";
            Conditions = DeviceCondition.Busy;
        }
    }

    private bool HasFirmware()
    {
        bool says = Wire.Ieee1284.DeviceId.FirmwareVersion(DeviceId).Length > 0;

        // One that says it when it has it has it not when it says nothing.
        _loadedUntil = says ? 0 : _loadedUntil;
        return says;
    }

    private int Load(long now)
    {
        int status = _firmware!.Send(Sender);
        if (status < 0)
        {
            Lose(Refused, "the printer was not given all of its firmware");
            return Limits.UsbWatchMilliseconds;
        }

        if (!_firmware.IsSent)
        {
            return status > 0 ? 0 : Limits.UsbPauseMilliseconds;
        }

        // It may plug itself out and in again now, which must not make another round.
        _state = Booting;
        _due = now + Limits.UsbStatusMilliseconds;
        _until = now + Limits.UsbFirmwareMilliseconds;
        _loadedUntil = _until;
        Words = "the printer begins with its firmware";
        return Limits.UsbStatusMilliseconds;
    }

    private int AwaitBoot(long now)
    {
        ReadId();
        if (HasFirmware() || now >= _until)
        {
            BecomeReady();
            return 0;
        }

        _due = now + Limits.UsbStatusMilliseconds;
        return Limits.UsbStatusMilliseconds;
    }

    private void BecomeReady()
    {
        string model = Wire.Ieee1284.DeviceId.Model(DeviceId);
        Generation++;
        _unanswered = 0;
        _due = 0;
        _state = Ready;
        Conditions = 0;
        Words = model.Length > 0 ? model : "a printer that does not say its name";
    }

    private int AskStatus(long now)
    {
        if (_asksStatus && _unanswered < Limits.UsbTries)
        {
            UsbRequest.GetPortStatus(_control.Setup, 1, _printer.Number);
            int got = _control.Do(_one, PortStatus.Octets);
            _unanswered = got == PortStatus.Octets ? 0 : _unanswered + 1;
            Conditions = got == PortStatus.Octets ? ConditionsOf(_one[0]) : 0;
        }

        _due = now + Limits.UsbStatusMilliseconds;
        return Limits.UsbWatchMilliseconds;
    }

    private static int ConditionsOf(int lines)
    {
        bool isEmpty = (lines & PortStatus.PaperEmpty) != 0;

        // Without paper the other two lines fall as well, which says nothing more.
        return isEmpty ? DeviceCondition.MediaEmpty
            : ((lines & PortStatus.Selected) == 0 ? DeviceCondition.Offline : 0) | ((lines & PortStatus.NotError) == 0 ? DeviceCondition.Fault : 0);
    }

    private void SetMode(int mode)
    {
        _mode = mode;
        _chip.Write(Max3421Register.Mode, mode);
    }

    private int LoseChip(long now)
    {
        Lose(NoChip, _place + " does not answer");
        _due = now + Limits.UsbRetryMilliseconds;
        return Limits.UsbRetryMilliseconds;
    }

    private int Settle(string words, long now)
    {
        Lose(Settling, words);
        _due = now + Limits.UsbSettleMilliseconds;
        return Limits.UsbSettleMilliseconds;
    }

    private void Lose(int state, string words)
    {
        if (_state == Loading && _firmware!.IsGiven)
        {
            // It began with its last octet, before anybody could ask it whether it has it.
            _loadedUntil = _clock.Milliseconds + Limits.UsbFirmwareMilliseconds;
        }

        _firmware?.Close();
        _state = state;
        Words = words;
        DeviceId = "";
        Conditions = state == Refused ? DeviceCondition.Missing | DeviceCondition.Fault : DeviceCondition.Missing;
    }
}
