using System.Collections;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// Where the dead properties of resources are kept: a file in the reserved area for each number that a path can have. What surely has none is known
/// without a look at the store, from a memory of fixed size. Used by one thread at a time, under the lock of <see cref="Commits"/>, but for
/// <see cref="MayHave(string)"/>.
/// </summary>
internal sealed class PropertyFiles
{
    private const string Folder = "/p";
    private const int Collections = 16;
    private const string Digits = "0123456789ABCDEF";

    private readonly IFileStore _store;
    private readonly StoreEntry _entry = new StoreEntry();
    private readonly int _mostFiles;
    private readonly bool _keepsBuffer;
    private readonly int _filterOctets;
    private byte[] _filter = new byte[0];       // none before there are any
    private PropertyFile? _file;
    private int _count;

    /// <summary>Nothing known before <see cref="Begin"/>.</summary>
    /// <param name="store">Where the files are.</param>
    /// <param name="keepsBuffer">Whether the buffer for one resource's properties is kept from one use to the next.</param>
    /// <param name="filterOctets">Octets of the memory of what may have any, on FAT (<see cref="Profile.PropertyFilter"/>).</param>
    public PropertyFiles(IFileStore store, bool keepsBuffer, int filterOctets)
    {
        _keepsBuffer = keepsBuffer;
        _filterOctets = filterOctets;
        _store = store;
        _mostFiles = store.IsFat ? Limits.PropertyFiles : Limits.PropertyFilesOfPc;
    }

    /// <summary>Whether there may be a resource with properties.</summary>
    public bool IsEmpty
    {
        get { return _filter.Length == 0; }
    }

    /// <summary>Learns which files there are: at a mount.</summary>
    public void Begin()
    {
        _filter = new byte[0];
        _count = 0;
        ArrayList areas = Areas();
        for (int i = 0; i < areas.Count; i++)
        {
            string folder = (string)areas[i]! + Folder;
            int present = Present(folder);
            for (int digit = 0; digit < Collections; digit++)
            {
                if ((present & (1 << digit)) == 0)
                {
                    continue;
                }

                ArrayList names = Names(folder, digit, out int status);
                for (int n = 0; n < names.Count; n++)
                {
                    Note(NumberOf((string)names[n]!));
                    _count++;
                }

                if (status != StoreStatus.Ok)
                {
                    NoteAll();
                }
            }
        }
    }

    /// <summary>Removes the collections of a reserved area in which there is no file any more.</summary>
    public static void Tidy(IFileStore store, string area)
    {
        if (store.Find(area + Folder, new StoreEntry()) != StoreStatus.Ok)
        {
            return;
        }

        for (int digit = 0; digit < Collections; digit++)
        {
            store.Delete(area + Folder + "/" + Digits.Substring(digit, 1));
        }

        store.Delete(area + Folder);
    }

    /// <summary>Whether a resource may have properties; false is certain.</summary>
    public bool MayHave(string path)
    {
        return _filter.Length != 0 && MayHave(KeyOf(path));
    }

    /// <summary>As <see cref="MayHave(string)"/>, for a resource whose number is known.</summary>
    public bool MayHave(int key)
    {
        byte[] filter = _filter;
        return filter.Length != 0 && (filter[(key >> 3) & (filter.Length - 1)] & (1 << (key & 7))) != 0;
    }

    /// <summary>The file in which a resource's properties are, if it has any.</summary>
    public string FileOf(string path)
    {
        string name = KeyOf(path).ToString("X8");
        return _store.ReservedFor(path) + Folder + "/" + name.Substring(0, 1) + "/" + name;
    }

    /// <summary>Whether there is room for one more file.</summary>
    public bool IsFull
    {
        get { return _count >= _mostFiles; }
    }

    /// <summary>Reads a resource's properties.</summary>
    /// <returns>Ok, with a count of 0 where there are none; otherwise what the store said.</returns>
    public int Load(string path, DeadProperties set)
    {
        set.Clear();
        if (!MayHave(path))
        {
            return StoreStatus.Ok;
        }

        if (!_keepsBuffer)
        {
            set.Adopt(new byte[0]);
        }

        PropertyFile file = File();
        int status = file.Open(FileOf(path));
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound ? StoreStatus.Ok : status;
        }

        try
        {
            while (file.Next())
            {
                if (IsSame(file.Path, path))
                {
                    // What is damaged has no properties: nothing of it can be told.
                    file.Give(set, !_keepsBuffer);
                    break;
                }
            }
        }
        finally
        {
            // Memory may be short: a file that stayed open would be one less for ever.
            file.Close();
        }

