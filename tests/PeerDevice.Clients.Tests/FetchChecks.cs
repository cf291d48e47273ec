using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PeerDevice.Clients;

/// <summary>
/// Fetching from many, both ways round: aria2c from four of our peers, by a Metalink document of ours; and <c>peer get</c> from other people's servers, one of which dies, stands still, lies or is exchanged in the middle. Every octet is compared.
/// </summary>
internal static class FetchChecks
{
    private const string Name = "large.bin";
    private const int Octets = 48 << 20;

    // Octets a second of one connection: some seconds for all of it, and so many that a busy machine stops who fetches before he has it.
    private const int Slow = 8 << 20;
    private const int Slowest = 1 << 20;

    internal static void Run(Scorecard score)
    {
        string home = Directory.CreateTempSubdirectory("peerdevice-many-").FullName;
        try
        {
            byte[] content = Samples.Make(5, Octets);
            string good = Path.Combine(home, "good");
            Directory.CreateDirectory(good);
            File.WriteAllBytes(Path.Combine(good, Name), content);
            FromPeers(score, home, good, content);
            FromOthers(score, home, good, content);
        }
        finally
        {
            Temporary.Remove(home);
        }
    }

    private static void FromPeers(Scorecard score, string home, string good, byte[] content)
    {
        List<Server> peers = [];
        try
        {
            score.Check("fetch: four peers start", () =>
            {
                for (int i = 1; i <= 4; i++)
                {
                    peers.Add(Server.Peer(i, good));
                }
            });
            score.Check("fetch: aria2c fetches from four peers by a peer's Metalink document", () =>
            {
                string text = Tool.Run("curl", "-sS", "--max-time", "60", peers[0].Url + ".meta4").Well().Text;
                string document = Path.Combine(home, "four.meta4");
                string others = string.Concat(peers.Skip(1).Select(static peer => $"<url>{peer.Url}</url>"));
                File.WriteAllText(document, text.Replace("</url>", "</url>" + others, StringComparison.Ordinal));
                Tool.Run("xmllint", "--noout", document).Well();
                string to = Fresh(home);
                Tool.Run(Bounds.Tree, null, to, "aria2c", "--no-conf", "--file-allocation=none", "--async-dns=false", "--disable-ipv6=true", "-x1", "-s4", "-k1M", "-M", document).Well();
                Expect.Same(content, File.ReadAllBytes(Path.Combine(to, Name)), "the file");
            });
            score.Check("fetch: peer get fetches from them by the same document", () =>
            {
                string to = Fresh(home);
                Get(Path.Combine(home, "four.meta4"), to).Well();
                Expect.Same(content, File.ReadAllBytes(Path.Combine(to, Name)), "the file");
            });
            score.Check("fetch: peer get fetches by the address of a document", () =>
            {
                string to = Fresh(home);
                Get(peers[1].Url + ".meta4", to).Well();
                Expect.Same(content, File.ReadAllBytes(Path.Combine(to, Name)), "the file");
            });
            score.Check("fetch: with wrong octets of one peer the file is right all the same", () =>
            {
                byte[] wrong = (byte[])content.Clone();
                for (int i = 0; i < wrong.Length; i += 100_000)
                {
                    wrong[i] ^= 1;
                }

                string bad = Path.Combine(home, "bad");
                Directory.CreateDirectory(bad);
                File.WriteAllBytes(Path.Combine(bad, Name), wrong);
                peers[3].Dispose();
                peers[3] = Server.Peer(4, bad);
                string document = Path.Combine(home, "four.meta4");
                string text = Tool.Run("curl", "-sS", "--max-time", "60", peers[0].Url + ".meta4").Well().Text;
                File.WriteAllText(document, text.Replace("</url>", $"</url><url>{peers[3].Url}</url>", StringComparison.Ordinal));
                string to = Fresh(home);
                Get(document, to).Well();
                Expect.Same(content, File.ReadAllBytes(Path.Combine(to, Name)), "the file");
            });
        }
        finally
        {
            peers.ForEach(static peer => peer.Dispose());
        }
    }

