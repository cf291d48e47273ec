using System;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>
/// Two faults in a row, at each transaction in turn: the first leaves it open what the printer has, the second asks for a decision. What the printer has is the document, or its beginning and the job was told that it
/// stopped; never an octet twice.
/// </summary>
public sealed class UsbDoubtTests
{
    private const int DocumentOctets = 3000;
    private const int MostTransactions = 1000;

    [Theory]
    [InlineData(nameof(Fault.LostAck), nameof(Fault.Stall))]
    [InlineData(nameof(Fault.LostAck), nameof(Fault.Nak))]
    [InlineData(nameof(Fault.LostAck), nameof(Fault.Replug))]
    [InlineData(nameof(Fault.LostAck), nameof(Fault.Hang))]
    [InlineData(nameof(Fault.Timeout), nameof(Fault.Stall))]
    [InlineData(nameof(Fault.Nak), nameof(Fault.LostAck))]
    [InlineData(nameof(Fault.Stall), nameof(Fault.LostAck))]
    public void TwoFaultsInARowCostNoOctetInSilence(string first, string second)
    {
        byte[] document = CardInSlot.Octets(DocumentOctets);
        int at = 1;
        for (bool isMet = true; isMet; at++)
        {
            string where = $"{first} and {second} at {at}";
            Assert.True(at < MostTransactions, where);
            PrintDesk desk = new PrintDesk(new PrinterDevice(), (byte)(at % 2 == 0 ? 0x12 : 0x13));
            desk.Cable.Break(at, Enum.Parse<Fault>(first));
            desk.Cable.Break(at + 1, Enum.Parse<Fault>(second));
            bool isWhole = desk.Print(document, 1000) == PrintDesk.Printed;
            byte[] taken = desk.Printer.Taken.ToArray();
            Assert.True(document.AsSpan().StartsWith(taken), $"{where}: another document");
            Assert.True(!isWhole || taken.Length == document.Length, $"{where}: less than the document");
            Assert.True(desk.Chip.Offences.Count == 0, $"{where}: {string.Join(", ", desk.Chip.Offences)}");
            isMet = desk.Cable.Happened > 0;
        }

        Assert.True(at > document.Length / 64, "so few");
    }
}
