using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Printing;

/// <summary>
/// The way of octets to the output device, for whoever has been given it: as they are or rendered by the device's language; held back while the device takes nothing or the Printer is
/// paused; ended when the Job is canceled. On the way it looks at the device, and passes on what that says.
/// </summary>
public sealed class Delivery
{
    private readonly Printer _printer;
    private readonly IOutputDevice _device;
    private readonly PrinterLanguage _language;
    private readonly IClock _clock;
    private readonly byte[] _said = new byte[Limits.SerialHeardOctets];
    private byte[]? _made;
    private byte[]? _question;
    private Job? _job;
    private ByteSink? _back;
    private bool _isRendered;
    private bool _isTwoWay;
    private long _stillSince;
    private long _lookAt;
    private long _glanceAt;
    private long _askAt;
    private long _listenUntil;
    private int _turns;

    /// <summary>Makes a way to a Printer's device.</summary>
    public Delivery(Printer printer, IClock clock)
    {
        _printer = printer;
        _device = printer.Device;
        _language = printer.Language;
        _clock = clock;
    }

    /// <summary>Changes while a device is waited for: with each look at it, and with each turn in which that is not looked at.</summary>
    internal long Turns => _turns + _glanceAt;

    /// <summary>Whether something is under way to a device that may say something.</summary>
    internal bool IsTwoWay => _isTwoWay;

    /// <summary>Whether nobody else looks at the device while this thread waits for something: it prints, looks and serves all in one.</summary>
    internal bool IsAlone { get; set; }

    /// <summary>Begins at the device. Does not wait.</summary>
    /// <param name="job">The Job that has the device.</param>
    /// <param name="back">Who is to be sent what the device says; null for nobody.</param>
    /// <returns>Ok; DeviceFailed: it is not there or busy, try later; Canceled, Ending, NotPossible (it was held). With anything but Ok nothing was begun.</returns>
    internal int Begin(Job job, ByteSink? back)
    {
        if (!_device.Begin(job.Name))
        {
            return PrintStatus.DeviceFailed;
        }

        int status = _printer.Begun(job);
        if (status != PrintStatus.Ok)
        {
            _device.Close();
            return status;
        }

        _job = job;
        _back = back;
        _stillSince = 0;
        _glanceAt = _clock.Milliseconds;
        _lookAt = _glanceAt + Limits.DevicePollMilliseconds;

        // What it said before is no answer to what comes now.
        _isTwoWay = _device.Read(_said, 0, _said.Length) >= 0;
        return PrintStatus.Ok;
    }

    /// <summary>Begins a document of the Job.</summary>
    internal void BeginDocument(JobDocument document)
    {
        _isRendered = _language.BeginDocument(document.Format);
        if (_isRendered)
        {
            Made();
        }
    }

    /// <summary>Gives the device octets of the document. Waits for as long as the device takes.</summary>
    /// <returns>Ok; Canceled, Ending; DeviceFailed: it broke off.</returns>
    internal int Give(byte[] block, int offset, int count)
    {
        Job job = _job!;
        if (!_isRendered)
        {
            int status = Write(block, offset, count);
            job.Sent += status == PrintStatus.Ok ? count : 0;
            return status;
        }

        byte[] made = Made();
        int end = offset + count;
        while (offset < end)
        {
            int used = _language.Render(block, offset, end, made, out int length);
            if (used <= 0 && length <= 0)
            {
                // A language that makes nothing of something would be asked for ever.
                return PrintStatus.DeviceFailed;
            }

            int status = Write(made, 0, length);
            if (status != PrintStatus.Ok)
            {
                return status;
            }

            offset += used;
            job.Sent += used;
        }

        return PrintStatus.Ok;
    }

    /// <summary>Ends a document of the Job.</summary>
    /// <returns>As <see cref="Give"/>.</returns>
    internal int EndDocument()
    {
        int status = PrintStatus.Ok;
        while (_isRendered && status == PrintStatus.Ok)
        {
            int length = _language.EndDocument(Made());
            if (length <= 0)
            {
                break;
            }

            status = Write(Made(), 0, length);
        }

        return status;
    }

    /// <summary>Waits until the device has taken the last octet and, where it can tell, has printed it.</summary>
    /// <returns>As <see cref="Give"/>; DeviceFailed too when that cannot be seen.</returns>
    internal int Finish()
    {
        _printer.Outgoing(_job!);
        int status = AwaitPrinted();
        long until = _clock.Milliseconds + Limits.DeviceEndMilliseconds;
        while (status == PrintStatus.Ok)
        {
            int taken = _device.Finish();
            if (taken != 0)
            {
                PassBack();
                return taken > 0 ? PrintStatus.Ok : PrintStatus.DeviceFailed;
            }

            Hold();
            if (_printer.NeedsAttention || _printer.IsBlocked)
            {
                // It is known what is waited for: that may last.
                status = Attend();
                until = _clock.Milliseconds + Limits.DeviceEndMilliseconds;
            }
            else if (_clock.Milliseconds >= until)
            {
                status = PrintStatus.DeviceFailed;
            }
        }

        return status;
    }

