using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// What is done with a spool, and what everybody who was at it knows afterwards: clients what they were told, the paper what is on it. It outlives cuts of power.
/// Whatever a mount finds is compared with that.
/// </summary>
internal sealed class PrintShop
{
    private readonly List<Fate> _fates;
    private readonly HashSet<int> _numbers;
    private readonly SpoolWorld _world;
    private string _put = "";
    private string _putAsked = "";

    public PrintShop(SpoolWorld world)
    {
        _world = world;
        _fates = [];
        _numbers = [];
    }

    private PrintShop(PrintShop before, SpoolWorld world)
    {
        _world = world;
        _fates = [.. before._fates.Select(f => f.Copy())];
        _numbers = [.. before._numbers];
        _put = before._put;
        _putAsked = before._putAsked;
    }

    public SpoolWorld World => _world;

    /// <summary>
    /// Whether a refusal is taken as it comes: whoever asked knows that it was refused, and goes on with what else there is. Otherwise nothing may be refused.
    /// </summary>
    public bool IsLenient { get; set; }

    /// <summary>The same knowledge with another mount.</summary>
    public PrintShop On(SpoolWorld world)
    {
        return new PrintShop(this, world);
    }

    /// <summary>Print-Job: nothing is promised before all of it has been taken.</summary>
    public void Submit(string name, int length, bool isHeld = false)
    {
        Begin(name, false, isHeld);
        Send(name, length, true);
    }

    /// <summary>Create-Job: its number is promised.</summary>
    public void Create(string name)
    {
        Begin(name, true, false);
    }

    /// <summary>Send-Document, each promised by itself.</summary>
    public void Send(string name, int length, bool isLast)
    {
        Fate fate = Of(name);
        if (!fate.IsAt(SpoolTicket.Begun))
        {
            return;
        }

        byte[] content = SpoolWorld.Content((1000 * name.Sum(c => c)) + fate.Contents.Count, length);
        fate.Contents.Add(content);
        fate.ReadyAsked |= isLast;
        if (Took(_world.Send(fate.Ticket!, content, isLast, 700)))
        {
            fate.DocumentsKept = fate.Contents.Count;
            fate.IsReady = isLast;
        }
        else if (fate.Ticket!.Documents.Length < fate.Contents.Count)
        {
            // It is known that the job does not have it.
            fate.Contents.Remove(content);
            fate.ReadyAsked &= !isLast;
        }
    }

    /// <summary>Close-Job.</summary>
    public void Close(string name)
    {
        Fate fate = Of(name);
        if (fate.IsAt(SpoolTicket.Begun))
        {
            fate.ReadyAsked = true;
            fate.IsReady = Took(_world.Spool.Ready(fate.Ticket!));
        }
    }

    /// <summary>A client that goes away in the middle of a document.</summary>
    public void BreakOff(string name, int length)
    {
        Begin(name, false, false);
        Fate fate = Of(name);
        if (fate.IsAt(SpoolTicket.Begun) && Took(_world.Spool.AddDocument(fate.Ticket!, "", "", out FileWriter? writer)))
        {
            Took(writer!.Write(SpoolWorld.Content(1, length), 0, length) ? StoreStatus.Ok : writer.Status);
            _world.Spool.AbandonDocument(writer);
            Took(_world.Spool.Abandon(fate.Ticket!));
        }
    }

    public void Hold(string name, bool isHeld)
    {
        Fate fate = Of(name);
        if (!fate.IsAt(SpoolTicket.Ready))
        {
            return;
        }

        fate.MayBeHeld |= isHeld;
        fate.MayBeFree |= !isHeld;
        fate.Ticket!.IsHeld = isHeld;
        if (Took(_world.Spool.Change(fate.Ticket)))
        {
            fate.SetHeld(isHeld);
        }
        else
        {
            fate.Ticket.IsHeld = fate.IsHeld;
        }
    }

    /// <summary>Prints all of a job, as often as it is to be printed.</summary>
    public void Print(string name)
    {
        Fate fate = Of(name);
        SpoolTicket? ticket = fate.Ticket;
        if (!fate.IsAt(SpoolTicket.Ready) || ticket is null || (IsLenient && ticket.IsHeld))
        {
            return;
        }

        Assert.False(ticket.IsHeld);
        fate.PrintAsked = true;
        bool wasBegun = ticket.Printings > 0;
        for (int document = 1; document <= ticket.Documents.Length; document++)
        {
            if (!Took(_world.Spool.Printing(ticket, document, 1, document == 1)))
            {
                return;
            }

            fate.IsPrinting = true;
            fate.WasToldTwice |= wasBegun;
            byte[]? octets = _world.Read(ticket, document);
            if (octets is null && IsLenient)
            {
                return;
            }

            Assert.True(octets is not null && octets.AsSpan().SequenceEqual(fate.Contents[document - 1]), name + " prints other octets than it was sent");
        }

        fate.Papers++;
        End(fate, 9);
    }

    public void Cancel(string name)
    {
        if (Of(name).IsAt(SpoolTicket.Ready))
        {
            End(Of(name), 7);
        }
    }

