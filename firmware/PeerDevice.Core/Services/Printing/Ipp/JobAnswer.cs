using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// What is answered to nearly everybody whose Job was taken (RFC 8011 §4.2.1.2): as stretches that are made anew only where the Job is another Printer's, or comes to
/// another end, than the one before.
/// </summary>
internal sealed class JobAnswer
{
    private const int IntegerOctets = 4;
    private const int RequestIdAt = 4;
    private const int MostDigits = 10;

    private readonly bool _remembers;
    private byte[] _first = new byte[0];
    private byte[] _last = new byte[0];
    private string _authority = "";
    private string _path = "";
    private int _lengthAt;
    private int _idAt;
    private int _version;
    private int _state;
    private int _reasons;
    private byte[] _otherLast = new byte[0];
    private int _otherState;
    private int _otherReasons;

    /// <summary>Nothing made yet.</summary>
    /// <param name="remembers">Whether anything is; without, it never writes.</param>
    internal JobAnswer(bool remembers)
    {
        _remembers = remembers;
    }

    /// <summary>Writes a whole response: successful-ok, <c>job-uri</c>, <c>job-id</c>, <c>job-state</c> and <c>job-state-reasons</c>.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="version">The version-number.</param>
    /// <param name="requestId">The request-id.</param>
    /// <param name="authority">Host and port.</param>
    /// <param name="path">The Printer's path.</param>
    /// <param name="job">The Job.</param>
    /// <returns>False, and nothing was written, where all of it might not fit.</returns>
    internal bool Write(ByteWriter to, int version, int requestId, string authority, string path, Job job)
    {
        byte[] b = to.Buffer;
        int state = job.State;
        int reasons = job.Reasons;
        if (version != _version || authority != _authority || path != _path)
        {
            MakeFirst(b.Length, version, authority, path);
        }

        if (state != _state || reasons != _reasons)
        {
            TakeOther(b.Length, state, reasons);
        }

        int begin = to.Position;
        int behind = begin + _first.Length;
        if (_first.Length == 0 || behind + MostDigits + _last.Length > b.Length)
        {
            return false;
        }

        int id = job.Id;
        Array.Copy(_first, 0, b, begin, _first.Length);
        Put(b, begin + RequestIdAt, requestId);
        to.Position = behind;
        to.Number(id);
        int end = to.Position;
        int lengthAt = begin + _lengthAt;
        int length = end - lengthAt - 2;
        b[lengthAt] = (byte)(length >> 8);
        b[lengthAt + 1] = (byte)length;
        Array.Copy(_last, 0, b, end, _last.Length);
        Put(b, end + _idAt, id);
        to.Position = end + _last.Length;
        return true;
    }

    private static void Put(byte[] b, int at, int value)
    {
        b[at] = (byte)(value >> 24);
        b[at + 1] = (byte)(value >> 16);
        b[at + 2] = (byte)(value >> 8);
        b[at + 3] = (byte)value;
    }

    private void MakeFirst(int room, int version, string authority, string path)
    {
        if (!_remembers)
        {
            return;
        }

        IppWriter writer = new IppWriter(new ByteWriter(new byte[room]), null);
        writer.Begin(version, IppStatus.SuccessfulOk, 0);
        writer.BeginOperation("en");
        writer.Group(IppTag.JobGroup);
        writer.Open(IppTag.Uri, "job-uri", 0);
        _lengthAt = writer.To.Position - 2;
        writer.To.Ascii("ipp://");
        writer.To.Text(authority);
        writer.To.Ascii(path);
        writer.To.Ascii(IppService.JobsPart);
        _first = Written(writer);
        _version = version;
        _authority = authority;
        _path = path;
    }

    // Of Jobs that are stored one is printed at once, and the next waits: that way and this.
    private void TakeOther(int room, int state, int reasons)
    {
        if (!_remembers)
        {
            return;
        }

        byte[] last = _otherLast;
        int otherState = _otherState;
        int otherReasons = _otherReasons;
        _otherLast = _last;
        _otherState = _state;
        _otherReasons = _reasons;
        _last = last;
        _state = otherState;
        _reasons = otherReasons;
        if (state != otherState || reasons != otherReasons)
        {
            MakeLast(room, state, reasons);
        }
    }

    private void MakeLast(int room, int state, int reasons)
    {
        IppWriter writer = new IppWriter(new ByteWriter(new byte[room]), null);
        writer.Integer("job-id", 0);
        _idAt = writer.To.Position - IntegerOctets;
        writer.Enum("job-state", state);
        IppService.WriteJobReasons(writer, reasons);
        writer.End();
        _last = Written(writer);
        _state = state;
        _reasons = reasons;
    }

    private static byte[] Written(IppWriter writer)
    {
        byte[] octets = new byte[writer.Overflowed || writer.To.Overflowed ? 0 : writer.To.Position];
        Array.Copy(writer.To.Buffer, 0, octets, 0, octets.Length);
        return octets;
    }
}
