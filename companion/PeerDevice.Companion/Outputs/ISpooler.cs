namespace PeerDevice.Companion.Outputs;

/// <summary>The print spooler of Windows, as small as it can be, so that a test stands in for it.</summary>
internal interface ISpooler
{
    /// <summary>Opens a printer.</summary>
    /// <returns>A handle; 0 when there is none of this name.</returns>
    nint Open(string printer);

    /// <summary>Begins a job of octets that nobody looks at (data type RAW).</summary>
    /// <returns>The job's number; 0 when that failed.</returns>
    int Begin(nint printer, string title);

    /// <summary>Gives octets to the job.</summary>
    /// <returns>How many it took; negative when that failed.</returns>
    int Write(nint printer, byte[] buffer, int offset, int count);

    /// <summary>Ends the job: it is the spooler's from now on.</summary>
    /// <returns>False when it was given up.</returns>
    bool End(nint printer);

    /// <summary>Deletes a job.</summary>
    void Cancel(nint printer, int job);

    /// <summary>The state of the printer: PRINTER_STATUS_… bits (PRINTER_INFO_2).</summary>
    /// <returns>Negative when it cannot be asked.</returns>
    long PrinterStatus(nint printer);

    /// <summary>The state of a job: JOB_STATUS_… bits (JOB_INFO_1).</summary>
    /// <returns>Negative when there is no such job any more.</returns>
    long JobStatus(nint printer, int job);

    /// <summary>Closes a printer.</summary>
    void Close(nint printer);
}
