using PeerDevice.Services.Settings;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class SettingsTests
{
    [TestMethod]
    public void SettingsAreReadFromAnyText()
    {
        PeerSettings settings = new PeerSettings();
        byte[] text = Check.Octets("# a comment\r\nname = Copy room\nhttp-port=8080\n\nbaud = 115200\r\nnonsense\nbaud = fast\n");
        SettingsReader.Read(text, 0, text.Length, settings);
        Check.Same("Copy room", settings.Name, "name");
        Check.Same(8080, settings.HttpPort, "port");
        Check.Same(115200, settings.BaudRate, "baud rate");
    }
}
