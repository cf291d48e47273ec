using PeerDevice.Wire.Snmp;

namespace PeerDevice.Services.Snmp;

/// <summary>Stands at one variable of <see cref="MibGroups"/>: finds the one that a name is of, or the one that follows a name. Nothing is allocated.</summary>
internal sealed class MibCursor
{
    /// <summary>A variable has that name.</summary>
    internal const int Found = 0;

    /// <summary>No object has a name that begins so.</summary>
    internal const int NoSuchObject = Ber.NoSuchObject;

    /// <summary>The object is here, but that instance of it is not.</summary>
    internal const int NoSuchInstance = Ber.NoSuchInstance;

    private const int HighestColumn = 31;

    private readonly PrinterMib _mib;
    private int _rest;

    /// <summary>Makes a cursor over the variables of a peer.</summary>
    internal MibCursor(PrinterMib mib)
    {
        _mib = mib;
    }

    /// <summary>The group of the variable.</summary>
    internal int Group { get; private set; }

    /// <summary>Its column.</summary>
    internal int Column { get; private set; }

    /// <summary>The Printer that it is of, 1 for the first; 0 for a scalar.</summary>
    internal int Printer { get; private set; }

    /// <summary>Its row among those of the Printer, 1 for the first; 0 where the Printer alone names it.</summary>
    internal int Row { get; private set; }

    /// <summary>Goes to the variable of a name.</summary>
    /// <returns><see cref="Found"/>, <see cref="NoSuchObject"/> or <see cref="NoSuchInstance"/>.</returns>
    internal int Find(byte[] name, int start, int end)
    {
        Locate(name, start, end);
        int at = _rest;
        if (at < 0 || at == end || !HasColumn(Group, name[at]))
        {
            return NoSuchObject;
        }

        // An octet of more than 127 is none of ours: what is counted here is less.
        Column = name[at++];
        int indexes = MibGroups.Indexes(Group);
        if (end - at != (indexes == 0 ? 1 : indexes))
        {
            return NoSuchInstance;
        }

        Printer = name[at];
        Row = indexes > 1 ? name[at + 1] : 0;
        bool isHere = indexes == 0 ? Printer == 0 : Printer >= 1 && Printer <= _mib.Printers && (indexes == 1 || (Row >= 1 && Row <= Rows(Printer)));
        return isHere ? Found : NoSuchInstance;
    }

    /// <summary>Goes to the first variable behind a name.</summary>
    /// <returns>False when there is none.</returns>
    internal bool FindNext(byte[] name, int start, int end)
    {
        Locate(name, start, end);
        if (_rest < 0)
        {
            return Begin(Group);
        }

        int at = _rest;
        int column = at == end ? 0 : name[at];
        if (at < end && HasColumn(Group, column) && GoBehind(name, at + 1, end))
        {
            Column = column;
            return true;
        }

        return NextColumn(column) || Begin(Group + 1);
    }

    /// <summary>Writes the name of the variable into the binding at hand.</summary>
    internal void WriteName(SnmpResponseWriter to)
    {
        int start = MibGroups.Starts[Group];
        int opened = to.Value.Open(Ber.ObjectIdentifier);
        to.Value.Octets.Octets(MibGroups.Names, start, MibGroups.Starts[Group + 1] - start);
        to.Value.Octets.Octet((byte)Column);
        to.Value.Octets.Octet((byte)Printer);
        if (MibGroups.Indexes(Group) > 1)
        {
            to.Value.Octets.Octet((byte)Row);
        }

        to.Value.Close(opened);
    }

    private static bool HasColumn(int group, int column)
    {
        return column <= HighestColumn && (MibGroups.Columns[group] & (1u << column)) != 0;
    }

    private int Rows(int printer)
    {
        return Group == MibGroups.PpmPort ? _mib.Ports(printer) : 1;
    }

    /// <summary>
    /// Goes to the group that a name begins with, and notes where it goes on; or to the first group behind the name. No group's name begins with
    /// another's, so the order of the groups is that of all their variables.
    /// </summary>
    private void Locate(byte[] name, int start, int end)
    {
        int low = 0;
        int high = MibGroups.Count;
        _rest = -1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            int first = MibGroups.Starts[middle];
            int last = MibGroups.Starts[middle + 1];
            int order = ObjectName.ComparePrefix(name, start, end, MibGroups.Names, first, last);
            if (order == 0)
            {
                low = middle;
                _rest = start + last - first;
                break;
            }

            if (order > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        Group = low;
    }

    /// <summary>
    /// Goes to the first instance of a column of the group that is behind what follows the column in a name. A name that goes on behind an instance is
    /// behind that instance, and before the next.
    /// </summary>
    private bool GoBehind(byte[] name, int at, int end)
    {
        int printer = at < end ? name[at] : 0;
        int row = 0;
        switch (MibGroups.Indexes(Group))
        {
            case 0:
                Printer = 0;
                Row = 0;
                return at == end;
            case 1:
                printer++;
                break;
            default:
                row = printer > 0 && at + 1 < end ? name[at + 1] + 1 : 1;
                printer = printer > 0 ? printer : 1;
                while (printer <= _mib.Printers && row > Rows(printer))
                {
                    printer++;
                    row = 1;
                }

                break;
        }

        Printer = printer;
        Row = row;
        return printer <= _mib.Printers;
    }

    private bool NextColumn(int column)
    {
        for (column++; column <= HighestColumn; column++)
        {
            if (HasColumn(Group, column))
            {
                Column = column;
                return GoBehind(MibGroups.Names, 0, 0);
            }
        }

        return false;
    }

    private bool Begin(int group)
    {
        for (; group < MibGroups.Count; group++)
        {
            Group = group;
            if (NextColumn(0))
            {
                return true;
            }
        }

        return false;
    }
}
