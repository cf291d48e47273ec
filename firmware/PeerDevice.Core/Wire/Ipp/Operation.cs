namespace PeerDevice.Wire.Ipp;

/// <summary>Operations by their operation-id (RFC 8011 §5.4.15 and the standards named at each; all in IANA's registry of IPP).</summary>
public static class Operation
{
    /// <summary>Print-Job (RFC 8011 §4.2.1).</summary>
    public const int PrintJob = 0x0002;

    /// <summary>Print-URI (RFC 8011 §4.2.2).</summary>
    public const int PrintUri = 0x0003;

    /// <summary>Validate-Job (RFC 8011 §4.2.3).</summary>
    public const int ValidateJob = 0x0004;

    /// <summary>Create-Job (RFC 8011 §4.2.4).</summary>
    public const int CreateJob = 0x0005;

    /// <summary>Send-Document (RFC 8011 §4.3.1).</summary>
    public const int SendDocument = 0x0006;

    /// <summary>Send-URI (RFC 8011 §4.3.2).</summary>
    public const int SendUri = 0x0007;

    /// <summary>Cancel-Job (RFC 8011 §4.3.3).</summary>
    public const int CancelJob = 0x0008;

    /// <summary>Get-Job-Attributes (RFC 8011 §4.3.4).</summary>
    public const int GetJobAttributes = 0x0009;

    /// <summary>Get-Jobs (RFC 8011 §4.2.6).</summary>
    public const int GetJobs = 0x000A;

    /// <summary>Get-Printer-Attributes (RFC 8011 §4.2.5).</summary>
    public const int GetPrinterAttributes = 0x000B;

    /// <summary>Hold-Job (RFC 8011 §4.3.5).</summary>
    public const int HoldJob = 0x000C;

    /// <summary>Release-Job (RFC 8011 §4.3.6).</summary>
    public const int ReleaseJob = 0x000D;

    /// <summary>Restart-Job (RFC 8011 §4.3.7).</summary>
    public const int RestartJob = 0x000E;

    /// <summary>Pause-Printer (RFC 8011 §4.2.7).</summary>
    public const int PausePrinter = 0x0010;

    /// <summary>Resume-Printer (RFC 8011 §4.2.8).</summary>
    public const int ResumePrinter = 0x0011;

    /// <summary>Purge-Jobs (RFC 8011 §4.2.9).</summary>
    public const int PurgeJobs = 0x0012;

    /// <summary>Set-Printer-Attributes (RFC 3380).</summary>
    public const int SetPrinterAttributes = 0x0013;

    /// <summary>Set-Job-Attributes (RFC 3380).</summary>
    public const int SetJobAttributes = 0x0014;

    /// <summary>Get-Printer-Supported-Values (RFC 3380).</summary>
    public const int GetPrinterSupportedValues = 0x0015;

    /// <summary>Create-Printer-Subscriptions (RFC 3995).</summary>
    public const int CreatePrinterSubscriptions = 0x0016;

    /// <summary>Create-Job-Subscriptions (RFC 3995).</summary>
    public const int CreateJobSubscriptions = 0x0017;

    /// <summary>Get-Subscription-Attributes (RFC 3995).</summary>
    public const int GetSubscriptionAttributes = 0x0018;

    /// <summary>Get-Subscriptions (RFC 3995).</summary>
    public const int GetSubscriptions = 0x0019;

    /// <summary>Renew-Subscription (RFC 3995).</summary>
    public const int RenewSubscription = 0x001A;

    /// <summary>Cancel-Subscription (RFC 3995).</summary>
    public const int CancelSubscription = 0x001B;

    /// <summary>Get-Notifications (RFC 3996).</summary>
    public const int GetNotifications = 0x001C;

    /// <summary>Enable-Printer (RFC 3998).</summary>
    public const int EnablePrinter = 0x0022;

    /// <summary>Disable-Printer (RFC 3998).</summary>
    public const int DisablePrinter = 0x0023;

    /// <summary>Pause-Printer-After-Current-Job (RFC 3998).</summary>
    public const int PausePrinterAfterCurrentJob = 0x0024;

    /// <summary>Hold-New-Jobs (RFC 3998).</summary>
    public const int HoldNewJobs = 0x0025;

    /// <summary>Release-Held-New-Jobs (RFC 3998).</summary>
    public const int ReleaseHeldNewJobs = 0x0026;

    /// <summary>Deactivate-Printer (RFC 3998).</summary>
    public const int DeactivatePrinter = 0x0027;

    /// <summary>Activate-Printer (RFC 3998).</summary>
    public const int ActivatePrinter = 0x0028;

    /// <summary>Restart-Printer (RFC 3998).</summary>
    public const int RestartPrinter = 0x0029;

    /// <summary>Shutdown-Printer (RFC 3998).</summary>
    public const int ShutdownPrinter = 0x002A;

    /// <summary>Startup-Printer (RFC 3998).</summary>
    public const int StartupPrinter = 0x002B;

    /// <summary>Reprocess-Job (RFC 3998).</summary>
    public const int ReprocessJob = 0x002C;

    /// <summary>Cancel-Current-Job (RFC 3998).</summary>
    public const int CancelCurrentJob = 0x002D;

    /// <summary>Suspend-Current-Job (RFC 3998).</summary>
    public const int SuspendCurrentJob = 0x002E;

    /// <summary>Resume-Job (RFC 3998).</summary>
    public const int ResumeJob = 0x002F;

    /// <summary>Promote-Job (RFC 3998).</summary>
    public const int PromoteJob = 0x0030;

    /// <summary>Schedule-Job-After (RFC 3998).</summary>
    public const int ScheduleJobAfter = 0x0031;

    /// <summary>Cancel-Document (PWG 5100.5).</summary>
    public const int CancelDocument = 0x0033;

    /// <summary>Get-Document-Attributes (PWG 5100.5).</summary>
    public const int GetDocumentAttributes = 0x0034;

    /// <summary>Get-Documents (PWG 5100.5).</summary>
    public const int GetDocuments = 0x0035;

    /// <summary>Delete-Document (PWG 5100.5).</summary>
    public const int DeleteDocument = 0x0036;

    /// <summary>Set-Document-Attributes (PWG 5100.5).</summary>
    public const int SetDocumentAttributes = 0x0037;

    /// <summary>Cancel-Jobs (PWG 5100.11).</summary>
    public const int CancelJobs = 0x0038;

    /// <summary>Cancel-My-Jobs (PWG 5100.11).</summary>
    public const int CancelMyJobs = 0x0039;

    /// <summary>Resubmit-Job (PWG 5100.11).</summary>
    public const int ResubmitJob = 0x003A;

    /// <summary>Close-Job (PWG 5100.11).</summary>
    public const int CloseJob = 0x003B;

    /// <summary>Identify-Printer (PWG 5100.13).</summary>
    public const int IdentifyPrinter = 0x003C;

    /// <summary>Validate-Document (PWG 5100.13).</summary>
    public const int ValidateDocument = 0x003D;
}