    /// <summary>Gives the device back. Harmless where nothing was begun.</summary>
    /// <param name="isWhole">Whether the document reached its end; otherwise the device is brought back to its beginning, as far as it takes that at once.</param>
    internal void Close(bool isWhole)
    {
        if (_job is null)
        {
            return;
        }

        if (!isWhole)
        {
            int length = _language.Reset(Made());
            int given = 0;
            int took = 1;
            while (given < length && took > 0)
            {
                took = _device.Write(Made(), given, length - given);
                given += took > 0 ? took : 0;
            }
        }

        if (_stillSince != 0)
        {
            _stillSince = 0;
            _printer.Stick(false);
        }

        _device.Close();
        _job = null;
        _back = null;
        _isTwoWay = false;
    }

    /// <summary>Sends whoever prints what the device has said since the last time. While a document is under way only.</summary>
    internal void PassBack()
    {
        while (_isTwoWay)
        {
            int got = _device.Read(_said, 0, _said.Length);
            if (got <= 0)
            {
                return;
            }

            int heard = _language.Hear(_said, 0, got);
            if (heard >= 0)
            {
                _printer.Observe(_device.Conditions, heard);
            }

            if (_back is not null && !_back.Write(_said, 0, got))
            {
                // Who does not read is not sent any more.
                _back = null;
            }
        }
    }

    /// <summary>Looks at the device if it is time to: asks each <see cref="Limits.DevicePollMilliseconds"/>, and listens for its answer after that.</summary>
    /// <returns>Milliseconds until it is time again.</returns>
    internal int LookInTime()
    {
        long now = _clock.Milliseconds;
        bool isDue = now >= _askAt;
        if (isDue)
        {
            _askAt = now + Limits.DevicePollMilliseconds;
        }

        if ((isDue || now < _listenUntil) && Look(isDue))
        {
            _listenUntil = now + Limits.DeviceAnswerMilliseconds;
        }

        int wait = now < _listenUntil ? Limits.PollInterval : Limits.DevicePollMilliseconds;
        return _askAt - now < wait ? (int)(_askAt - now) : wait;
    }

    /// <summary>
    /// To be called between two turns of waiting, whatever is waited for: where nobody else looks at the device, looks if it is time to. Without it a device that has said once that it cannot print would never be
    /// seen to be well again by who waits for that.
    /// </summary>
    /// <param name="most">Milliseconds that the next turn is to take.</param>
    /// <returns>Milliseconds that it may take: no more than those.</returns>
    internal int Watch(int most)
    {
        int next = IsAlone ? LookInTime() : most;
        return next < most ? next : most;
    }

    /// <summary>Looks at the device while nobody prints: listens, and asks it for its state where that can be asked.</summary>
    /// <param name="asks">Whether it is to be asked again, or only listened to.</param>
    /// <returns>Whether it was asked.</returns>
    internal bool Look(bool asks)
    {
        if (!_printer.BeginLook())
        {
            // Whoever prints listens; what the link knows, anybody may ask.
            if (asks)
            {
                _printer.Observe(_device.Conditions, PrinterLanguage.NothingHeard);
            }

            return false;
        }

        bool isAsked = false;

        try
        {
            int heard = PrinterLanguage.NothingHeard;
            int got = _device.Read(_said, 0, _said.Length);
            while (got > 0)
            {
                int now = _language.Hear(_said, 0, got);
                heard = now >= 0 ? now : heard;
                got = _device.Read(_said, 0, _said.Length);
            }

            if (asks && got == 0)
            {
                isAsked = Ask();
            }

            if (asks || heard >= 0)
            {
                _printer.Observe(_device.Conditions, heard);
            }

            return isAsked;
        }
        finally
        {
            _printer.EndLook();
        }
    }

    private byte[] Made()
    {
        _made ??= new byte[Limits.RenderOctets];
        return _made;
    }

    private int Write(byte[] from, int offset, int count)
    {
        int end = offset + count;
        while (offset < end)
        {
            if (_printer.NeedsAttention)
            {
                int status = Attend();
                if (status != PrintStatus.Ok)
                {
                    return status;
                }
            }

            int took = _device.Write(from, offset, end - offset);
            if (took > 0)
            {
                offset += took;
                if (_stillSince != 0)
                {
                    _stillSince = 0;
                    _printer.Stick(false);
                }
            }
            else if (took < 0)
            {
                return PrintStatus.DeviceFailed;
            }
            else
            {
                Hold();
            }
        }

        long now = _clock.Milliseconds;
        if (now >= _glanceAt)
        {
            Glance(true, now);
        }

        return PrintStatus.Ok;
    }

    /// <summary>The device takes nothing just now.</summary>
    private void Hold()
    {
        long now = _clock.Milliseconds;
        if (_stillSince == 0)
        {
            _stillSince = now;
        }
        else if (now - _stillSince >= Limits.DeviceStuckMilliseconds)
        {
            _printer.Stick(true);
        }

        Glance(false, now);
    }

