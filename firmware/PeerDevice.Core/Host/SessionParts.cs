using PeerDevice.Board;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>What every session of a peer works with.</summary>
public sealed class SessionParts
{
    /// <summary>Puts the parts together.</summary>
    public SessionParts(Profile profile, IClock clock, IIndicator indicator, Access access, FileShare files, Printers printers, IPrintOffice? office, StatusReport status)
    {
        Profile = profile;
        Clock = clock;
        Indicator = indicator;
        Access = access;
        Files = files;
        Printers = printers;
        Office = office;
        Status = status;
        Blocks = new BlockPool(profile.Blocks, profile.BlockOctets);
        Date = new DateText(clock);
    }

    /// <summary>What the ground bears.</summary>
    public Profile Profile { get; }

    /// <summary>Time.</summary>
    public IClock Clock { get; }

    /// <summary>Where faults are reported.</summary>
    public IIndicator Indicator { get; }

    /// <summary>Who may do what.</summary>
    public Access Access { get; }

    /// <summary>The share.</summary>
    public FileShare Files { get; }

    /// <summary>The Printers.</summary>
    public Printers Printers { get; }

    /// <summary>What an office asks of the Printers beyond print data; null where nothing of it is served.</summary>
    public IPrintOffice? Office { get; }

    /// <summary>The peer's own description and page.</summary>
    public StatusReport Status { get; }

    /// <summary>The transfer blocks.</summary>
    public BlockPool Blocks { get; }

    /// <summary>The Date field.</summary>
    public DateText Date { get; }
}
