using System.Collections.Generic;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>What a Printer says of a Job (RFC 8011 §5.3).</summary>
internal sealed record JobReport
{
    /// <summary>The attributes to ask for.</summary>
    public const string Asked = "job-id,job-name,job-state,job-state-reasons,job-state-message,job-k-octets,job-k-octets-processed,copies,job-originating-user-name";

    private const int Kilo = 1024;

    public int Id { get; private init; }

    public string Name { get; private init; } = "";

    public string User { get; private init; } = "";

    /// <summary>One of <see cref="JobState"/>; 0 where it does not say.</summary>
    public int State { get; private init; }

    /// <summary>job-state-reasons, without <c>none</c>.</summary>
    public IReadOnlyList<string> Reasons { get; private init; } = [];

    public string Message { get; private init; } = "";

    /// <summary>How large it is, to a KiB; -1 where that is not said.</summary>
    public long Octets { get; private init; }

    /// <summary>How much of it has gone to the output device, all copies together; -1 where that is not said.</summary>
    public long Processed { get; private init; }

    /// <summary>Whether it has ended, one way or another.</summary>
    public bool IsEnded => JobState.IsEnd(State);

    /// <summary>Whether the Printer says a reason.</summary>
    public bool Has(int reason)
    {
        string keyword = JobReasons.Keyword(reason);
        foreach (string said in Reasons)
        {
            if (said == keyword)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes what a group of an answer says; null where that is not of a Job.</summary>
    public static JobReport? Of(IppReader answer, int group)
    {
        int id = answer.Integer(answer.Find(group, "job-id"), 0);
        int octets = answer.Integer(answer.Find(group, "job-k-octets"), -1);
        int processed = answer.Integer(answer.Find(group, "job-k-octets-processed"), -1);
        return group < 0 || id <= 0 ? null : new JobReport
        {
            Id = id,
            Name = answer.String(answer.Find(group, "job-name")),
            User = answer.String(answer.Find(group, "job-originating-user-name")),
            State = answer.Integer(answer.Find(group, "job-state"), 0),
            Reasons = PrinterFacts.Texts(answer, group, "job-state-reasons"),
            Message = answer.String(answer.Find(group, "job-state-message")),
            Octets = octets < 0 ? -1 : (long)octets * Kilo,
            Processed = processed < 0 ? -1 : (long)processed * Kilo,
        };
    }

    /// <summary>Takes every Job that an answer tells of.</summary>
    public static List<JobReport> AllOf(IppReader answer)
    {
        List<JobReport> jobs = [];
        for (int group = 0; group < answer.Groups; group++)
        {
            if (answer.GroupTag(group) == IppTag.JobGroup && Of(answer, group) is { } job)
            {
                jobs.Add(job);
            }
        }

        return jobs;
    }
}