        return file.HasFailed ? StoreStatus.Failed : StoreStatus.Ok;
    }

    /// <summary>Whether a resource has properties.</summary>
    public bool Has(string path, out int status)
    {
        status = StoreStatus.Ok;
        if (!MayHave(path))
        {
            return false;
        }

        bool isThere = false;
        PropertyFile file = File();
        status = file.Open(FileOf(path));
        if (status != StoreStatus.Ok)
        {
            status = status == StoreStatus.NotFound ? StoreStatus.Ok : status;
            return false;
        }

        try
        {
            while (!isThere && file.Next())
            {
                isThere = IsSame(file.Path, path);
            }
        }
        finally
        {
            file.Close();
        }

        status = file.HasFailed ? StoreStatus.Failed : StoreStatus.Ok;
        return isThere;
    }

    /// <summary>
    /// Writes, durably, what a file is to be: as it is, less the properties of two resources, and with those of one.
    /// </summary>
    /// <param name="staged">Where to; nothing is there afterwards when nothing is left to be written, or on failure.</param>
    /// <param name="place">The file.</param>
    /// <param name="dropped">A resource whose properties are left out.</param>
    /// <param name="alsoDropped">Another, or empty.</param>
    /// <param name="path">The resource whose properties are added; not looked at where there are none.</param>
    /// <param name="set">The properties.</param>
    /// <param name="isEmpty">Whether nothing is left to be written.</param>
    public int Write(string staged, string place, string dropped, string alsoDropped, string path, DeadProperties set, out bool isEmpty)
    {
        PropertyFile file = File();
        FileWriter? writer = null;
        isEmpty = true;
        int status = file.Open(place);
        bool isNew = status == StoreStatus.NotFound;
        if (status != StoreStatus.Ok && !isNew)
        {
            return status;
        }

        status = StoreStatus.Ok;
        bool isDone = false;
        try
        {
            while (!isNew && status == StoreStatus.Ok && file.Next())
            {
                if (!IsSame(file.Path, dropped) && !IsSame(file.Path, alsoDropped))
                {
                    status = BeginFile(staged, ref writer, ref isEmpty);
                    status = status == StoreStatus.Ok && !file.WriteAgain(writer!) ? Why(writer!) : status;
                }
            }

            file.Close();
            status = file.HasFailed ? StoreStatus.Failed : status;
            if (status == StoreStatus.Ok && set.Count > 0)
            {
                status = !isNew ? StoreStatus.Ok : IsFull ? StoreStatus.Full : MakeAbove(place);
                status = status == StoreStatus.Ok ? BeginFile(staged, ref writer, ref isEmpty) : status;
                status = status == StoreStatus.Ok && !file.Write(writer!, path, set) ? Why(writer!) : status;
            }

            isDone = status == StoreStatus.Ok;
        }
        finally
        {
            file.Close();
            if (writer is not null)
            {
                int closed = writer.Close(isDone);
                status = status == StoreStatus.Ok ? closed : status;
                if (!isDone || closed != StoreStatus.Ok)
                {
                    // Here, since memory may be short too: nobody else knows of it before the next mount.
                    StoreWork.Delete(_store, staged);
                }
            }
        }

        if (status == StoreStatus.Ok && !isEmpty)
        {
            // Before it takes its place: whoever asks in between looks in vain, which is better than not at all.
            Note(NumberOf(place.Substring(place.Length - 8)));
            _count += isNew ? 1 : 0;
        }

        return status;
    }

    /// <summary>Notes that a file is no more.</summary>
    public void Gone()
    {
        _count -= _count > 0 ? 1 : 0;
    }

    /// <summary>The paths of resources with properties that are in a number of files, from a drawn one on.</summary>
    /// <param name="first">Which is the first: any number.</param>
    /// <param name="most">How many files are looked into.</param>
    public ArrayList Paths(int first, int most)
    {
        ArrayList paths = new ArrayList();
        ArrayList areas = Areas();
        PropertyFile file = File();
        for (int i = 0; i < areas.Count; i++)
        {
            string folder = (string)areas[i]! + Folder;
            int present = Present(folder);
            for (int n = 0; n < Collections && most > 0; n++)
            {
                int digit = (first + n) & (Collections - 1);
                if ((present & (1 << digit)) == 0)
                {
                    continue;
                }

                ArrayList names = Names(folder, digit, out _);
                for (int at = 0; at < names.Count && most > 0; at++, most--)
                {
                    string name = (string)names[((at + first) & 0x7FFFFFFF) % names.Count]!;
                    if (file.Open(folder + "/" + name.Substring(0, 1) + "/" + name) != StoreStatus.Ok)
                    {
                        continue;
                    }

                    try
                    {
                        while (file.Next())
                        {
                            paths.Add(file.Path);
                        }
                    }
                    finally
                    {
                        file.Close();
                    }
                }
            }
        }

        return paths;
    }

    /// <summary>Whether two paths are one resource's.</summary>
    public bool IsSame(string one, string other)
    {
        return one == other || (_store.IsFat && PathKey.SameFile(one, other));
    }

    private static int Why(FileWriter writer)
    {
        return writer.Status == StoreStatus.Ok ? StoreStatus.BadName : writer.Status;
    }

    // A file is begun only when there is something to write into it.
    private int BeginFile(string staged, ref FileWriter? writer, ref bool isEmpty)
    {
        if (!isEmpty)
        {
            return StoreStatus.Ok;
        }

        int status = StoreWork.Create(_store, staged, out writer);
        isEmpty = status != StoreStatus.Ok;
        return status == StoreStatus.Ok && !PropertyFile.WriteHeader(writer!) ? Why(writer!) : status;
    }

    private int MakeAbove(string place)
    {
        int last = place.LastIndexOf('/');
        int status = _store.Find(place.Substring(0, last), _entry);
        if (status != StoreStatus.NotFound && status != StoreStatus.NoParent)
        {
            return status;
        }

        string area = _store.ReservedFor(place);
        for (int cut = area.Length; cut > 0 && cut <= last; cut = place.IndexOf('/', cut + 1))
        {
            status = _store.MakeCollection(place.Substring(0, cut));
            if (status != StoreStatus.Ok && status != StoreStatus.Exists)
            {
                return status;
            }
        }

        return StoreStatus.Ok;
    }

    private PropertyFile File()
    {
        PropertyFile file = _file ?? new PropertyFile(_store);
        _file = _keepsBuffer ? file : null;
        return file;
    }

    private int KeyOf(string path)
    {
        // A PC's names are what they are, letter by letter.
        return _store.IsFat ? PathKey.Folded(path) : (int)Text.Hash(path);
    }

    private void Note(int key)
    {
        if (_filter.Length == 0)
        {
            _filter = new byte[_store.IsFat ? _filterOctets : Limits.PropertyFilterOfPc];
        }

        _filter[(key >> 3) & (_filter.Length - 1)] |= (byte)(1 << (key & 7));
    }

    // What could not be listed may hold anything.
    private void NoteAll()
    {
        Note(0);
        for (int i = 0; i < _filter.Length; i++)
        {
            _filter[i] = 0xFF;
        }
    }

    /// <summary>The reserved areas there are.</summary>
    public ArrayList Areas()
    {
        Staging.ReservedAreas areas = Staging.ReservedAreas.Of(_store);
        ArrayList paths = new ArrayList();
        for (int i = 0; i < areas.Count; i++)
        {
            paths.Add(areas.Paths[i]);
        }

        return paths;
    }

    // Which of the collections are there, a bit for each; all of them where that cannot be told. To look into one costs a board three thousand instructions.
    private int Present(string folder)
    {
        DigitNames digits = new DigitNames();
        int status = _store.List(folder, digits);
        return status == StoreStatus.Ok || status == StoreStatus.NotFound || status == StoreStatus.NoParent ? digits.Bits : ~0;
    }

    private ArrayList Names(string folder, int digit, out int status)
    {
        FileNames names = new FileNames();
        status = _store.List(folder + "/" + Digits.Substring(digit, 1), names);
        status = status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
        return names.All;
    }

    private static int NumberOf(string name)
    {
        int number = 0;
        for (int i = 0; i < name.Length; i++)
        {
            number = (number << 4) | Bytes.Text.HexDigit((byte)name[i]);
        }

        return number;
    }

    // Collections of one hexadecimal digit.
    private sealed class DigitNames : MemberVisitor
    {
        public int Bits { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            int digit = name.Length == 1 && entry.IsCollection && name[0] < 0x80 ? Bytes.Text.HexDigit((byte)name[0]) : -1;
            Bits |= digit < 0 ? 0 : 1 << digit;
            return true;
        }
    }

    // Files of eight hexadecimal digits: others are not ours.
    private sealed class FileNames : MemberVisitor
    {
        public ArrayList All { get; } = new ArrayList();

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            bool isOurs = !entry.IsCollection && name.Length == 8;
            for (int i = 0; i < name.Length && isOurs; i++)
            {
                isOurs = name[i] < 0x80 && Bytes.Text.HexDigit((byte)name[i]) >= 0;
            }

            if (isOurs)
            {
                All.Add(name);
            }

            return true;
        }
    }
}
