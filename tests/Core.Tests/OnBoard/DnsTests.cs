using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class DnsTests
{
    [TestMethod]
    public void WhatIsWrittenIsReadAgain()
    {
        byte[] type = DnsText.Name("_ipp._tcp.local");
        byte[] instance = DnsName.Child("Desk. \"2\"", type);
        byte[] host = DnsText.Name("desk.local");
        DnsWriter writer = new DnsWriter(new byte[512]);
        writer.BeginResponse();
        Check.Holds(writer.Pointer(DnsType.Answer, type, instance, false, 4500), "PTR");
        Check.Holds(writer.Service(DnsType.Additional, instance, 631, host, 120), "SRV");
        Check.Holds(writer.Octets(DnsType.Additional, instance, DnsType.Txt, Check.Octets("\u0003a=b\u0005Color"), 4500), "TXT");
        Check.Holds(writer.Address(DnsType.Additional, host, 0xC0A80107, 120), "A");
        Check.Holds(writer.Negative(DnsType.Additional, host, new int[] { DnsType.A }, 120), "NSEC");

        DnsReader reader = new DnsReader();
        Check.Holds(reader.Read(writer.Buffer, writer.Length), "a message");
        Check.Holds(reader.IsWhole(), "whole");
        Check.Holds(reader.IsResponse && !reader.IsTruncated && reader.Id == 0, "a response");
        Check.Holds(reader.NextRecord(), "first");
        Check.Same(DnsType.Ptr, reader.Type, "PTR");
        Check.Same(DnsType.Answer, reader.Section, "answer");
        Check.Holds(!reader.HasClassBit, "shared");
        Check.Holds(DnsName.Is(reader.Buffer, reader.NameStart, reader.End, type), "the type");
        ByteWriter text = new ByteWriter(new byte[100]);
        Check.Holds(DnsText.Write(text, reader.Buffer, reader.DataNameStart, reader.DataEnd), "the instance");
        Check.Same("Desk\\. \\\"2\\\"._ipp._tcp.local", Check.Written(text), "its text");

        Check.Holds(reader.NextRecord(), "second");
        Check.Same(DnsType.Srv, reader.Type, "SRV");
        Check.Same(DnsType.Additional, reader.Section, "additional");
        Check.Holds(reader.HasClassBit, "unique");
        Check.Same(631, reader.Port, "port");
        Check.Same(120, reader.TimeToLive, "seconds");
        Check.Holds(DnsName.Is(reader.Buffer, reader.DataNameStart, reader.DataEnd, DnsText.Name("DESK.LOCAL")), "the host");

        Check.Holds(reader.NextRecord(), "third");
        TxtReader keys = new TxtReader();
        keys.Begin(reader.Buffer, reader.DataStart, reader.DataEnd);
        Check.Holds(keys.Find("color") && !keys.HasValue, "a key without a value");
        Check.Holds(keys.Find("a") && keys.HasValue, "a key with one");
        Check.Same("b", Text.String(reader.Buffer, keys.ValueStart, keys.ValueEnd), "its value");
        Check.Holds(!keys.Find("b"), "no key");

        Check.Holds(reader.NextRecord(), "fourth");
        Check.Same(0xC0A80107, reader.Address, "address");
        Check.Holds(reader.NextRecord(), "fifth");
        Check.Holds(NsecTypes.Has(reader.Buffer, reader.DataNameEnd, reader.DataEnd, DnsType.A), "A is there");
        Check.Holds(!NsecTypes.Has(reader.Buffer, reader.DataNameEnd, reader.DataEnd, DnsType.Aaaa), "AAAA is not");
        Check.Holds(!reader.NextRecord() && !reader.IsMalformed, "the end");
    }

    [TestMethod]
    public void AFirstLookFindsOurNamesAndNoOthers()
    {
        QuestionFilter filter = new QuestionFilter(Limits.DnsKnownNames);
        Check.Holds(filter.Add(DnsText.Name("_ipp._tcp.local")), "a type");
        Check.Holds(filter.Add(DnsText.Name("a.local")), "a host of one letter");
        DnsWriter writer = new DnsWriter(new byte[512]);
        string[] others = { "_googlecast._tcp.local", "_ipps._tcp.local", "_ipp._udp.local", "b.local" };
        writer.BeginQuery();
        for (int i = 0; i < others.Length; i++)
        {
            Check.Holds(writer.Question(DnsText.Name(others[i]), DnsType.Ptr, false), others[i]);
        }

        Check.Holds(!filter.HasQuestion(writer.Buffer, writer.Length), "others");
        Check.Same(QuestionFilter.Nobody, filter.Look(writer.Buffer, writer.Length), "others, with room behind them");
        writer.Question(DnsText.Name("_IPP._tcp.local"), DnsType.Ptr, true);
        Check.Holds(filter.HasQuestion(writer.Buffer, writer.Length), "ours behind others");
        Check.Same(QuestionFilter.Somebody, filter.Look(writer.Buffer, writer.Length), "ours, with room behind it");
        writer.BeginQuery();
        writer.Question(DnsText.Name("A.local"), DnsType.A, false);
        Check.Holds(filter.HasQuestion(writer.Buffer, writer.Length), "the host");
        filter.Clear();
        Check.Holds(!filter.HasQuestion(writer.Buffer, writer.Length), "nothing is known");
    }

    [TestMethod]
    public void WhatDoesNotFitIsTakenBack()
    {
        byte[] host = DnsText.Name("desk.local");
        DnsWriter writer = new DnsWriter(new byte[12 + 12 + 14]);
        writer.BeginResponse();
        Check.Holds(writer.Address(DnsType.Answer, host, 1, 120), "the first");
        int length = writer.Length;
        Check.Holds(!writer.Address(DnsType.Answer, host, 2, 120), "the second");
        Check.Same(length, writer.Length, "nothing is left of it");
        DnsReader reader = new DnsReader();
        Check.Holds(reader.Read(writer.Buffer, writer.Length) && reader.IsWhole(), "the message is whole");
        Check.Holds(reader.NextRecord() && !reader.NextRecord(), "one record");
    }
}
