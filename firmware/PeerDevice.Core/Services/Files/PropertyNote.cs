using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// What a PC writes down before it moves something that has dead properties (PROTOCOL, "The reserved area"), so that a start after a cut knows what was
/// meant:
/// <code>
/// offset  octets
/// 0       4      "PDPM"
/// 4       1      version of this format: 1
/// 5       1      1 for a collection with all that is in it, otherwise 0
/// 6              four texts in UTF-8, each behind its octets (2): from, to, staged, place
///         4      CRC-32 of all octets before
/// </code>
/// It has happened when nothing stands at <c>from</c> any more.
/// </summary>
internal sealed class PropertyNote
{
    private const int TextsAt = 6;
    private const byte Version = 1;
    private const int MostOctets = TextsAt + 4 * (2 + Limits.PathOctets + 16) + 4;

    /// <summary>Whether a collection moves with all that is in it.</summary>
    public bool IsTree;

    /// <summary>What is moved: a resource, or the staged content of one.</summary>
    public string From = "";

    /// <summary>Where to.</summary>
    public string To = "";

    /// <summary>The file of properties that is to stand at the place; empty for none. Not for a collection.</summary>
    public string Staged = "";

    /// <summary>The place. Not for a collection.</summary>
    public string Place = "";

    /// <summary>Writes it, durably, beside its path and then there.</summary>
    public int Write(IFileStore store, string beside, string path)
    {
        ByteWriter octets = new ByteWriter(new byte[MostOctets]);
        octets.Text("PDPM");
        octets.Octet(Version);
        octets.Octet((byte)(IsTree ? 1 : 0));
        Add(octets, From);
        Add(octets, To);
        Add(octets, Staged);
        Add(octets, Place);
        uint crc = Crc32.Of(0, octets.Buffer, 0, octets.Position);
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            octets.Octet((byte)(crc >> shift));
        }

        if (octets.Overflowed)
        {
            return StoreStatus.BadName;
        }

        int status = StoreWork.Create(store, beside, out FileWriter? writer);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        bool isWritten = writer!.Write(octets.Buffer, 0, octets.Position);
        int why = writer.Status;
        status = writer.Close(true);
        status = isWritten ? status : why == StoreStatus.Ok ? StoreStatus.Failed : why;
        status = status == StoreStatus.Ok ? store.Move(beside, path) : status;
        if (status != StoreStatus.Ok)
        {
            StoreWork.Delete(store, beside);
        }

        return status;
    }

    /// <summary>Reads it.</summary>
    /// <returns>Ok; NotFound where there is none, or none that is whole.</returns>
    public int Read(IFileStore store, string path)
    {
        int status = store.OpenRead(path, new StoreEntry(), out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            return status == StoreStatus.NoParent ? StoreStatus.NotFound : status;
        }

        byte[] octets = new byte[MostOctets];
        int length = 0;
        int got;
        while (length < octets.Length && (got = content.ReadAt(length, octets, length, octets.Length - length)) > 0)
        {
            length += got;
        }

        content.Close();
        int end = length - 4;
        if (end < TextsAt || octets[0] != 'P' || octets[1] != 'D' || octets[2] != 'P' || octets[3] != 'M' || octets[4] != Version
            || Crc32.Of(0, octets, 0, end) != (uint)((octets[end] << 24) | (octets[end + 1] << 16) | (octets[end + 2] << 8) | octets[end + 3]))
        {
            return StoreStatus.NotFound;
        }

        int at = TextsAt;
        IsTree = octets[5] != 0;
        From = Take(octets, ref at, end);
        To = Take(octets, ref at, end);
        Staged = Take(octets, ref at, end);
        Place = Take(octets, ref at, end);
        return StoreStatus.Ok;
    }

    private static void Add(ByteWriter octets, string text)
    {
        int length = IndexRecord.Utf8Length(text);
        octets.Octet((byte)(length >> 8));
        octets.Octet((byte)length);
        octets.Text(text);
    }

    private static string Take(byte[] octets, ref int at, int end)
    {
        int start = at + 2;
        int length = start > end ? 0 : (octets[at] << 8) | octets[at + 1];
        at = start + length;
        return at > end ? "" : Bytes.Text.String(octets, start, at);
    }
}
