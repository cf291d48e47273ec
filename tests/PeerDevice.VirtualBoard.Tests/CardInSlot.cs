using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;
using nanoFramework.System.IO.FileSystem;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A card in the slot of an ESP32, with the firmware's store over it.</summary>
internal sealed class CardInSlot : IDisposable
{
    private readonly string _folder;

    internal CardInSlot()
    {
        _folder = Path.Combine(Path.GetTempPath(), "card-" + Guid.NewGuid().ToString("N"));
        System.IO.Directory.CreateDirectory(_folder);
        nanoFramework.Runtime.Native.GC.Free = 4 * 1024 * 1024;
        Store = Boot();
    }

    /// <summary>Starts the board again, with this card in it.</summary>
    internal void Reboot()
    {
        Store = Boot();
    }

    private CardStore Boot()
    {
        Card.Use(_folder, false);
        return new CardStore(new CardSlot(Card.Drive, new SDCard(new SDCardSpiParameters())), Clock);
    }

    internal VirtualClock Clock { get; } = new VirtualClock();

    internal CardStore Store { get; private set; }

    internal StoreEntry Entry { get; } = new StoreEntry();

    internal string Folder => _folder;

    internal string OnPc(string path)
    {
        return Path.Combine(_folder, path);
    }

    internal void Put(string path, int length)
    {
        System.IO.File.WriteAllBytes(OnPc(path), Octets(length));
    }

    internal static byte[] Octets(int length)
    {
        byte[] octets = new byte[length];
        new Random(length).NextBytes(octets);
        return octets;
    }

    internal void PullOut()
    {
        System.IO.Directory.Move(_folder, _folder + ".out");
    }

    internal void PutBack()
    {
        System.IO.Directory.Move(_folder + ".out", _folder);
    }

    internal int Open(string path, out BlockSource? content)
    {
        return Store.OpenRead(path, Entry, out content);
    }

    /// <summary>Writes a new file through the store.</summary>
    internal int Write(string path, int length)
    {
        int status = Store.Create(path, false, out FileWriter? writer);
        if (writer is null)
        {
            return status;
        }

        writer.Write(Octets(length), 0, length);
        return writer.Close(true);
    }

    public void Dispose()
    {
        foreach (string folder in new[] { _folder, _folder + ".out" })
        {
            if (System.IO.Directory.Exists(folder))
            {
                System.IO.Directory.Delete(folder, true);
            }
        }
    }
}