    /// <summary>Looks at the device while a document is under way.</summary>
    /// <param name="isBetween">Whether it has taken all of what it was given, which ends with a whole command where it was rendered: only there may it be asked.</param>
    /// <param name="now">The time.</param>
    private void Glance(bool isBetween, long now)
    {
        PassBack();
        if (now >= _lookAt)
        {
            _lookAt = now + Limits.DevicePollMilliseconds;
            if (isBetween && _isTwoWay && _back is null && _language.MayAskWithinDocument)
            {
                Ask();
            }

            _printer.Observe(_device.Conditions, PrinterLanguage.NothingHeard);
        }

        // A fast device takes many blocks a second: what it says is not looked for behind each of them.
        long next = now + Limits.BackTalkMilliseconds;
        _glanceAt = _isTwoWay && next < _lookAt ? next : _lookAt;
    }

    private bool Ask()
    {
        // In most languages a device cannot be asked: then no room is made for a question.
        return _language.Status is not null && Send(_language.Enquire(Question()));
    }

    private byte[] Question()
    {
        _question ??= new byte[Limits.RenderOctets];
        return _question;
    }

    /// <summary>Sends a question whole, or nothing of it: half a request would be a part of what comes next.</summary>
    private bool Send(int length)
    {
        int sent = 0;
        long until = _clock.Milliseconds + Limits.DeviceAnswerMilliseconds;
        while (sent < length)
        {
            int took = _device.Write(Question(), sent, length - sent);
            if (took < 0 || (took == 0 && (sent == 0 || _clock.Milliseconds >= until)))
            {
                return false;
            }

            sent += took;
        }

        return length > 0;
    }

    /// <summary>Waits until the device says that it is well after the last octet and, where it tells, has printed it.</summary>
    private int AwaitPrinted()
    {
        if (!_isTwoWay || _back is not null)
        {
            return PrintStatus.Ok;
        }

        int unanswered = 0;
        bool isAskedToTell = false;
        long until = _clock.Milliseconds + Limits.DevicePrintMilliseconds;
        while (unanswered < Limits.DeviceQuestions || (_language.Answers > 0 && _clock.Milliseconds < until))
        {
            if (!Ask())
            {
                // It cannot be asked, or takes nothing: then its end is waited for in the other way.
                return PrintStatus.Ok;
            }

            int heard = AwaitAnswer();
            _turns++;
            if (heard >= 0)
            {
                unanswered = 0;
                _printer.Observe(_device.Conditions, heard);
                bool isWell = (heard & DeviceCondition.Stopping) == 0;
                if (isWell && !isAskedToTell)
                {
                    isAskedToTell = true;
                    if (Send(_language.EnquireDone(Question())))
                    {
                        Listen(true);
                    }
                }

                if (isWell && (_language.IsDone || _clock.Milliseconds >= until))
                {
                    return PrintStatus.Ok;
                }

                until = isWell ? until : _clock.Milliseconds + Limits.DevicePrintMilliseconds;
                _clock.Sleep(Watch(Limits.DeviceRetryMilliseconds));
            }
            else
            {
                unanswered++;
                if (unanswered > Limits.DeviceQuestions)
                {
                    // One that has answered before can tell: the question waits behind what it is still to print, or behind paper that it has not.
                    _clock.Sleep(Watch(Limits.DeviceRetryMilliseconds));
                }
            }

            int status = _printer.NeedsAttention ? Attend() : PrintStatus.Ok;
            if (status != PrintStatus.Ok)
            {
                return status;
            }
        }

        return PrintStatus.Ok;
    }

    private int AwaitAnswer()
    {
        int before = _language.Answers;
        int heard = Listen(false);
        return _language.Answers == before ? PrinterLanguage.NothingHeard : heard;
    }

    /// <summary>Listens for as long as a device may take to answer, until it has.</summary>
    /// <param name="forEnd">Whether for its word that it has printed all; otherwise for any whole answer.</param>
    /// <returns>What was heard last.</returns>
    private int Listen(bool forEnd)
    {
        long until = _clock.Milliseconds + Limits.DeviceAnswerMilliseconds;
        int before = _language.Answers;
        int heard = PrinterLanguage.NothingHeard;
        while ((forEnd ? !_language.IsDone : _language.Answers == before) && _clock.Milliseconds < until)
        {
            int got = _device.Read(_said, 0, _said.Length);
            if (got > 0)
            {
                heard = _language.Hear(_said, 0, got);
            }
            else
            {
                _clock.Sleep(Limits.PollInterval);
            }
        }

        return heard;
    }

    /// <summary>Does what the Printer wants done before the next octet: ends, or stands still while it is paused.</summary>
    private int Attend()
    {
        Job job = _job!;
        int status = _printer.Attend(job);
        while (status == PrintStatus.NotPossible)
        {
            _turns++;
            PassBack();
            _clock.Sleep(Watch(Limits.PollInterval));
            status = _printer.Attend(job);
        }

        return status;
    }
}
