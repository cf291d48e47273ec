using PeerDevice.Services.Printing.Languages;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>The language of <see cref="PrinterModel"/>: it is asked by one octet and answers by two, its conditions.</summary>
internal sealed class AskedLanguage : PrinterLanguage
{
    public AskedLanguage()
    {
        Status = new AskedStatus();
    }

    public override string Name => "asked";

    public override string Manufacturer => "Model";

    public override string Model => "Printer";

    public override string CommandSet => "ASKED";

    public override string[] Formats { get; } = { "application/octet-stream" };

    public override bool MayAskWithinDocument => true;

    public override bool BeginDocument(string format)
    {
        return false;
    }

    public override int Render(byte[] from, int start, int end, byte[] to, out int made)
    {
        made = 0;
        return 0;
    }

    public override int EndDocument(byte[] to)
    {
        return 0;
    }

    private sealed class AskedStatus : StatusDialogue
    {
        private int _low = PrinterLanguage.NothingHeard;

        public override int Ask(byte[] to)
        {
            to[0] = PrinterModel.Enquiry;
            return 1;
        }

        public override void Hear(byte[] said, int offset, int count)
        {
            for (int i = offset; i < offset + count; i++)
            {
                if (_low < 0)
                {
                    _low = said[i];
                    continue;
                }

                Conditions = _low | (said[i] << 8);
                _low = PrinterLanguage.NothingHeard;
            }
        }
    }
}
