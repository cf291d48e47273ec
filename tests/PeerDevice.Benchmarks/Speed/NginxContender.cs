using System.Diagnostics;
using System.IO;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>Debian's nginx with its default number of workers, sendfile, the DAV module's PUT and the PROPFIND of Debian's dav-ext module.</summary>
internal sealed class NginxContender : Contender
{
    internal override string Name => "nginx";

    internal override string Prefix => "/";

    protected override ProcessStartInfo Command(string home)
    {
        string temporary = Path.Combine(home, "temporary");
        Directory.CreateDirectory(temporary);
        string path = Path.Combine(home, "nginx.conf");
        File.WriteAllText(path, $$"""
            load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
            daemon off;
            user root;
            worker_processes auto;
            pid {{home}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 768; }
            http {
              sendfile on;
              tcp_nopush on;
              access_log off;
              types_hash_max_size 2048;
              default_type application/octet-stream;
              keepalive_requests 100000000;
              client_max_body_size 0;
              client_body_temp_path {{temporary}}/body;
              proxy_temp_path {{temporary}}/proxy;
              fastcgi_temp_path {{temporary}}/fastcgi;
              uwsgi_temp_path {{temporary}}/uwsgi;
              scgi_temp_path {{temporary}}/scgi;
              server {
                listen 127.0.0.1:{{Port}};
                root {{Folder}};
                location / { dav_methods PUT DELETE; dav_ext_methods PROPFIND OPTIONS; }
              }
            }
            """);
        return new ProcessStartInfo("nginx", ["-p", home, "-e", "stderr", "-c", path]);
    }
}
