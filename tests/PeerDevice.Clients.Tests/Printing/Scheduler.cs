using System;
using System.Diagnostics;
using System.IO;

namespace PeerDevice.Clients.Printing;

/// <summary>A cupsd with folders of its own, in a room.</summary>
internal sealed class Scheduler : IDisposable
{
    private readonly string _top;
    private readonly Process _process;

    internal Scheduler()
    {
        // Its filters run as lp, so lp must come through.
        _top = Directory.CreateTempSubdirectory("peerdevice-cups-").FullName;
        Tool.Run("chmod", "755", _top).Well();
        foreach ((string folder, string mode) in ((string, string)[])[("etc", "755"), ("spool", "710"), ("spool/tmp", "1770"), ("cache", "770"), ("state", "755"), ("log", "755")])
        {
            string path = Directory.CreateDirectory(Path.Combine(_top, folder)).FullName;
            Tool.Run("chgrp", "lp", path).Well();
            Tool.Run("chmod", mode, path).Well();
        }

        File.WriteAllText(
            In("etc/cupsd.conf"),
            $"MaxLogSize 0\nLogLevel info\nListen {Socket}\nBrowsing Off\nBrowseLocalProtocols none\nDefaultAuthType None\nWebInterface No\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n");
        File.WriteAllText(
            In("etc/cups-files.conf"),
            $"ServerRoot {In("etc")}\nRequestRoot {In("spool")}\nTempDir {In("spool/tmp")}\nCacheDir {In("cache")}\nStateDir {In("state")}\nErrorLog {In("log/error")}\nAccessLog {In("log/access")}\nPageLog {In("log/page")}\nPrintcap\nSystemGroup root\nUser lp\nGroup lp\n");
        _process = Tool.Start("cupsd", ["-f", "-c", In("etc/cupsd.conf"), "-s", In("etc/cups-files.conf")], _top);
        _process.StandardInput.Close();
        try
        {
            Expect.Becomes(() => Ask("lpstat", "-r").Text.Contains("is running", StringComparison.Ordinal), () => "cupsd does not run: " + Log());
        }
        catch (CheckFailure)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>By which programs find it, as env(1) takes it.</summary>
    internal string Variable => "CUPS_SERVER=" + Socket;

    private string Socket => In("socket");

    /// <summary>Runs a program that asks this scheduler.</summary>
    internal Outcome Ask(string program, params string[] arguments) => Tool.Run("env", [Variable, program, .. arguments]);

    /// <summary>The end of its log.</summary>
    internal string Log()
    {
        string text = File.Exists(In("log/error")) ? File.ReadAllText(In("log/error")) : "";
        return Expect.Short(text.Length > 2000 ? text[^2000..] : text);
    }

    public void Dispose()
    {
        _process.Kill(true);
        _process.WaitForExit();
        _process.Dispose();
        Temporary.Remove(_top);
    }

    private string In(string name) => Path.Combine(_top, name);
}
