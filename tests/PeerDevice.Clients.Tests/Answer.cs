using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Clients;

/// <summary>One answer as curl received it: the last one, when there were interim ones.</summary>
internal sealed class Answer
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    internal int Status { get; private set; }

    internal byte[] Content { get; private set; } = [];

    internal IEnumerable<string> FieldNames => _fields.Select(f => f.Key);

    /// <summary>Asks with curl and these arguments; fails when curl does.</summary>
    internal static Answer Curl(params string[] arguments)
    {
        return Curl(null, arguments);
    }

    /// <summary>The same, with something on curl's standard input.</summary>
    internal static Answer Curl(byte[]? input, params string[] arguments)
    {
        string top = Directory.CreateTempSubdirectory("peerdevice-curl-").FullName;
        try
        {
            string head = Path.Combine(top, "head");
            string content = Path.Combine(top, "content");
            Tool.Run(Bounds.Program, input, top, "curl", ["-sS", "--max-time", "50", "-D", head, "-o", content, .. arguments]).Well();
            Answer answer = new();
            answer.Read(File.ReadAllText(head, Encoding.Latin1));
            answer.Content = File.Exists(content) ? File.ReadAllBytes(content) : [];
            return answer;
        }
        finally
        {
            Directory.Delete(top, true);
        }
    }

    /// <summary>The value of a field; null when it is not there.</summary>
    internal string? Field(string name)
    {
        return _fields.Where(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value).FirstOrDefault();
    }

    /// <summary>Itself, if it has that status; a failure otherwise.</summary>
    internal Answer With(int status)
    {
        Expect.True(Status == status, $"the status is {Status}, not {status}: {Expect.Short(Content.Length > 300 ? Content[..300] : Content)}");
        return this;
    }

    /// <summary>Itself, if that is its content; a failure otherwise.</summary>
    internal Answer Of(ReadOnlySpan<byte> content)
    {
        Expect.Same(content, Content, "the content");
        return this;
    }

    private void Read(string heads)
    {
        foreach (string line in heads.Split("\r\n"))
        {
            if (line.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                _fields.Clear();
                Status = int.Parse(line.Split(' ')[1]);
            }
            else if (line.Contains(':'))
            {
                _fields.Add(new(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim()));
            }
        }
    }
}
