using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// Whether there is a card: mounts it, notices that it is gone, mounts it again when it is back. Used under the store's lock.
/// </summary>
internal sealed class CardVolume
{
    private readonly CardSlot _slot;
    private readonly IClock _clock;
    private readonly string _probe;
    private readonly byte[] _octet = new byte[1];
    private bool _isMounted;
    private bool _isUnsure;
    private long _notBefore;
    private long _trustedUntil;
    private int _open;

    /// <param name="slot">The slot.</param>
    /// <param name="clock">For the pause between attempts.</param>
    /// <param name="probe">
    /// Path of a file of one octet that is there to be read: reading a name or an attribute may come from the file system's
    /// own memory, reading the content of a file that was opened anew cannot.
    /// </param>
    internal CardVolume(CardSlot slot, IClock clock, string probe)
    {
        _slot = slot;
        _clock = clock;
        _probe = slot.Root + probe;
    }

    /// <summary>Whether one more file may be opened. The driver would answer a file too many like a broken card.</summary>
    internal bool MayOpen => _open < Limits.CardFiles;

    /// <summary>How often a card was mounted so far.</summary>
    internal int Mounts { get; private set; }

    internal void Opened()
    {
        _open++;
    }

    internal void Closed()
    {
        _open--;
    }

    internal void Suspect()
    {
        _isUnsure = true;
    }

    /// <summary>Whether the card can be used: Ok, Absent, or Failed where that cannot be told for want of memory.</summary>
    internal int Ready()
    {
        if (_isMounted && !_isUnsure)
        {
            return StoreStatus.Ok;
        }

        return _isMounted ? Check() : Mount();
    }

    /// <summary>Finds out whether the card that is mounted still answers: as <see cref="Ready"/>.</summary>
    internal int Check()
    {
        int status = _slot.IsKnownEmpty() ? StoreStatus.Absent : Ask();
        if (status != StoreStatus.Ok)
        {
            _isMounted = status == StoreStatus.Busy;
            _isUnsure = true;
            return status;
        }

        _isUnsure = false;
        _trustedUntil = _clock.Milliseconds + Limits.CardTrustMilliseconds;
        return StoreStatus.Ok;
    }

    /// <summary>
    /// Before "not there" is said: the file system may say it from memory while the card is out, so the card is asked, though
    /// not for every one of many questions.
    /// </summary>
    internal int BeforeNotFound()
    {
        if (_clock.Milliseconds < _trustedUntil)
        {
            return StoreStatus.NotFound;
        }

        int status = Check();
        return status == StoreStatus.Ok ? StoreStatus.NotFound : status;
    }

    /// <summary>What a driver's fault means: Absent when the card is gone, Failed when it is there, Busy where there was no memory to ask it.</summary>
    internal int AfterFault()
    {
        int status = Check();
        return status == StoreStatus.Ok ? StoreStatus.Failed : status;
    }

    /// <summary>Octets of heap there are for a listing, as far as that has to be known: after a collection that moves together what is left, where it may be too few.</summary>
    internal static long HeapForNames()
    {
        long free = nanoFramework.Runtime.Native.GC.Run(false);
        return free >= Limits.ListingSureOctets ? free : nanoFramework.Runtime.Native.GC.Run(true);
    }

    private int Mount()
    {
        // What is still open must be closed first: the runtime would free what those files point to.
        if (_open > 0 || _clock.Milliseconds < _notBefore)
        {
            return StoreStatus.Absent;
        }

        int status = _slot.Remount() ? Ask() : StoreStatus.Absent;
        if (status != StoreStatus.Ok)
        {
            _notBefore = status == StoreStatus.Absent ? _clock.Milliseconds + Limits.CardRetryMilliseconds : _notBefore;
            return status;
        }

        _isMounted = true;
        _isUnsure = false;
        Mounts++;
        return StoreStatus.Ok;
    }

    // Ok where the card answers, Absent where it does not, Busy where there was no memory to ask with: that says nothing of the card.
    private int Ask()
    {
        if (!MayOpen)
        {
            // No file is left to look with; those that are open will tell soon enough.
            return StoreStatus.Ok;
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(_probe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return file.Read(_octet, 0, 1) == 1 ? StoreStatus.Ok : StoreStatus.Absent;
        }
        catch (IOException fault)
        {
            return fault.ErrorCode == IOException.IOExceptionErrorCode.FileNotFound ? MakeProbe() : StoreStatus.Absent;
        }
        catch (OutOfMemoryException)
        {
            return StoreStatus.Busy;
        }
        catch (Exception)
        {
            return StoreStatus.Absent;
        }
        finally
        {
            CardFault.Shut(file);
        }
    }

    /// <summary>A card without the probe: a new one. One that cannot take it (full, or locked) is there all the same.</summary>
    private int MakeProbe()
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(_slot.Root + CardStore.Reserved);
            file = new FileStream(_probe, FileMode.Create, FileAccess.Write, FileShare.None);
            file.SetLength(1);
            return StoreStatus.Ok;
        }
        catch (IOException)
        {
            return StoreStatus.Ok;
        }
        catch (OutOfMemoryException)
        {
            return StoreStatus.Busy;
        }
        catch (Exception)
        {
            return StoreStatus.Absent;
        }
        finally
        {
            CardFault.Shut(file);
        }
    }
}