    private static void FromOthers(Scorecard score, string home, string good, byte[] content)
    {
        List<Server> servers = [];
        try
        {
            score.Check("fetch: nginx, lighttpd, rclone and Apache start", () =>
            {
                if (!OperatingSystem.IsWindows())
                {
                    // Apache serves as somebody who may read less than who started it.
                    File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
                }

                servers.Add(Server.Nginx(Fresh(home), good));
                servers.Add(Server.Lighttpd(Fresh(home), good));
                servers.Add(Server.Rclone(good));
                servers.Add(Server.Apache(Fresh(home), good));
            });
            foreach (Server server in servers.ToArray())
            {
                score.Check($"fetch: peer get fetches from {server.Kind}", () => Bring(home, content, [server.Url]));
            }

            score.Check("fetch: peer get fetches from all four", () => Bring(home, content, [.. servers.Select(static server => server.Url)]));
            score.Check("fetch: one is killed in the middle", () =>
            {
                InTheMiddle(rate =>
                {
                    using Server slow = Server.Nginx(Fresh(home), good, rate);
                    using Server other = Server.Nginx(Fresh(home), good, rate);
                    return Bring(home, content, [slow.Url, other.Url, other.Url.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal)], () => slow.Kill());
                });
            });
            score.Check("fetch: one stands still in the middle", () =>
            {
                InTheMiddle(rate =>
                {
                    using Server slow = Server.Nginx(Fresh(home), good, rate);
                    using Server other = Server.Nginx(Fresh(home), good, rate);
                    return Bring(home, content, [slow.Url, other.Url], () => slow.Signal("-STOP"));
                });
            });
            score.Check("fetch: the file of the only one is exchanged in the middle", () =>
            {
                byte[] other = Samples.Make(6, Octets - 1000);
                InTheMiddle(rate =>
                {
                    string folder = Fresh(home);
                    File.WriteAllBytes(Path.Combine(folder, Name), content);
                    File.WriteAllBytes(Path.Combine(folder, "new"), other);
                    using Server slow = Server.Nginx(Fresh(home), folder, rate);
                    return Bring(home, other, [slow.Url, slow.Url.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal)], () => File.Move(Path.Combine(folder, "new"), Path.Combine(folder, Name), true), content);
                });
            });
            score.Check("fetch: what was cut off goes on at the next run", () =>
            {
                string to = Fresh(home);
                using (Server slow = Server.Nginx(Fresh(home), good, Slowest))
                {
                    using Process get = Tool.Start("dotnet", [Build.Companion, "get", slow.Url, "--from", slow.Url.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal), to], null);
                    try
                    {
                        Await(to, Octets / 8, get);
                        Tool.Run("kill", "-INT", get.Id.ToString(CultureInfo.InvariantCulture)).Well();
                        Expect.True(get.WaitForExit(Bounds.Program), "it did not end");
                        Expect.True(get.ExitCode != 0, "it said that all was well");
                    }
                    finally
                    {
                        End(get);
                    }
                }

                Expect.True(!File.Exists(Path.Combine(to, Name)), "half of a file has its name");
                Outcome next = Get(servers[0].Url, to, "--from", servers[1].Url);
                next.Well();
                Expect.Same(content, File.ReadAllBytes(Path.Combine(to, Name)), "the file");
            });
        }
        finally
        {
            servers.ForEach(static server => server.Dispose());
        }
    }

    private static void Bring(string home, byte[] content, string[] urls)
    {
        string to = Fresh(home);
        Get(urls[0], to, From(urls)).Well();
        Compare(content, to, null);
    }

    /// <summary>The same, with something that happens meanwhile.</summary>
    /// <returns>Whether it was still fetching when that had happened.</returns>
    private static bool Bring(string home, byte[] content, string[] urls, Action meanwhile, byte[]? before = null)
    {
        string to = Fresh(home);
        using Process get = Tool.Start("dotnet", [Build.Companion, "get", urls[0], to, .. From(urls)], null);
        try
        {
            Task<string> said = get.StandardOutput.ReadToEndAsync();
            Task<string> complained = get.StandardError.ReadToEndAsync();
            bool isInTheMiddle = Await(to, Octets / 16, get);
            meanwhile();
            isInTheMiddle &= !get.HasExited;
            Expect.True(get.WaitForExit(Bounds.Tree) && Task.WaitAll([said, complained], Bounds.Answer), "peer get did not end");
            Expect.True(get.ExitCode == 0, "peer get: " + Expect.Short(said.Result + complained.Result));
            Compare(content, to, before);
            return isInTheMiddle;
        }
        finally
        {
            End(get);
        }
    }

    // With so many octets a second of one connection, and fewer each time a machine was so busy that all of it had come before anything could happen in the middle.
    private static void InTheMiddle(Func<int, bool> happens)
    {
        int rate = Slow;
        while (!happens(rate))
        {
            Expect.True(rate > Slowest, "the file had come before anything could happen to it");
            rate /= 2;
        }
    }

    // A server that has begun with a file gives it to its end, though another has its name by then: that one is whole too.
    private static void Compare(byte[] content, string to, byte[]? before)
    {
        byte[] came = File.ReadAllBytes(Path.Combine(to, Name));
        Expect.Same(came.Length == before?.Length ? before : content, came, "the file");
        Expect.Equal(1, Directory.EnumerateFileSystemEntries(to).Count(), "the number of files that are left");
    }

    private static string[] From(string[] urls) => [.. urls.Skip(1).SelectMany(static url => (string[])["--from", url])];

    private static void End(Process get)
    {
        if (!get.HasExited)
        {
            get.Kill(true);
            get.WaitForExit();
        }
    }

    private static Outcome Get(string what, string to, params string[] more) => Tool.Run(Bounds.Tree, null, to, "dotnet", [Build.Companion, "get", what, to, .. more]);

    // Until some of the file has come.
    private static bool Await(string to, long octets, Process get)
    {
        FileInfo part = new(Path.Combine(to, Name + ".part"));
        bool HasCome()
        {
            part.Refresh();
            return part.Exists && part.Length >= octets;
        }

        Expect.Becomes(() => HasCome() || get.HasExited, () => $"of the file {(part.Exists ? part.Length : 0)} octets came", Bounds.Program);
        return HasCome();
    }

    private static string Fresh(string home) => Directory.CreateDirectory(Path.Combine(home, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>A server of one folder, on the loopback.</summary>
    private sealed class Server : IDisposable
    {
        private const string Modules = "/usr/lib/apache2/modules";

        private static int _lastPort = 20_000 + (Environment.ProcessId % 10_000);

        private readonly Process _process;

        private Server(string kind, string url, Process process)
        {
            Kind = kind;
            Url = url;
            _process = process;
        }

        public string Kind { get; }

        public string Url { get; }

        public static Server Peer(int host, string folder)
        {
            string address = $"127.0.0.{host}";
            int port = FreePort(address);
            return Started("peer", $"http://{address}:{port}/files/{Name}", address, port, Tool.Start("dotnet", [Build.Companion, "up", "--index", "none", "--share", folder, "--bind", address, "--http", $"{port}", "--raw", "0", "--lpd", "none", "--snmp", "none", "--name", $"many{host}"], null));
        }

        public static Server Nginx(string home, string folder, int rate = 0)
        {
            int port = FreePort();
            string path = Path.Combine(home, "nginx.conf");
            File.WriteAllText(path, $$"""
                daemon off; master_process off; pid {{home}}/pid; error_log stderr error;
                events { }
                http {
                  access_log off; sendfile on; {{(rate == 0 ? "" : $"limit_rate {rate};")}}
                  client_body_temp_path {{home}}/b; proxy_temp_path {{home}}/p; fastcgi_temp_path {{home}}/f; uwsgi_temp_path {{home}}/u; scgi_temp_path {{home}}/s;
                  server { listen 127.0.0.1:{{port}}; listen 127.0.0.2:{{port}}; root {{folder}}; }
                }
                """);
            return Started("nginx", $"http://127.0.0.1:{port}/{Name}", "127.0.0.1", port, Tool.Start("nginx", ["-p", home, "-e", "stderr", "-c", path], null));
        }

        public static Server Lighttpd(string home, string folder)
        {
            int port = FreePort();
            string path = Path.Combine(home, "lighttpd.conf");

            // As Debian sets it up: what it has no type for it sends without a tag and a date.
            File.WriteAllText(path, $"server.document-root = \"{folder}\"\nserver.bind = \"127.0.0.1\"\nserver.port = {port}\nmimetype.assign = (\"\" => \"application/octet-stream\")\n");
            return Started("lighttpd", $"http://127.0.0.1:{port}/{Name}", "127.0.0.1", port, Tool.Start("lighttpd", ["-D", "-f", path], null));
        }

        public static Server Rclone(string folder)
        {
            int port = FreePort();
            return Started("rclone", $"http://127.0.0.1:{port}/{Name}", "127.0.0.1", port, Tool.Start("rclone", ["serve", "http", folder, "--addr", $"127.0.0.1:{port}"], null));
        }

        public static Server Apache(string home, string folder)
        {
            int port = FreePort();
            string path = Path.Combine(home, "apache.conf");
            File.WriteAllText(path, $$"""
                ServerRoot "{{home}}"
                ServerName localhost
                PidFile "{{home}}/pid"
                ErrorLog "{{home}}/error"
                Listen 127.0.0.1:{{port}}
                LoadModule mpm_event_module {{Modules}}/mod_mpm_event.so
                LoadModule authz_core_module {{Modules}}/mod_authz_core.so
                User www-data
                Group www-data
                DocumentRoot "{{folder}}"
                <Directory "{{folder}}">
                  Require all granted
                </Directory>
                """);

            // One process, in the foreground.
            return Started("apache", $"http://127.0.0.1:{port}/{Name}", "127.0.0.1", port, Tool.Start("apache2", ["-X", "-f", path], null));
        }

        public void Signal(string signal) => Tool.Run("kill", signal, _process.Id.ToString(CultureInfo.InvariantCulture)).Well();

        public void Kill()
        {
            if (!_process.HasExited)
            {
                _process.Kill(true);
                _process.WaitForExit();
            }
        }

        public void Dispose()
        {
            Kill();
            _process.Dispose();
        }

        // One that nobody is given who asks for any, as all of ours and everybody who connects do: the system's own begin at 32768 (ip(7), ip_local_port_range).
        private static int FreePort(string address = "127.0.0.1")
        {
            while (true)
            {
                Expect.True(++_lastPort < 32_768, "there are no more ports");
                using TcpListener listener = new(IPAddress.Parse(address), _lastPort);
                try
                {
                    listener.Start();
                    return _lastPort;
                }
                catch (SocketException)
                {
                    // It is somebody's.
                }
            }
        }

        private static Server Started(string kind, string url, string address, int port, Process process)
        {
            StringBuilder said = new();
            void Hear(object sender, DataReceivedEventArgs line)
            {
                lock (said)
                {
                    said.Append(line.Data).Append('\n');
                }
            }

            process.OutputDataReceived += Hear;
            process.ErrorDataReceived += Hear;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Server server = new(kind, url, process);
            try
            {
                Expect.Becomes(() => process.HasExited || Connects(address, port), () => $"{kind} does not listen", Bounds.Ready);
                Expect.True(!process.HasExited, $"{kind} ended");
                return server;
            }
            catch (CheckFailure failure)
            {
                server.Dispose();
                lock (said)
                {
                    throw new CheckFailure($"{failure.Message}: {Expect.Short(said.ToString())}");
                }
            }
        }

        private static bool Connects(string address, int port)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Parse(address), port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
