using System;
using System.IO;
using nanoFramework.System.IO.FileSystem;

namespace PeerDevice.Drivers;

/// <summary>
/// The slot a card is in. Where the image mounts the card itself (ESP32) it holds the <see cref="SDCard"/>; where the runtime
/// has mounted it (STM32, whose <c>SDCard.Mount</c> is not implemented) it can only look whether the volume is there.
/// </summary>
public sealed class CardSlot
{
    private readonly string _root;
    private readonly SDCard? _card;

    /// <summary>A slot whose card the runtime mounts, under a drive such as "D:\".</summary>
    public CardSlot(string root)
        : this(root, null)
    {
    }

    /// <summary>A slot whose card the image mounts, under a drive such as "D:\".</summary>
    public CardSlot(string root, SDCard? card)
    {
        _root = root;
        _card = card;
    }

    /// <summary>The drive with its backslash.</summary>
    public string Root => _root;

    /// <summary>Whether the slot can tell, without touching the card, that there is none.</summary>
    public bool IsKnownEmpty()
    {
        try
        {
            return _card is not null && _card.CardDetectEnabled && !_card.IsCardDetected;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>
    /// Mounts the card anew. No file may be open: the runtime frees what opened files still point to.
    /// </summary>
    /// <returns>Whether there is a card now that can be used.</returns>
    public bool Remount()
    {
        if (_card is null)
        {
            return IsVolumeThere();
        }

        try
        {
            if (_card.IsMounted)
            {
                _card.Unmount();
            }
        }
        catch (Exception)
        {
            // It was not mounted after all: what counts is whether it mounts now.
        }

        try
        {
            _card.Mount();
            return _card.IsMounted;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the runtime knows a volume of this name. A driver's faults arrive as plain exceptions, and only what the
    /// class library itself finds out arrives as an IOException: it then had a volume to ask.
    /// </summary>
    private bool IsVolumeThere()
    {
        try
        {
            File.GetAttributes(_root + "peer.cfg");
            return true;
        }
        catch (IOException fault)
        {
            return fault.ErrorCode == IOException.IOExceptionErrorCode.FileNotFound;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
