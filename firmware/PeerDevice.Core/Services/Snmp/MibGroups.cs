namespace PeerDevice.Services.Snmp;

/// <summary>
/// The objects that the agent has, in the order of their names: groups of columns, an entry of a table or some scalars each. So a variable is a
/// group, a column and a row of a Printer, and the one that follows it is found without a list of all of them.
/// </summary>
internal static class MibGroups
{
    /// <summary>system: sysDescr to sysServices (RFC 3418 §2).</summary>
    internal const int System = 0;

    /// <summary>hrDeviceEntry (RFC 2790 §4).</summary>
    internal const int HrDevice = 1;

    /// <summary>hrPrinterEntry (RFC 2790 §4).</summary>
    internal const int HrPrinter = 2;

    /// <summary>prtGeneralEntry (RFC 3805 §6).</summary>
    internal const int PrtGeneral = 3;

    /// <summary>prtLocalizationEntry (RFC 3805 §6).</summary>
    internal const int PrtLocalization = 4;

    /// <summary>prtMarkerSuppliesEntry (RFC 3805 §6).</summary>
    internal const int PrtMarkerSupplies = 5;

    /// <summary>prtConsoleDisplayBufferEntry (RFC 3805 §6).</summary>
    internal const int PrtConsole = 6;

    /// <summary>ppmGeneral (PWG 5107.1).</summary>
    internal const int PpmGeneral = 7;

    /// <summary>ppmPrinterEntry (PWG 5107.1).</summary>
    internal const int PpmPrinter = 8;

    /// <summary>ppmPortEntry (PWG 5107.1).</summary>
    internal const int PpmPort = 9;

    /// <summary>How many there are.</summary>
    internal const int Count = 10;

    /// <summary>The names of the groups one behind the other, as BER has them; a column is the sub-identifier that follows.</summary>
    internal static readonly byte[] Names =
    {
        0x2B, 6, 1, 2, 1, 1, // 1.3.6.1.2.1.1
        0x2B, 6, 1, 2, 1, 25, 3, 2, 1, // 1.3.6.1.2.1.25.3.2.1
        0x2B, 6, 1, 2, 1, 25, 3, 5, 1, // 1.3.6.1.2.1.25.3.5.1
        0x2B, 6, 1, 2, 1, 43, 5, 1, 1, // 1.3.6.1.2.1.43.5.1.1
        0x2B, 6, 1, 2, 1, 43, 7, 1, 1, // 1.3.6.1.2.1.43.7.1.1
        0x2B, 6, 1, 2, 1, 43, 11, 1, 1, // 1.3.6.1.2.1.43.11.1.1
        0x2B, 6, 1, 2, 1, 43, 16, 5, 1, // 1.3.6.1.2.1.43.16.5.1
        0x2B, 6, 1, 4, 1, 0x95, 0x0B, 1, 2, 1, 1, // 1.3.6.1.4.1.2699.1.2.1.1
        0x2B, 6, 1, 4, 1, 0x95, 0x0B, 1, 2, 1, 2, 1, 1, // 1.3.6.1.4.1.2699.1.2.1.2.1.1
        0x2B, 6, 1, 4, 1, 0x95, 0x0B, 1, 2, 1, 3, 1, 1, // 1.3.6.1.4.1.2699.1.2.1.3.1.1
    };

    /// <summary>Where the name of each group begins in <see cref="Names"/>, and where the last ends.</summary>
    internal static readonly byte[] Starts = { 0, 6, 15, 24, 33, 42, 51, 60, 71, 84, 97 };

    /// <summary>The columns of each group that are here, a bit each.</summary>
    internal static readonly uint[] Columns =
    {
        0xFE, // 1 to 7
        0x3E, // 1 to 5: errors are not counted, so hrDeviceErrors is not here
        0x06, // 1 and 2
        0x1_1806, // 1, 2, 11, 12, 16
        0x1C, // 2 to 4
        0x3FC, // 2 to 9
        0x04, // 2
        0x0E, // 1 to 3
        0x1FC, // 2 to 8
        0x3FC, // 2 to 9
    };

    /// <summary>
    /// How many indexes name a row of a group: none of scalars, whose one instance is 0; the Printer's; or the Printer's and one within it.
    /// </summary>
    internal static int Indexes(int group)
    {
        return group == System || group == PpmGeneral ? 0 : group < PrtLocalization || group == PpmPrinter ? 1 : 2;
    }
}
