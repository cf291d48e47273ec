using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Drivers;

/// <summary>
/// How a board starts: card, settings, network, time, output device, peer. The same for every board; the virtual board takes
/// the same steps and only puts its options over the settings in between.
/// </summary>
public sealed class BoardStart : IPressed
{
    private readonly BoardParts _parts;
    private readonly SystemClock _clock = new SystemClock();
    private readonly AutoResetEvent _bell = new AutoResetEvent(false);
    private readonly AutoResetEvent _ending = new AutoResetEvent(false);
    private readonly LightIndicator _light;
    private readonly NotedIndicator _indicator;
    private readonly CardStore _store;
    private readonly BoardFacts _facts;
    private AddressWatch? _address;
    private TimeWatch? _time;
    private Display? _screen;
    private Front? _front;
    private bool _hasButton;
    private bool _wasHeldLong;
    private bool _isEnding;

    /// <summary>Makes the start of a board; nothing is touched yet but its light.</summary>
    public BoardStart(BoardParts parts)
    {
        _parts = parts;
        _light = new LightIndicator(_bell);
        _indicator = new NotedIndicator(_light, new LogRing(_clock, parts.Profile.LogOctets));
        _store = new CardStore(parts.Card, _clock);
        _facts = new BoardFacts { Board = parts.Words };
        if (!Text.Begins(parts.Words, BoardChoice.Certain))
        {
            // Its pins may be another board's: then whatever is silent is so for that.
            _facts.Add(parts.Words);
        }

        Settings = new PeerSettings { Discovery = true, IppPort = Limits.IppPort };
    }

    /// <summary>The settings: defaults, then what the card says, then what the caller changes before <see cref="Start"/>.</summary>
    public PeerSettings Settings { get; }

    /// <summary>What is wired where.</summary>
    public BoardPins Pins => _parts.Pins;

    /// <summary>The output device, once <see cref="MakeOutput"/> has been called; the caller may put another around it.</summary>
    public IOutputDevice? Output { get; set; }

    /// <summary>What the board's ground can bear.</summary>
    public Profile Profile => _parts.Profile;

    /// <summary>Milliseconds between two looks of <see cref="Attend"/>; a test has fewer.</summary>
    public int LookEvery { get; set; } = Limits.RestartMilliseconds;

    /// <summary>How the board shows its state.</summary>
    public IIndicator Indicator => _indicator;

    /// <summary>Reads <c>peer.cfg</c> from the card, or where that has none from internal flash. Without either the defaults stand.</summary>
    public void ReadSettings()
    {
        _indicator.Show(Condition.Starting);
        _indicator.Report(_parts.Words);
        SelfRestart.Tell(_indicator);

        // One octet more than is allowed, so that the reader sees that there is more.
        byte[] text = new byte[Limits.SettingsOctets + 1];
        string file = PeerSettings.FileName;
        int length = ReadCard(text);
        if (length < 0)
        {
            file = InternalFlash.Drive + file;
            length = InternalFlash.Read(PeerSettings.FileName, text);
        }

        SettingsReader.Read(text, 0, length, Settings);
        for (int i = 0; i < Settings.Problems.Length; i++)
        {
            Mend(file + ": " + Settings.Problems[i]);
        }

        MakeLight();
    }

    /// <summary>Tells of what makes no sense, wherever people look.</summary>
    private void Mend(string trouble)
    {
        _indicator.Report(trouble);
        _facts.Add(trouble);
    }

    /// <summary>Reads the card's settings; negative when there are none, or they could not be read.</summary>
    private int ReadCard(byte[] text)
    {
        int status = _store.OpenRead(PeerSettings.FileName, new StoreEntry(), out BlockSource? content);
        if (content is null)
        {
            if (status != StoreStatus.NotFound)
            {
                _indicator.Report(status == StoreStatus.Absent ? "there is no card" : "the settings could not be read");
            }

            return -1;
        }

        int length = 0;
        int got = 1;
        while (got > 0 && length < text.Length)
        {
            got = content.ReadAt(length, text, length, text.Length - length);
            length += got > 0 ? got : 0;
        }

        content.Close();
        if (got < 0)
        {
            _indicator.Report("the settings could not be read");
            return -1;
        }

        return length;
    }

