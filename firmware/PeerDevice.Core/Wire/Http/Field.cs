using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>The fields that a head reader keeps; any other is checked for its form and passed over.</summary>
public static class Field
{
    /// <summary>Host (RFC 9110 §7.2).</summary>
    public const int Host = 0;

    /// <summary>Content-Length (RFC 9110 §8.6).</summary>
    public const int ContentLength = 1;

    /// <summary>Transfer-Encoding (RFC 9112 §6.1).</summary>
    public const int TransferEncoding = 2;

    /// <summary>Connection (RFC 9110 §7.6.1).</summary>
    public const int Connection = 3;

    /// <summary>Expect (RFC 9110 §10.1.1).</summary>
    public const int Expect = 4;

    /// <summary>Range (RFC 9110 §14.2).</summary>
    public const int Range = 5;

    /// <summary>If-Range (RFC 9110 §13.1.5).</summary>
    public const int IfRange = 6;

    /// <summary>If-Match (RFC 9110 §13.1.1).</summary>
    public const int IfMatch = 7;

    /// <summary>If-None-Match (RFC 9110 §13.1.2).</summary>
    public const int IfNoneMatch = 8;

    /// <summary>If-Modified-Since (RFC 9110 §13.1.3).</summary>
    public const int IfModifiedSince = 9;

    /// <summary>If-Unmodified-Since (RFC 9110 §13.1.4).</summary>
    public const int IfUnmodifiedSince = 10;

    /// <summary>Origin (RFC 6454 §7).</summary>
    public const int Origin = 11;

    /// <summary>Destination (RFC 4918 §10.3).</summary>
    public const int Destination = 12;

    /// <summary>Depth (RFC 4918 §10.2).</summary>
    public const int Depth = 13;

    /// <summary>Overwrite (RFC 4918 §10.6).</summary>
    public const int Overwrite = 14;

    /// <summary>Content-Type (RFC 9110 §8.3).</summary>
    public const int ContentType = 15;

    /// <summary>X-Expected-Entity-Length (no standard: Finder says with it how long a chunked PUT will be).</summary>
    public const int ExpectedEntityLength = 16;

    /// <summary>Content-Encoding (RFC 9110 §8.4).</summary>
    public const int ContentEncoding = 17;

    /// <summary>Content-Range (RFC 9110 §14.4).</summary>
    public const int ContentRange = 18;

    /// <summary>If (RFC 4918 §10.4).</summary>
    public const int If = 19;

    /// <summary>Lock-Token (RFC 4918 §10.5).</summary>
    public const int LockToken = 20;

    /// <summary>Timeout (RFC 4918 §10.7).</summary>
    public const int Timeout = 21;

    /// <summary>Upload-Offset (draft-ietf-httpbis-resumable-upload, 4.1.1): how far an upload has come.</summary>
    public const int UploadOffset = 22;

    /// <summary>Upload-Complete (the same, 4.1.2): whether the content ends the upload.</summary>
    public const int UploadComplete = 23;

    /// <summary>Upload-Length (the same, 4.1.3): how long the whole upload will be.</summary>
    public const int UploadLength = 24;

    /// <summary>Repr-Digest (RFC 9530 §3): what the sender says that the whole content is.</summary>
    public const int ReprDigest = 25;

    /// <summary>ETag (RFC 9110 §8.8.3).</summary>
    public const int ETag = 26;

    /// <summary>Last-Modified (RFC 9110 §8.8.2).</summary>
    public const int LastModified = 27;

    /// <summary>Location (RFC 9110 §10.2.2).</summary>
    public const int Location = 28;

    /// <summary>Accept-Ranges (RFC 9110 §14.3).</summary>
    public const int AcceptRanges = 29;

    /// <summary>Retry-After (RFC 9110 §10.2.3).</summary>
    public const int RetryAfter = 30;

    /// <summary>Date (RFC 9110 §6.6.1).</summary>
    public const int Date = 31;

