using System.Diagnostics;
using System.IO;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>Debian's lighttpd with its defaults and mod_webdav.</summary>
internal sealed class LighttpdContender : Contender
{
    internal override string Name => "lighttpd";

    internal override string Prefix => "/";

    protected override ProcessStartInfo Command(string home)
    {
        string temporary = Path.Combine(home, "temporary");
        Directory.CreateDirectory(temporary);
        string path = Path.Combine(home, "lighttpd.conf");
        File.WriteAllText(path, $$"""
            server.modules = ( "mod_webdav" )
            server.document-root = "{{Folder}}"
            server.upload-dirs = ( "{{temporary}}" )
            server.port = {{Port}}
            server.bind = "127.0.0.1"
            server.max-keep-alive-requests = 65535
            server.errorlog = "{{home}}/error.log"
            webdav.activate = "enable"
            webdav.is-readonly = "disable"
            """);
        return new ProcessStartInfo("lighttpd", ["-D", "-f", path]);
    }
}