    /// <summary>Makes the output device that the settings ask for: the serial port, unless they say that it is on USB, or that there is none.</summary>
    public void MakeOutput()
    {
        if (Settings.Printer == PeerSettings.PrinterNone)
        {
            return;
        }

        if (Settings.Printer == PeerSettings.PrinterUsb)
        {
            MakeUsbOutput();
            return;
        }

        int stopPin = Settings.StopPin == PeerSettings.OfBoard ? _parts.Pins.SerialStop : Settings.StopPin;
        int readyPin = Settings.ReadyPin == PeerSettings.OfBoard ? _parts.Pins.SerialReady : Settings.ReadyPin;
        if (Settings.Handshake == PeerSettings.HandshakeWires && stopPin == StopLine.NoPin)
        {
            Mend(PeerSettings.FileName + ": a handshake by wires needs stop-pin; nothing holds the sender back");
            Settings.Handshake = PeerSettings.HandshakeNone;
        }

        _parts.Table.MapPrinter(_parts.Pins);
        Output = new SerialOutput(_parts.Pins.Serial, Settings, _clock, new StopLine(stopPin, Settings.StopsByHigh, readyPin));
    }

    private void MakeUsbOutput()
    {
        BoardPins pins = _parts.Pins;
        if (pins.UsbBus == BoardPins.None || pins.UsbSelect == BoardPins.None)
        {
            Mend(PeerSettings.FileName + ": printer = usb needs a USB host chip, for which this board has no pins; there is no printer");
            return;
        }

        _parts.Table.MapUsbHost(pins);
        Output = _parts.Extras.MakeUsb(pins, Settings, _store, _clock, _indicator);
        if (Output is null)
        {
            Mend(PeerSettings.FileName + ": printer = usb is not to be had with this image; there is no printer");
        }
    }

    /// <summary>Makes the light that the settings ask for, or that the board has a pin for. Whatever is not there, a peer works without.</summary>
    private void MakeLight()
    {
        int pin = _parts.Pins.Light;
        bool isStrip = Settings.Light == PeerSettings.LightStrip;
        if (Settings.Light == PeerSettings.LightNone || (pin == BoardPins.None && !isStrip))
        {
            return;
        }

        try
        {
            StatusLight? light = !isStrip ? new LedLight(pin, _parts.Pins.IsLightLitByLow) : pin == BoardPins.None ? null : _parts.Extras.MakeStrip(pin);
            if (light is null)
            {
                Mend(PeerSettings.FileName + ": light = ws2812 is not to be had on this board; there is no light");
                return;
            }

            _light.Use(light);
        }
        catch (Exception fault)
        {
            Mend("there is no light on pin " + pin.ToString() + ": " + fault.Message);
        }
    }

    /// <summary>Makes the button, where the board has one on it whose level is known, or the settings say that there is one: a pin without either would float, and press itself.</summary>
    private void MakeButton()
    {
        BoardPins pins = _parts.Pins;
        if (_hasButton || Settings.Button == PeerSettings.ButtonNone || (Settings.Button == PeerSettings.OfBoard && !pins.IsButtonByItself))
        {
            return;
        }

        if (pins.Button == BoardPins.None)
        {
            Mend(PeerSettings.FileName + ": this board has no pin for a button");
            return;
        }

        try
        {
            bool isByHigh = Settings.Button == PeerSettings.ButtonHigh || (Settings.Button != PeerSettings.ButtonLow && pins.IsButtonPressedByHigh);
            _hasButton = _parts.Extras.MakeButton(pins.Button, isByHigh, this);
            if (!_hasButton && Settings.Button != PeerSettings.OfBoard)
            {
                Mend(PeerSettings.FileName + ": a button is not to be had with this image");
            }
        }
        catch (Exception fault)
        {
            Mend("there is no button on pin " + pins.Button.ToString() + ": " + fault.Message);
        }
    }

