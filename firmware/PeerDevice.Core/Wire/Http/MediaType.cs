namespace PeerDevice.Wire.Http;

/// <summary>The media type that goes with a file's name (RFC 9110 §8.3.1): what an office has, and no more.</summary>
public static class MediaType
{
    /// <summary>The type of a PDF.</summary>
    public const string Pdf = "application/pdf";

    private const int LongestExtension = 5;

    /// <summary>The type of a file by the extension of its name, as a literal; <c>application/octet-stream</c> for any other.</summary>
    public static string Of(string path)
    {
        int dot = path.LastIndexOf('.');
        if (dot < 0 || path.Length - dot - 1 > LongestExtension || path.IndexOf('/', dot) >= 0)
        {
            return "application/octet-stream";
        }

        switch (path.Substring(dot + 1).ToLower())
        {
            case "txt": case "log": case "cfg": case "ini": return "text/plain; charset=utf-8";
            case "md": return "text/markdown; charset=utf-8";
            case "htm": case "html": return "text/html; charset=utf-8";
            case "css": return "text/css; charset=utf-8";
            case "csv": return "text/csv; charset=utf-8";
            case "js": return "text/javascript; charset=utf-8";
            case "json": return "application/json";
            case "xml": return "application/xml";
            case "pdf": return Pdf;
            case "ps": return "application/postscript";
            case "rtf": return "application/rtf";
            case "zip": return "application/zip";
            case "gz": return "application/gzip";
            case "7z": return "application/x-7z-compressed";
            case "jpg": case "jpeg": return "image/jpeg";
            case "png": return "image/png";
            case "gif": return "image/gif";
            case "webp": return "image/webp";
            case "svg": return "image/svg+xml";
            case "bmp": return "image/bmp";
            case "tif": case "tiff": return "image/tiff";
            case "ico": return "image/vnd.microsoft.icon";
            case "mp3": return "audio/mpeg";
            case "ogg": return "audio/ogg";
            case "wav": return "audio/wav";
            case "mp4": return "video/mp4";
            case "webm": return "video/webm";
            case "doc": return "application/msword";
            case "xls": return "application/vnd.ms-excel";
            case "ppt": return "application/vnd.ms-powerpoint";
            case "docx": return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            case "xlsx": return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            case "pptx": return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
            case "odt": return "application/vnd.oasis.opendocument.text";
            case "ods": return "application/vnd.oasis.opendocument.spreadsheet";
            case "odp": return "application/vnd.oasis.opendocument.presentation";
            case "eml": return "message/rfc822";
            default: return "application/octet-stream";
        }
    }
}
