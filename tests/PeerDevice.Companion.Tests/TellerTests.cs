using System;
using System.IO;
using System.Text;
using System.Threading;
using PeerDevice.Companion.Commands;
using Spectre.Console;

namespace PeerDevice.Companion.Tests;

/// <summary>What a person is told meanwhile.</summary>
public sealed class TellerTests
{
    /// <summary>The fear: a person looks at nothing while a server says nothing.</summary>
    [Fact]
    public void WhoWaitsForAnAnswerIsToldSoOnATerminalAlone()
    {
        using Shown shown = new("30 s at the most");
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(shown) });
        using (new Teller(TextWriter.Null, TextWriter.Null, terminal).Await("server:80", 30))
        {
            Assert.True(shown.IsThere.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        }

        Assert.Contains("waiting for server:80 to answer, 30 s at the most", shown.ToString(), StringComparison.Ordinal);
        Assert.Null(new Teller(TextWriter.Null, TextWriter.Null).Await("server:80", 30));
    }

    // Written by the timer's thread, looked at by the test's.
    private sealed class Shown(string awaited) : TextWriter
    {
        private readonly StringBuilder _text = new();

        public ManualResetEventSlim IsThere { get; } = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_text)
            {
                _text.Append(value);
                if (_text.ToString().Contains(awaited, StringComparison.Ordinal))
                {
                    IsThere.Set();
                }
            }
        }

        public override string ToString()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }

        protected override void Dispose(bool disposing)
        {
            IsThere.Dispose();
            base.Dispose(disposing);
        }
    }
}