    /// <summary>Makes the display that the settings ask for; it gives way to the printer where both would have one pin.</summary>
    private void MakeDisplay()
    {
        BoardPins pins = _parts.Pins;
        if (_screen is not null || Settings.Display == PeerSettings.DisplayNone)
        {
            return;
        }

        if (pins.DisplayBus == BoardPins.None)
        {
            Mend(PeerSettings.FileName + ": this board has no pins for a display");
            return;
        }

        int pin = IsOfPrinter(pins.DisplayData) ? pins.DisplayData : IsOfPrinter(pins.DisplayClock) ? pins.DisplayClock : BoardPins.None;
        if (pin != BoardPins.None)
        {
            Mend(PeerSettings.FileName + ": pin " + pin.ToString() + " belongs to the printer; there is no display");
            return;
        }

        _parts.Table.MapDisplay(pins);
        Display? screen = _parts.Extras.MakeDisplay(pins, Settings.Display, _indicator);
        if (screen is null)
        {
            Mend(PeerSettings.FileName + ": a display is not to be had with this image");
            return;
        }

        if (!screen.Open())
        {
            Mend("no display answers on I2C bus " + pins.DisplayBus.ToString() + ": look at its wires");
            return;
        }

        _screen = screen;
        string[] lines = Text.Blanks(screen.Rows);
        lines[0] = "starting";
        screen.Show(lines);
    }

    /// <summary>Whether the printer that the settings ask for has a pin.</summary>
    private bool IsOfPrinter(int pin)
    {
        BoardPins pins = _parts.Pins;
        if (pin == BoardPins.None || Settings.Printer == PeerSettings.PrinterNone)
        {
            return false;
        }

        if (Settings.Printer == PeerSettings.PrinterUsb)
        {
            return pin == pins.UsbClock || pin == pins.UsbMosi || pin == pins.UsbMiso || pin == pins.UsbSelect;
        }

        bool hasWires = Settings.Handshake == PeerSettings.HandshakeWires;
        int stop = Settings.StopPin == PeerSettings.OfBoard ? pins.SerialStop : Settings.StopPin;
        int ready = Settings.ReadyPin == PeerSettings.OfBoard ? pins.SerialReady : Settings.ReadyPin;
        return pin == pins.SerialTransmit || pin == pins.SerialReceive || (hasWires && (pin == stop || pin == ready));
    }

    // The front's thread does what there is to do.

    /// <inheritdoc/>
    public void Down()
    {
        _wasHeldLong = false;
        _light.Hold(true);
    }

    /// <inheritdoc/>
    public void LetGo()
    {
        _light.Hold(false);
        if (!_wasHeldLong)
        {
            _front?.Press();
        }
    }

    /// <inheritdoc/>
    public void HeldLong()
    {
        if (_front is not null)
        {
            _wasHeldLong = true;
            _front.HoldLong();
        }
    }

    /// <summary>Brings the network up, has the time fetched, and starts the peer.</summary>
    /// <returns>The peer, or null when it could not open its port.</returns>
    public Peer? Start()
    {
        MakeButton();
        MakeDisplay();
        _address = new AddressWatch(Settings, BoardNetwork.HardwareAddress(), _clock, _indicator, _facts);
        _address.Start();
        _time = new TimeWatch(_clock, _indicator);
        if (!_clock.Follow(Settings.Ntp))
        {
            _indicator.Report("the time could not be asked for");
        }

        if (Settings.RawPort == PeerSettings.NoPort)
        {
            _parts.Profile.ServesRaw = false;
        }

        // The first is what stands before the first blank.
        string[] asked = Settings.Asked.Split(' ');
        for (int i = 1; i < asked.Length && Output is not null; i++)
        {
            if (!HasRoomFor(asked[i]))
            {
                Mend(PeerSettings.FileName + ": " + asked[i] + (_parts.Profile.HasOffice ? " needs more sockets than this board has; what it has is IPP, at the port of HTTP" : " needs more memory than this board has; print by raw"));
            }
        }

        if (Settings.Mirrors.Length > 0 && _parts.Profile.Pulls == 0)
        {
            Mend(PeerSettings.FileName + ": mirror needs more memory than this board has");
        }

        Peer peer = new Peer(_parts.Profile, new Ground(_parts.Kind, _store, new BoardNetwork(_clock), _clock, new BoardRandom(_clock), _indicator, Outlets()) { Identity = BoardNetwork.HardwareAddress(), Facts = _facts, Bell = _bell, Memory = new BoardMemory(), Office = _parts.Profile.HasOffice ? _parts.Extras.MakeOffice() : null, Neighbours = _parts.Profile.HasNeighbours ? _parts.Extras.MakeNeighbours() : null }, Settings);
        if (!peer.Start())
        {
            return null;
        }

        _front = new Front(_clock, _bell, _indicator, _screen, peer);
        return peer;
    }

