using System;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PeerDevice.Companion.Outputs;

/// <summary>The spooler's own functions (winspool.drv).</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsSpooler : ISpooler
{
    private const int DeleteJob = 5; // JOB_CONTROL_DELETE
    private const uint MostOctets = 1024 * 1024;

    public nint Open(string printer) => OpenPrinter(printer, out nint handle, 0) ? handle : 0;

    public int Begin(nint printer, string title)
    {
        fixed (char* name = title, type = "RAW")
        {
            DocumentInfo info = new() { Name = name, Output = null, DataType = type };
            int job = StartDocPrinter(printer, 1, &info);
            if (job > 0 && !StartPagePrinter(printer))
            {
                EndDocPrinter(printer);
                return 0;
            }

            return job;
        }
    }

    public int Write(nint printer, byte[] buffer, int offset, int count)
    {
        fixed (byte* first = buffer)
        {
            return WritePrinter(printer, first + offset, count, out int written) ? written : -1;
        }
    }

    public bool End(nint printer) => EndPagePrinter(printer) & EndDocPrinter(printer);

    public void Cancel(nint printer, int job) => SetJob(printer, job, 0, 0, DeleteJob);

    // PRINTER_INFO_2: 13 pointers, then Attributes, Priority, DefaultPriority, StartTime, UntilTime, Status, cJobs, AveragePPM.
    public long PrinterStatus(nint printer)
    {
        GetPrinter(printer, 2, null, 0, out uint needed);
        return Ask(needed, (room, size) => GetPrinter(printer, 2, room, size, out _), (13 * sizeof(nint)) + (5 * sizeof(uint)));
    }

    // JOB_INFO_1: JobId, then 6 pointers, then Status.
    public long JobStatus(nint printer, int job)
    {
        GetJob(printer, job, 1, null, 0, out uint needed);
        return Ask(needed, (room, size) => GetJob(printer, job, 1, room, size, out _), sizeof(nint) + (6 * sizeof(nint)));
    }

    public void Close(nint printer) => ClosePrinter(printer);

    private delegate bool Fill(byte* room, uint size);

    private static long Ask(uint needed, Fill fill, int offset)
    {
        if (needed < offset + sizeof(uint) || needed > MostOctets)
        {
            return -1;
        }

        byte[] room = new byte[needed];
        fixed (byte* first = room)
        {
            return fill(first, needed) ? BitConverter.ToUInt32(room, offset) : -1;
        }
    }

    [LibraryImport("winspool.drv", EntryPoint = "OpenPrinterW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool OpenPrinter(string name, out nint printer, nint defaults);

    [LibraryImport("winspool.drv", EntryPoint = "ClosePrinter", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ClosePrinter(nint printer);

    [LibraryImport("winspool.drv", EntryPoint = "StartDocPrinterW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int StartDocPrinter(nint printer, int level, DocumentInfo* info);

    [LibraryImport("winspool.drv", EntryPoint = "EndDocPrinter", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool EndDocPrinter(nint printer);

    [LibraryImport("winspool.drv", EntryPoint = "StartPagePrinter", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartPagePrinter(nint printer);

    [LibraryImport("winspool.drv", EntryPoint = "EndPagePrinter", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool EndPagePrinter(nint printer);

    [LibraryImport("winspool.drv", EntryPoint = "WritePrinter", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WritePrinter(nint printer, byte* octets, int count, out int written);

    [LibraryImport("winspool.drv", EntryPoint = "GetPrinterW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetPrinter(nint printer, int level, byte* room, uint size, out uint needed);

    [LibraryImport("winspool.drv", EntryPoint = "GetJobW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetJob(nint printer, int job, int level, byte* room, uint size, out uint needed);

    [LibraryImport("winspool.drv", EntryPoint = "SetJobW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetJob(nint printer, int job, int level, nint info, int command);

    /// <summary>DOC_INFO_1W.</summary>
    private struct DocumentInfo
    {
        public char* Name;
        public char* Output;
        public char* DataType;
    }
}