    /// <summary>How many fields there are: as many as an int has bits.</summary>
    public const int Count = 32;

    /// <summary>The first field that only a response has; a request reader passes over it and those behind it.</summary>
    public const int FirstOfResponse = ETag;

    /// <summary>
    /// Which field a name is, by native words of 8 or 4 octets instead of a loop over its letters: about 30 IL instructions
    /// on a board, where comparing octet by octet costs 16 a letter. Words are little-endian, as every board and PC is.
    /// Setting bit 5 folds the case of letters (RFC 9110 §5.1) and leaves digits and '-' as they are; besides these
    /// only CR becomes '-', and a caller has refused a CR in a name.
    /// </summary>
    /// <returns>One of the constants, or -1.</returns>
    public static int Find(byte[] b, int at, int length)
    {
        switch (length)
        {
            case 2:
                return (b[at] | 0x20) == 'i' && (b[at + 1] | 0x20) == 'f' ? If : -1;
            case 4:
                switch (BitConverter.ToInt32(b, at) | Fold4)
                {
                    case 0x74736F68: // host
                        return Host;
                    case 0x67617465: // etag
                        return ETag;
                    case 0x65746164: // date
                        return Date;
                    default:
                        return -1;
                }

            case 5:
                switch (BitConverter.ToInt32(b, at) | Fold4)
                {
                    case 0x676E6172: // rang
                        return (BitConverter.ToInt32(b, at + 1) | Fold4) == 0x65676E61 /* ange */ ? Range : -1;
                    case 0x74706564: // dept
                        return (BitConverter.ToInt32(b, at + 1) | Fold4) == 0x68747065 /* epth */ ? Depth : -1;
                    default:
                        return -1;
                }

            case 6:
                switch (BitConverter.ToInt32(b, at) | Fold4)
                {
                    case 0x65707865: // expe
                        return (BitConverter.ToInt32(b, at + 2) | Fold4) == 0x74636570 /* pect */ ? Expect : -1;
                    case 0x6769726F: // orig
                        return (BitConverter.ToInt32(b, at + 2) | Fold4) == 0x6E696769 /* igin */ ? Origin : -1;
                    default:
                        return -1;
                }

            case 7:
                return (BitConverter.ToInt32(b, at) | Fold4) == 0x656D6974 /* time */
                    && (BitConverter.ToInt32(b, at + 3) | Fold4) == 0x74756F65 /* eout */ ? Timeout : -1;
            case 8:
                switch (BitConverter.ToInt64(b, at) | Fold8)
                {
                    case 0x65676E61722D6669L: // if-range
                        return IfRange;
                    case 0x686374616D2D6669L: // if-match
                        return IfMatch;
                    case 0x6E6F697461636F6CL: // location
                        return Location;
                    default:
                        return -1;
                }

            case 9:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x746972777265766FL /* overwrit */
                    && (BitConverter.ToInt64(b, at + 1) | Fold8) == 0x6574697277726576L /* verwrite */ ? Overwrite : -1;
            case 10:
                switch (BitConverter.ToInt64(b, at) | Fold8)
                {
                    case 0x697463656E6E6F63L: // connecti
                        return (BitConverter.ToInt64(b, at + 2) | Fold8) == 0x6E6F697463656E6EL /* nnection */ ? Connection : -1;
                    case 0x6B6F742D6B636F6CL: // lock-tok
                        return (BitConverter.ToInt64(b, at + 2) | Fold8) == 0x6E656B6F742D6B63L /* ck-token */ ? LockToken : -1;
                    default:
                        return -1;
                }

            case 11:
                switch (BitConverter.ToInt64(b, at) | Fold8)
                {
                    case 0x74616E6974736564L: // destinat
                        return (BitConverter.ToInt64(b, at + 3) | Fold8) == 0x6E6F6974616E6974L /* tination */ ? Destination : -1;
                    case 0x6769642D72706572L: // repr-dig
                        return (BitConverter.ToInt64(b, at + 3) | Fold8) == 0x7473656769642D72L /* r-digest */ ? ReprDigest : -1;
                    case 0x66612D7972746572L: // retry-af
                        return (BitConverter.ToInt64(b, at + 3) | Fold8) == 0x72657466612D7972L /* ry-after */ ? RetryAfter : -1;
                    default:
                        return -1;
                }

            case 12:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x2D746E65746E6F63L /* content- */
                    && (BitConverter.ToInt64(b, at + 4) | Fold8) == 0x657079742D746E65L /* ent-type */ ? ContentType : -1;
            case 13:
                switch (BitConverter.ToInt64(b, at) | Fold8)
                {
                    case 0x2D656E6F6E2D6669L: // if-none-
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x686374616D2D656EL /* ne-match */ ? IfNoneMatch : -1;
                    case 0x2D746E65746E6F63L: // content-
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x65676E61722D746EL /* nt-range */ ? ContentRange : -1;
                    case 0x646F6D2D7473616CL: // last-mod
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x6465696669646F6DL /* modified */ ? LastModified : -1;
                    case 0x6F2D64616F6C7075L: // upload-o
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x74657366666F2D64L /* d-offset */ ? UploadOffset : -1;
                    case 0x6C2D64616F6C7075L: // upload-l
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x6874676E656C2D64L /* d-length */ ? UploadLength : -1;
                    case 0x722D747065636361L: // accept-r
                        return (BitConverter.ToInt64(b, at + 5) | Fold8) == 0x7365676E61722D74L /* t-ranges */ ? AcceptRanges : -1;
                    default:
                        return -1;
                }

            case 14:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x2D746E65746E6F63L /* content- */
                    && (BitConverter.ToInt64(b, at + 6) | Fold8) == 0x6874676E656C2D74L /* t-length */ ? ContentLength : -1;
            case 15:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x632D64616F6C7075L /* upload-c */
                    && (BitConverter.ToInt64(b, at + 7) | Fold8) == 0x6574656C706D6F63L /* complete */ ? UploadComplete : -1;
            case 16:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x2D746E65746E6F63L /* content- */
                    && (BitConverter.ToInt64(b, at + 8) | Fold8) == 0x676E69646F636E65L /* encoding */ ? ContentEncoding : -1;
            case 17:
                switch (BitConverter.ToInt64(b, at) | Fold8)
                {
                    case 0x726566736E617274L: // transfer
                        return (BitConverter.ToInt64(b, at + 8) | Fold8) == 0x6E69646F636E652DL /* -encodin */
                            && (BitConverter.ToInt64(b, at + 9) | Fold8) == 0x676E69646F636E65L /* encoding */ ? TransferEncoding : -1;
                    case 0x6669646F6D2D6669L: // if-modif
                        return (BitConverter.ToInt64(b, at + 8) | Fold8) == 0x636E69732D646569L /* ied-sinc */
                            && (BitConverter.ToInt64(b, at + 9) | Fold8) == 0x65636E69732D6465L /* ed-since */ ? IfModifiedSince : -1;
                    default:
                        return -1;
                }

            case 19:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x646F6D6E752D6669L /* if-unmod */
                    && (BitConverter.ToInt64(b, at + 8) | Fold8) == 0x69732D6465696669L /* ified-si */
                    && (BitConverter.ToInt64(b, at + 11) | Fold8) == 0x65636E69732D6465L /* ed-since */ ? IfUnmodifiedSince : -1;
            case 24:
                return (BitConverter.ToInt64(b, at) | Fold8) == 0x7463657078652D78L /* x-expect */
                    && (BitConverter.ToInt64(b, at + 8) | Fold8) == 0x7469746E652D6465L /* ed-entit */
                    && (BitConverter.ToInt64(b, at + 16) | Fold8) == 0x6874676E656C2D79L /* y-length */ ? ExpectedEntityLength : -1;
            default:
                return -1;
        }
    }

    internal const long Fold8 = 0x2020202020202020L;
    internal const int Fold4 = 0x20202020;
}
