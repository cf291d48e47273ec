using PeerDevice.Services.Files;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A record of the index (PROTOCOL, "The reserved area") is read as it was written, and not where an octet of it is another.</summary>
[TestClass]
public class IndexRecordTests
{
    private const int Octets = 256;

    [TestMethod]
    public void NumbersOfEachLengthAreReadAsTheyWereWritten()
    {
        IndexRecord record = new IndexRecord(new byte[Octets]);
        record.Begin(IndexRecord.File);
        record.Number(0xFE, 1);
        record.Number(0xFEDC, 2);
        record.Number(0xFEDCBA98, 4);
        record.Number(unchecked((long)0xFEDCBA9876543210), 8);
        record.Number(0x0123456789ABCDEF, 8);
        record.Path("größe");
        int end = record.End();
        Check.Same(end, record.Read(0, end), "octets");
        Check.Same(IndexRecord.File, record.Kind, "kind");
        Check.Same(0xFE, record.TakeNumber(1), "one");
        Check.Same(0xFEDC, record.TakeNumber(2), "two");
        Check.Same(0xFEDCBA98, record.TakeNumber(4), "four");
        Check.Same(unchecked((long)0xFEDCBA9876543210), record.TakeNumber(8), "eight");
        Check.Same(0x0123456789ABCDEF, record.TakeNumber(8), "eight, positive");
        Check.Same("größe", record.TakePath(-1), "path");
        Check.Same(0, record.TakeNumber(4), "what is not there");
    }

    [TestMethod]
    public void ARecordOfWhichAnOctetIsAnotherIsNone()
    {
        IndexRecord record = new IndexRecord(new byte[Octets]);
        record.Begin(IndexRecord.Epoch);
        record.Number(0x0102030405060708, 8);
        int end = record.End();
        for (int i = 0; i < end; i++)
        {
            record.Buffer[i] ^= 0x10;
            Check.Same(0, record.Read(0, end), "octet " + i.ToString());
            record.Buffer[i] ^= 0x10;
            Check.Same(0, record.Read(0, i), "cut at " + i.ToString());
        }

        Check.Same(end, record.Read(0, end), "as it was");
    }

    // The check is that of PROTOCOL, "The index", as another implementation of HMAC-SHA256 computes it.
    [TestMethod]
    public void ARecordIsCheckedWithTheGenerationOfItsLogAndIsNoneInAnother()
    {
        IndexRecord record = new IndexRecord(new byte[Octets]) { Seed = 1 };
        record.Begin(IndexRecord.Epoch);
        record.Number(0x0102030405060708, 8);
        int end = record.End();
        Check.Same(15, end, "octets");
        Check.Same(0x0AF365B7L, ((long)record.Buffer[11] << 24) | ((long)record.Buffer[12] << 16) | ((long)record.Buffer[13] << 8) | record.Buffer[14], "check");
        record.Seed = 2;
        Check.Same(0, record.Read(0, end), "in the next generation");
        record.Seed = 1;
        Check.Same(end, record.Read(0, end), "in its own");
    }
}