    private bool HasRoomFor(string service)
    {
        Profile profile = _parts.Profile;
        switch (service)
        {
            case "lpd": return profile.ServesLpd || Settings.LpdPort == PeerSettings.NoPort;
            case "ipp": return profile.ServesIpp || Settings.IppPort == PeerSettings.NoPort;
            case "snmp": return profile.ServesSnmp || Settings.SnmpPort == PeerSettings.NoPort;
            default: return profile.HasOffice;
        }
    }

    private Outlet[] Outlets()
    {
        if (Output is null)
        {
            return new Outlet[0];
        }

        PrinterLanguage language = DeviceLanguages.Make(Settings, out string problem);
        if (problem.Length > 0)
        {
            Mend(PeerSettings.FileName + ": " + problem);
        }

        return new Outlet[] { new Outlet("", Output, language) };
    }

    /// <summary>Looks at the peer's services and at what shows them, and starts the board again where one has ended or is stuck. Takes no lock: whoever keeps one must not stop the look. To be called every <see cref="Limits.RestartMilliseconds"/>.</summary>
    public void Look(Peer peer)
    {
        string ended = peer.Ended();
        string stuck = peer.Stuck();
        bool isFrontStuck = _front is not null && _front.Steps.IsStuck(0, peer.IsMending);

        // It reads a printer's program from the card, and so may wait for who mends there.
        Steps? usb = _parts.Extras.Steps;
        bool isUsbStuck = usb is not null && usb.IsStuck(0, peer.IsMending);
        if (ended.Length > 0)
        {
            SelfRestart.Now("the service " + ended + " had ended", _indicator);
        }
        else if (stuck.Length > 0)
        {
            SelfRestart.Now("the service " + stuck + " was stuck", _indicator);
        }
        else if (isFrontStuck)
        {
            SelfRestart.Now("light and display were stuck", _indicator);
        }
        else if (isUsbStuck)
        {
            SelfRestart.Now("the watch over USB was stuck, or had ended", _indicator);
        }
    }

    /// <summary>All of it in order, for an image: does not return while the board has power.</summary>
    public void Run()
    {
        Peer? peer = null;
        try
        {
            ReadSettings();
            MakeOutput();
            peer = Start();
            while (peer is null)
            {
                // Ports may be short just after a reset; a board has nobody who would start it again.
                _clock.Sleep(Limits.RestartMilliseconds);
                peer = Start();
            }
        }
        catch (OutOfMemoryException)
        {
            // What is there already keeps its memory, so trying again here would find no more. Nothing is noted in flash, which would wear out.
            _clock.Sleep(Limits.StartAgainMilliseconds);
            Power.RebootDevice();
            return;
        }

        Attend(peer);
    }

    /// <summary>
    /// Looks after a peer that serves: looks at its services and at the address now and then, starts the board again when a service has ended or is stuck, and has a thread of its own show how it is where there is a light, a display or a button. The body of
    /// a thread; ends by <see cref="End"/>.
    /// </summary>
    public void Attend(Peer peer)
    {
        if (_front is not null && (_indicator.CanFlash || _screen is not null || _hasButton))
        {
            new Thread(_front.Run).Start();
        }

        while (!_isEnding)
        {
            try
            {
                _clock.Await(_ending, LookEvery);
                if (!_isEnding)
                {
                    _address?.Step();
                    _time?.Step();
                    Look(peer);
                }
            }
            catch (OutOfMemoryException)
            {
                // The next look may find more; without this thread nobody would look at the services any more.
                _clock.Sleep(Limits.AcceptPauseMilliseconds);
            }
        }
    }

    /// <summary>Has <see cref="Attend"/> end, and what it began.</summary>
    public void End()
    {
        _isEnding = true;
        _ending.Set();
        _front?.End();
        _parts.Extras.End();
    }
}