    public void Forget(string name)
    {
        Fate fate = Of(name);
        if (fate.IsAt(SpoolTicket.Ready) || fate.IsAt(SpoolTicket.Done))
        {
            fate.ForgetAsked = true;
            fate.IsForgotten = Took(_world.Spool.Forget(fate.Ticket!));
        }
    }

    /// <summary>PUT of a file of the share beside the spool, where both are on one card.</summary>
    public void Put(char letter, int length)
    {
        if (_world.Commits is null)
        {
            return;
        }

        string text = new(letter, length);
        FileWriter? writer = null;
        bool isStaged = Took(_world.Commits.Stage("f.txt", out string staged)) && Took(_world.Store.Create(staged, false, out writer));
        bool isWritten = isStaged && Took(writer!.Write(Encoding.ASCII.GetBytes(text), 0, length) ? StoreStatus.Ok : writer.Status);
        if (writer is not null && Took(writer.Close(true)) && isWritten)
        {
            _putAsked = text;
            if (Took(_world.Commits.Replace(staged, "f.txt")))
            {
                _put = text;
                return;
            }
        }

        _world.Commits.Abandon(staged);
    }

    /// <summary>Takes over what the same mount shows anew, such as after its card was away.</summary>
    public void TakeNews(string trace)
    {
        Assert.Equal(StoreStatus.Ok, _world.Spool.Tend());
        Assert.Equal(StoreStatus.Ok, _world.ShowNews());
        foreach (Fate fate in _fates)
        {
            SpoolTicket? shown = _world.Shown.SingleOrDefault(t => t.Name == fate.Name);
            fate.Ticket = shown ?? (fate.Ticket is null || fate.Ticket.IsGone ? null : fate.Ticket);
            bool wasPromised = fate.IsReady || (fate.IsTold && fate.IsBegun);
            Assert.True(fate.Ticket is not null || !wasPromised || fate.ForgetAsked || fate.EndAsked, trace + ": lost " + fate);
        }
    }

    /// <summary>Compares what a mount found with what everybody knows, and takes it over.</summary>
    public void TakeOver(string trace)
    {
        foreach (SpoolTicket ticket in _world.Shown)
        {
            Assert.True(_fates.Any(f => f.Name == ticket.Name), trace + ": a job that nobody sent: " + ticket.Name);
        }

        string file = _world.Text("f.txt");
        Assert.True(_world.Commits is null || file == _put || file == _putAsked, $"{trace}: the file is neither old nor new: {file}");
        _put = file;
        _putAsked = file;
        foreach (Fate fate in _fates)
        {
            SpoolTicket[] found = [.. _world.Shown.Where(t => t.Name == fate.Name)];
            Assert.True(found.Length <= 1, $"{trace}: {fate.Name} is there {found.Length} times");
            fate.Ticket = found.Length == 0 ? null : found[0];
            Compare(fate, trace);
        }

        Assert.True(_world.NamesFor(_world.Shown).SequenceEqual(_world.Names().Where(n => !n.EndsWith(".N", StringComparison.Ordinal))),
            $"{trace}: there are {string.Join(" ", _world.Names())} where there should be {string.Join(" ", _world.NamesFor(_world.Shown))}");
        Assert.True(_world.Names().Count(n => n.EndsWith(".N", StringComparison.Ordinal)) <= 1, trace + ": more than one mark");
    }

    /// <summary>Brings everything that is there to its end, as a Printer would.</summary>
    public void FinishAll()
    {
        foreach (Fate fate in _fates.Where(f => f.Ticket is not null))
        {
            SpoolTicket ticket = fate.Ticket!;
            if (ticket.Life == SpoolTicket.Begun)
            {
                End(fate, 8);
            }
            else if (ticket.Life == SpoolTicket.Ready)
            {
                if (ticket.IsHeld)
                {
                    Hold(fate.Name, false);
                }

                Print(fate.Name);
            }
        }

        Assert.Equal(StoreStatus.Ok, _world.Spool.Take(out int number));
        Assert.True(_numbers.Add(number), $"number {number} was given twice");
    }

    /// <summary>Whether everything that was promised happened, and nothing twice without being told.</summary>
    public void Reckon(string trace)
    {
        foreach (Fate fate in _fates)
        {
            bool mayBePrinted = fate.ReadyAsked;
            bool mustBePrinted = fate.IsReady && !fate.EndAskedUnprinted && !fate.ForgetAsked;
            Assert.True(fate.Papers == 0 || mayBePrinted, $"{trace}: {fate.Name} was printed and never sent whole");
            Assert.True(fate.Papers > 0 || !mustBePrinted, $"{trace}: {fate.Name} was never printed");
            Assert.True(fate.Papers <= 1 || fate.WasToldTwice, $"{trace}: {fate.Name} was printed {fate.Papers} times, and nobody was told");
        }
    }

