using Mono.Cecil;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The probe's methods as an instrumented module refers to them.</summary>
internal sealed class ProbeMembers(ModuleDefinition module)
{
    internal MethodReference Block { get; } = Import(module, nameof(Probe.Block));

    internal MethodReference Enter { get; } = Import(module, nameof(Probe.Enter));

    internal MethodReference Allocate { get; } = Import(module, nameof(Probe.Allocate));

    internal MethodReference Array { get; } = Import(module, nameof(Probe.Array));

    internal MethodReference Call { get; } = Import(module, nameof(Probe.Call));

    internal MethodReference Text { get; } = Import(module, nameof(Probe.Text));

    internal MethodReference Result { get; } = Import(module, nameof(Probe.Result));

    internal MethodReference UtcNow { get; } = Import(module, nameof(Probe.UtcNow));

    internal MethodReference BeforeReceive { get; } = Import(module, nameof(Probe.BeforeReceive));

    internal MethodReference AfterReceive { get; } = Import(module, nameof(Probe.AfterReceive));

    internal MethodReference BeforeDatagram { get; } = Import(module, nameof(Probe.BeforeDatagram));

    internal MethodReference AfterDatagram { get; } = Import(module, nameof(Probe.AfterDatagram));

    internal MethodReference Printed { get; } = Import(module, nameof(Probe.Printed));

    internal MethodReference Wait { get; } = Import(module, nameof(Probe.Wait));

    internal MethodReference Start { get; } = Import(module, nameof(Probe.Start));

    internal MethodReference Ticks { get; } = Import(module, nameof(Probe.Ticks));

    internal MethodReference Sleep { get; } = Import(module, nameof(Probe.Sleep));

    private static MethodReference Import(ModuleDefinition module, string name)
    {
        return module.ImportReference(typeof(Probe).GetMethod(name));
    }
}
