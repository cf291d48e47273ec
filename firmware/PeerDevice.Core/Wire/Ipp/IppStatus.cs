namespace PeerDevice.Wire.Ipp;

/// <summary>The status codes (RFC 8011 §B, and the standards named at each), without the words client-error and server-error.</summary>
public static class IppStatus
{
    /// <summary>successful-ok (RFC 8011 §B.1.2).</summary>
    public const int SuccessfulOk = 0x0000;

    /// <summary>successful-ok-ignored-or-substituted-attributes (RFC 8011: some are told of in the unsupported group).</summary>
    public const int SuccessfulOkIgnoredOrSubstitutedAttributes = 0x0001;

    /// <summary>successful-ok-conflicting-attributes (RFC 8011).</summary>
    public const int SuccessfulOkConflictingAttributes = 0x0002;

    /// <summary>successful-ok-ignored-subscriptions (RFC 3995).</summary>
    public const int SuccessfulOkIgnoredSubscriptions = 0x0003;

    /// <summary>successful-ok-too-many-events (RFC 3995).</summary>
    public const int SuccessfulOkTooManyEvents = 0x0005;

    /// <summary>successful-ok-events-complete (RFC 3996: no more events will come).</summary>
    public const int SuccessfulOkEventsComplete = 0x0007;

    /// <summary>client-error-bad-request (RFC 8011 §B.1.4.1).</summary>
    public const int BadRequest = 0x0400;

    /// <summary>client-error-forbidden (RFC 8011).</summary>
    public const int Forbidden = 0x0401;

    /// <summary>client-error-not-authenticated (RFC 8011).</summary>
    public const int NotAuthenticated = 0x0402;

    /// <summary>client-error-not-authorized (RFC 8011).</summary>
    public const int NotAuthorized = 0x0403;

    /// <summary>client-error-not-possible (RFC 8011: not in this state).</summary>
    public const int NotPossible = 0x0404;

    /// <summary>client-error-timeout (RFC 8011: no next document came in time).</summary>
    public const int Timeout = 0x0405;

    /// <summary>client-error-not-found (RFC 8011).</summary>
    public const int NotFound = 0x0406;

    /// <summary>client-error-gone (RFC 8011).</summary>
    public const int Gone = 0x0407;

    /// <summary>client-error-request-entity-too-large (RFC 8011: beyond what is held here).</summary>
    public const int RequestEntityTooLarge = 0x0408;

    /// <summary>client-error-request-value-too-long (RFC 8011: beyond what the syntax allows).</summary>
    public const int RequestValueTooLong = 0x0409;

    /// <summary>client-error-document-format-not-supported (RFC 8011).</summary>
    public const int DocumentFormatNotSupported = 0x040A;

    /// <summary>client-error-attributes-or-values-not-supported (RFC 8011).</summary>
    public const int AttributesOrValuesNotSupported = 0x040B;

    /// <summary>client-error-uri-scheme-not-supported (RFC 8011).</summary>
    public const int UriSchemeNotSupported = 0x040C;

    /// <summary>client-error-charset-not-supported (RFC 8011).</summary>
    public const int CharsetNotSupported = 0x040D;

    /// <summary>client-error-conflicting-attributes (RFC 8011).</summary>
    public const int ConflictingAttributes = 0x040E;

    /// <summary>client-error-compression-not-supported (RFC 8011).</summary>
    public const int CompressionNotSupported = 0x040F;

    /// <summary>client-error-compression-error (RFC 8011).</summary>
    public const int CompressionError = 0x0410;

    /// <summary>client-error-document-format-error (RFC 8011).</summary>
    public const int DocumentFormatError = 0x0411;

    /// <summary>client-error-document-access-error (RFC 8011: what a URI names cannot be fetched).</summary>
    public const int DocumentAccessError = 0x0412;

    /// <summary>client-error-attributes-not-settable (RFC 3380).</summary>
    public const int AttributesNotSettable = 0x0413;

    /// <summary>client-error-ignored-all-subscriptions (RFC 3995).</summary>
    public const int IgnoredAllSubscriptions = 0x0414;

    /// <summary>client-error-too-many-subscriptions (RFC 3995).</summary>
    public const int TooManySubscriptions = 0x0415;

    /// <summary>client-error-document-password-error (PWG 5100.13).</summary>
    public const int DocumentPasswordError = 0x0418;

    /// <summary>client-error-document-permission-error (PWG 5100.13).</summary>
    public const int DocumentPermissionError = 0x0419;

    /// <summary>client-error-document-security-error (PWG 5100.13).</summary>
    public const int DocumentSecurityError = 0x041A;

    /// <summary>client-error-document-unprintable-error (PWG 5100.13).</summary>
    public const int DocumentUnprintableError = 0x041B;

    /// <summary>server-error-internal-error (RFC 8011 §B.1.5).</summary>
    public const int InternalError = 0x0500;

    /// <summary>server-error-operation-not-supported (RFC 8011).</summary>
    public const int OperationNotSupported = 0x0501;

    /// <summary>server-error-service-unavailable (RFC 8011).</summary>
    public const int ServiceUnavailable = 0x0502;

    /// <summary>server-error-version-not-supported (RFC 8011).</summary>
    public const int VersionNotSupported = 0x0503;

    /// <summary>server-error-device-error (RFC 8011).</summary>
    public const int DeviceError = 0x0504;

    /// <summary>server-error-temporary-error (RFC 8011).</summary>
    public const int TemporaryError = 0x0505;

    /// <summary>server-error-not-accepting-jobs (RFC 8011).</summary>
    public const int NotAcceptingJobs = 0x0506;

    /// <summary>server-error-busy (RFC 8011).</summary>
    public const int Busy = 0x0507;

    /// <summary>server-error-job-canceled (RFC 8011: while its document came).</summary>
    public const int JobCanceled = 0x0508;

    /// <summary>server-error-multiple-document-jobs-not-supported (RFC 8011).</summary>
    public const int MultipleDocumentJobsNotSupported = 0x0509;

    /// <summary>server-error-printer-is-deactivated (RFC 3998).</summary>
    public const int PrinterIsDeactivated = 0x050A;

    /// <summary>server-error-too-many-jobs (PWG 5100.7).</summary>
    public const int TooManyJobs = 0x050B;

    /// <summary>server-error-too-many-documents (PWG 5100.7).</summary>
    public const int TooManyDocuments = 0x050C;

    private const int FirstError = 0x0400;

    /// <summary>Whether a status says that the operation was done (RFC 8011 §B.1.2; 0x0000 to 0x00FF).</summary>
    public static bool IsSuccess(int status)
    {
        return status >= 0 && status < FirstError;
    }
}