    private void Begin(string name, bool isTold, bool isHeld)
    {
        Fate fate = new() { Name = name, IsTold = isTold };
        fate.SetHeld(isHeld);
        _fates.Add(fate);
        SpoolTicket ticket = new() { Name = name, IsTold = isTold, IsHeld = isHeld, User = "u", Host = "h" };
        bool isBegun = Took(_world.Spool.Begin(ticket));
        Assert.True(ticket.Number == 0 ? !isBegun : _numbers.Add(ticket.Number), $"number {ticket.Number} was given twice");
        fate.Ticket = isBegun ? ticket : null;
        fate.IsBegun = isBegun;
    }

    private void End(Fate fate, int state)
    {
        fate.EndAsked = true;
        fate.EndAskedUnprinted |= state != 9;
        fate.Ticket!.State = state;
        fate.IsEnded = Took(_world.Spool.Done(fate.Ticket));
    }

    private bool Took(int status)
    {
        Assert.True(status == StoreStatus.Ok || IsLenient, "refused with " + status);
        return status == StoreStatus.Ok;
    }

    private Fate Of(string name)
    {
        return _fates.Single(f => f.Name == name);
    }

    private void Compare(Fate fate, string trace)
    {
        SpoolTicket? ticket = fate.Ticket;
        string what = $"{trace}: {fate}, and there is {(ticket is null ? "nothing" : $"life {ticket.Life}, {ticket.Printings} printings")}";
        if (ticket is null)
        {
            // Gone: it was never promised, or it was forgotten, or it was history and gave way.
            bool wasPromised = fate.IsReady || (fate.IsTold && fate.IsBegun);
            Assert.True(!wasPromised || fate.ForgetAsked || fate.EndAsked, what);
            fate.IsOver = true;
            return;
        }

        Assert.False(fate.IsForgotten || fate.IsOver, what);
        Assert.False(ticket.IsDamaged, what);
        switch (ticket.Life)
        {
            case SpoolTicket.Begun:
                Assert.True(fate.IsTold && !fate.IsReady, what);
                Assert.InRange(ticket.Documents.Length, fate.DocumentsKept, fate.Contents.Count);
                break;
            case SpoolTicket.Ready:
                Assert.True(fate.ReadyAsked && !fate.IsEnded, what);
                Assert.Equal(fate.Contents.Count, ticket.Documents.Length);
                Assert.True(ticket.IsHeld ? fate.MayBeHeld : fate.MayBeFree, what);
                Assert.True(ticket.Printings == 0 ? !fate.IsPrinting : fate.PrintAsked, what);
                Assert.Equal(ticket.Printings > 0, ticket.IsPrinting);
                break;
            default:
                Assert.True(fate.EndAsked, what);
                Assert.True(ticket.State is 7 or 8 or 9, what);
                break;
        }

        if (ticket.Life != SpoolTicket.Done)
        {
            for (int i = 0; i < ticket.Documents.Length; i++)
            {
                Assert.Equal(fate.Contents[i].Length, ticket.Documents[i].Octets);
                if (ticket.Life == SpoolTicket.Ready)
                {
                    Assert.True(_world.Read(ticket, i + 1).AsSpan().SequenceEqual(fate.Contents[i]), what);
                }
            }
        }

        // What is found is what is so from now on.
        fate.IsReady |= ticket.Life == SpoolTicket.Ready;
        fate.SetHeld(ticket.IsHeld);
        fate.IsEnded = ticket.Life == SpoolTicket.Done;
        if (ticket.Life == SpoolTicket.Begun)
        {
            fate.Contents.RemoveRange(ticket.Documents.Length, fate.Contents.Count - ticket.Documents.Length);
            fate.DocumentsKept = fate.Contents.Count;
            fate.ReadyAsked = false;
        }
    }

    private sealed class Fate
    {
        public string Name = "";
        public bool IsTold;
        public SpoolTicket? Ticket;
        public List<byte[]> Contents = [];
        public bool IsBegun;
        public int DocumentsKept;
        public bool ReadyAsked;
        public bool IsReady;
        public bool IsHeld;
        public bool MayBeHeld;
        public bool MayBeFree;
        public bool PrintAsked;
        public bool IsPrinting;
        public int Papers;
        public bool WasToldTwice;
        public bool EndAsked;
        public bool EndAskedUnprinted;
        public bool IsEnded;
        public bool ForgetAsked;
        public bool IsForgotten;
        public bool IsOver;

        public void SetHeld(bool isHeld)
        {
            IsHeld = isHeld;
            MayBeHeld = isHeld;
            MayBeFree = !isHeld;
        }

        public bool IsAt(int life)
        {
            return Ticket is not null && !Ticket.IsGone && Ticket.Life == life && (life != SpoolTicket.Begun || !Ticket.IsSpoiled);
        }

        public Fate Copy()
        {
            Fate copy = (Fate)MemberwiseClone();
            copy.Contents = [.. Contents];
            copy.Ticket = null;
            return copy;
        }

        public override string ToString()
        {
            return $"{Name} (begun {IsBegun}, told {IsTold}, documents {DocumentsKept} of {Contents.Count}, ready {IsReady} of {ReadyAsked}, printing {IsPrinting}, papers {Papers}, ended {IsEnded} of {EndAsked}, forgotten {IsForgotten} of {ForgetAsked})";
        }
    }
}
