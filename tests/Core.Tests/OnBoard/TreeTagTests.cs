using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.OnBoard;

/// <summary>Tree tags from the board's own HMAC: the numbers are those of another implementation (Python's hmac), written after PROTOCOL.</summary>
[TestClass]
public class TreeTagTests
{
    [TestMethod]
    public void ATagIsTheOneThatEverybodyElseComputes()
    {
        Given(0, 'x', "a08f25f4e9db27cc92ee86ec7e313086325b063d7165f66c356fc6db40482b49");
        Given(4097, 'x', "0601e2149a2d37b6dc3a4e8a6facea40389ce585daf710994b8b01b16f25f639");
        Given((64 * 4096) + 1, 'y', "98514bbc6be1e6861b9bc904dd6b593d1b2026d7e94790276179a69bc00739e1");
        TreeTag tag = new TreeTag();
        tag.Append(Check.Octets("abc"), 0, 3);
        Check.Same("25d8109e418c061eee00987305c36fe42871471cfb07d43ddcadd824f74d6ec8", Hex(tag.End()), "abc");
    }

    private static void Given(int length, char letter, string expected)
    {
        byte[] block = new byte[5000];
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = (byte)letter;
        }

        TreeTag tag = new TreeTag();
        for (int left = length; left > 0; left -= block.Length)
        {
            tag.Append(block, 0, left < block.Length ? left : block.Length);
        }

        Check.Same(expected, Hex(tag.End()), length.ToString() + " octets");
    }

    private static string Hex(byte[] octets)
    {
        string text = "";
        for (int i = 0; i < octets.Length; i++)
        {
            text += octets[i].ToString("x2");
        }

        return text;
    }
}
