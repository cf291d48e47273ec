using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The bus: who is there, reset, frames. By the registers of the Programming Guide ("PG") and USB 2.0.</summary>
public class ChipBusTests
{
    [Theory]
    [InlineData(false, 0xC1, 0x80)]
    [InlineData(false, 0xC3, 0x40)]
    [InlineData(true, 0xC1, 0x40)]
    [InlineData(true, 0xC3, 0x80)]
    [InlineData(false, 0x01, 0xC0)]
    public void PgSampleBus_SaysAtWhatSpeedTheDeviceIsThatIsThere(bool isLow, byte mode, byte state)
    {
        using ChipBench bench = new ChipBench(0x12, isLow ? PlainDevice.Mouse() : new PrinterDevice()).Start();
        bench.Write(Register.Mode, mode);
        Assert.Equal(0, bench.Read(Register.Hrsl) & 0xC0);
        bench.Write(Register.Hctl, 0x04);
        bench.Wait(0.01);
        Assert.Equal(state, bench.Read(Register.Hrsl) & 0xC0);
        Assert.Equal(0, bench.Read(Register.Hctl) & 0x04);
    }

    [Fact]
    public void PgConDetIrq_TellsOfWhoComesAndGoesButNotOfWhoWasThere()
    {
        using ChipBench bench = new ChipBench(0x12, new PrinterDevice()).Start();
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x20);
        bench.Cable.Unplug();
        Assert.Equal(0x20, bench.Read(Register.Hirq) & 0x20);
        Assert.Equal(0, bench.Read(Register.Hrsl) & 0xC0);
        bench.Write(Register.Hirq, 0x20);
        bench.Cable.Plug(new PrinterDevice());
        Assert.Equal(0x20, bench.Read(Register.Hirq) & 0x20);
        Assert.Equal(0x80, bench.Read(Register.Hrsl) & 0xC0);
    }

    [Fact]
    public void PgBusRst_TakesFiftyMillisecondsAndNobodyEndsItSooner()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench(0x12, printer).Start();
        bench.Wait(150);
        bench.Write(Register.Hctl, 0x01);
        bench.Wait(40);
        bench.Write(Register.Hctl, 0x00);
        Assert.Equal(1, bench.Read(Register.Hctl));
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x01);
        bench.Wait(11);
        Assert.Equal(0, bench.Read(Register.Hctl));
        Assert.Equal(0x21, bench.Read(Register.Hirq) & 0x21);
        Assert.Equal(1, printer.Resets);
    }

    [Fact]
    public void PgSofKaEnab_AFrameEveryMillisecondAndASuspendedBusThreeAfterTheLast()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Wait(5);
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x40);
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        for (int i = 0; i < 5; i++)
        {
            bench.Wait(0.9);
            Assert.Equal(0, bench.Read(Register.Hirq) & 0x40);
            bench.Wait(0.1);
            Assert.Equal(0x40, bench.Read(Register.Hirq) & 0x40);
            bench.Write(Register.Hctl, 0x02);
            bench.Write(Register.Hirq, 0x40);
        }

        bench.Write(Register.Mode, ChipBench.HostOn);
        bench.Wait(2.9);
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x10);
        bench.Wait(0.2);
        Assert.Equal(0x10, bench.Read(Register.Hirq) & 0x10);
    }

    [Fact]
    public void PgP31_ANewCountOfFramesLeavesTheirTimes()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        bench.Wait(0.5);
        bench.Write(Register.Hctl, 0x02);
        bench.Wait(0.6);
        Assert.Equal(0x40, bench.Read(Register.Hirq) & 0x40);
    }

    [Theory]
    [InlineData(0x80, 0x40, 0x20)]
    [InlineData(0x20, 0x10, 0x10)]
    public void PgP59_AToggleThatIsSetAndClearedAtOnceStays(int set, int clear, int seen)
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.Hctl, (byte)set);
        bench.Write(Register.Hctl, 0);
        Assert.Equal(seen, bench.Read(Register.Hrsl) & 0x30);
        bench.Write(Register.Hctl, (byte)clear);
        bench.Write(Register.Hctl, (byte)(set | clear));
        Assert.Equal(0, bench.Read(Register.Hrsl) & 0x30);
        Assert.Single(bench.Chip.Offences);
    }

    [Fact]
    public void Usb717_ADeviceListensOnlyAfterTheTimesThatItMayTake()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Start();
        bench.Cable.Plug(printer);
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);

        // §7.1.7.3: not yet at rest.
        bench.Wait(50);
        bench.Write(Register.Hctl, 0x01);
        bench.Wait(51);
        Assert.Equal(0, printer.Resets);
        bench.Write(Register.Hctl, 0x01);
        bench.Wait(51);
        Assert.Equal(1, printer.Resets);

        // §7.1.7.5: 10 ms after the reset.
        bench.Write(Register.Hirq, 0xF7);
        bench.Write(Register.SetupFifo, 0, 9, 1, 0, 0, 0, 0, 0);
        Assert.Equal(HostResult.JState, bench.Launch(0x10));
        bench.Wait(10);
        Assert.Equal(HostResult.Success, bench.Launch(0x10));

        // §7.1.7.6: without frames it sleeps.
        bench.Write(Register.Mode, ChipBench.HostOn);
        bench.Wait(4);
        Assert.Equal(HostResult.JState, bench.Launch(0x10));
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        bench.Wait(12);
        Assert.Equal(HostResult.Success, bench.Launch(0x10));
    }

    [Fact]
    public void Usb9263_AfterSetAddressItListensTwoMillisecondsLater()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice());
        Assert.Equal(0, bench.Request(0, 5, 5, 0, 0, 0, 0, 0));
        bench.Write(Register.PerAddr, 5);
        bench.Write(Register.SetupFifo, 0, 9, 1, 0, 0, 0, 0, 0);
        Assert.Equal(HostResult.JState, bench.Launch(0x10));
        bench.Wait(2);
        Assert.Equal(HostResult.Success, bench.Launch(0x10));
    }

    [Fact]
    public void PgLowSpeed_WhoSpeaksAtTheWrongSpeedIsNotHeard()
    {
        using ChipBench bench = new ChipBench().Attach(PlainDevice.Mouse());
        Assert.Equal(18, bench.Ask(0x80, 6, 0, 1, 0, 0, 18, 0).Length);
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        Assert.Equal(HostResult.JState, bench.Launch(0x10));
    }
}
