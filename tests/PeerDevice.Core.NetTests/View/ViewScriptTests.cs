using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Services.View;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.View;

/// <summary>
/// The script that people read and change (view.js) and the constant that is in the image are one. After a change of view.js,
/// <c>PEER_WRITE_VIEW=1 dotnet test tests/PeerDevice.Core.NetTests --filter ViewScript</c> writes the constant anew.
/// </summary>
public sealed class ViewScriptTests
{
    private const int MostCompressed = 12 * 1024;
    private const int VersionDigits = 8;

    private static readonly string Folder = Path.Combine(Root(), "firmware/PeerDevice.Core/Services/View");

    [Fact]
    public void TheImageHasTheScriptThatPeopleRead()
    {
        string script = Image(File.ReadAllText(Path.Combine(Folder, "view.js")));
        string source = Source(script);
        string path = Path.Combine(Folder, "ViewScript.cs");
        if (Environment.GetEnvironmentVariable("PEER_WRITE_VIEW") == "1")
        {
            File.WriteAllText(path, source);
            return;
        }

        Assert.True(source == File.ReadAllText(path), "ViewScript.cs is not what view.js makes: run this test with PEER_WRITE_VIEW=1");
        Assert.Equal(ViewScript.Text, script);
        Assert.Equal(ViewScript.Version, Version(script));
    }

    [Fact]
    public void TheScriptIsAsciiSinceABoardCountsAnOctetForACharacter()
    {
        Assert.DoesNotContain(ViewScript.Text, c => c > '~' || (c < ' ' && c != '\n'));
    }

    [Fact]
    public void TheScriptMakesNoMarkupOfTextAndLoadsNothingFromElsewhere()
    {
        foreach (string word in new[] { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "http:", "https:", "import(", "localStorage", "createContextualFragment" })
        {
            Assert.DoesNotContain(word, ViewScript.Text);
        }
    }

    [Fact]
    public void PageScriptAndStyleAreSmall()
    {
        TestPeer peer = new TestPeer();
        string page = peer.Ask("GET", "/files/").Text;
        Assert.Contains(ViewPage.Style, page);
        int octets = Compressed(page) + Compressed(ViewScript.Text);
        Assert.True(octets <= MostCompressed, octets + " octets");
    }

    [Fact]
    public void ThePolicyLetsThisStyleInAndNoOther()
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(ViewPage.Style)));
        Assert.True(ViewPage.Fields.Contains("style-src 'sha256-" + hash + "';"), "the hash of the style is " + hash);
        Assert.DoesNotContain("unsafe", ViewPage.Fields);
    }

    // Comments on lines of their own, indentation and empty lines stay in the repository: a board's flash is small, and its strings have 64 KiB.
    private static string Image(string readable)
    {
        return string.Concat(readable.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)).Select(line => line + "\n"));
    }

    private static string Version(string script)
    {
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script))).Substring(0, VersionDigits);
    }

    private static string Source(string script)
    {
        return """
            namespace PeerDevice.Services.View;

            /// <summary>The script of the pages of collections. Made of view.js by ViewScriptTests, which fail when the two part ways: change view.js.</summary>
            internal static class ViewScript
            {
                /// <summary>The first digits of its SHA-256: another content has another name.</summary>
                public const string Version = "{VERSION}";

                /// <summary>Where it stands, below the root.</summary>
                public const string Path = ".well-known/peerdevice/view-" + Version + ".js";

                /// <summary>The script; ASCII.</summary>
                public const string Text = @"{TEXT}";
            }

            """.Replace("{VERSION}", Version(script)).Replace("{TEXT}", script.Replace("\"", "\"\""));
    }

    private static int Compressed(string text)
    {
        MemoryStream octets = new MemoryStream();
        using (GZipStream gzip = new GZipStream(octets, CompressionLevel.Optimal, true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return (int)octets.Length;
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PeerDevice.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No folder above the tests has PeerDevice.sln.");
    }
}
