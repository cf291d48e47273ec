using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Companion.Contents;

/// <summary>What is known of one file's content, and of which: the length and the version that it had when it was looked at.</summary>
internal sealed record KnownContent(string Path, long Length, long Version, byte[] Tree, byte[] Sha256);

/// <summary>
/// What the files of a PC's shares contain, in a SQLite file of the user's. Nothing depends on it: one that is lost, damaged or of another version is begun anew. One process at a time has it.
/// </summary>
internal sealed class ContentTable : IDisposable
{
    private const string Select = "SELECT path, length, version, tree, sha, proof FROM file ";

    private const int Version = 1;
    private const int ProofOctets = 8;

    private const string Schema = """
        CREATE TABLE file(path TEXT NOT NULL PRIMARY KEY, length INTEGER NOT NULL, version INTEGER NOT NULL, tree BLOB NOT NULL, sha BLOB NOT NULL, proof BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX file_by_tree ON file(tree);
        CREATE INDEX file_by_sha ON file(sha);
        PRAGMA user_version = 1;
        """;

    private readonly object _gate = new();
    private readonly string _path;
    private SqliteConnection? _connection;
    private int _rebuilt;
    private long _count;

    private ContentTable(string path) => _path = path;

    /// <summary>How many files it knows.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Opens a table, which is made where it is not there.</summary>
    /// <returns>Null where it cannot be had: another process has it, or nothing can be written there.</returns>
    public static ContentTable? Open(string path)
    {
        ContentTable table = new(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            table.Connect();
            return table;
        }
        catch (SqliteException failure) when (!IsTaken(failure))
        {
            return table.TryAnew() ? table : null;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            table.Dispose();
            return null;
        }
    }

    /// <summary>Tells what is known of the file at a path; null where that is nothing.</summary>
    public KnownContent? At(string path) => Ask(Select + "WHERE path = $path", ("$path", path)) is [{ } known] ? known : null;

    /// <summary>Tells which files had a content, in the order of their paths.</summary>
    /// <param name="kind">One of <see cref="ContentKind"/>.</param>
    /// <param name="digest">What it has.</param>
    /// <param name="index">How many are passed over; one is told.</param>
    public KnownContent? With(int kind, byte[] digest, int index) =>
        Ask($"{Select}WHERE {(kind == ContentKind.Tree ? "tree" : "sha")} = $digest ORDER BY path LIMIT 1 OFFSET $index", ("$digest", digest), ("$index", index)) is [{ } known] ? known : null;

    /// <summary>The paths behind another, in their order, so many at a time.</summary>
    public List<string> Behind(string path, int count) =>
        Ask(Select + "WHERE path > $path ORDER BY path LIMIT $count", ("$path", path), ("$count", count)).ConvertAll(static known => known.Path);

    /// <summary>Notes what a file contains. Beyond so many files no further ones are noted.</summary>
    public void Put(KnownContent known)
    {
        bool isNew = At(known.Path) is null;
        if (isNew && Count >= DesktopLimits.IndexedFiles)
        {
            return;
        }

        Change(
            isNew ? 1 : 0,
            "INSERT INTO file(path, length, version, tree, sha, proof) VALUES($path, $length, $version, $tree, $sha, $proof) ON CONFLICT(path) DO UPDATE SET length = $length, version = $version, tree = $tree, sha = $sha, proof = $proof",
            ("$path", known.Path),
            ("$length", known.Length),
            ("$version", known.Version),
            ("$tree", known.Tree),
            ("$sha", known.Sha256),
            ("$proof", Proof(known)));
    }

    /// <summary>Forgets a file.</summary>
    public void Remove(string path) => Change(-1, "DELETE FROM file WHERE path = $path", ("$path", path));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    private List<KnownContent> Ask(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        List<KnownContent> found = [];
        lock (_gate)
        {
            try
            {
                using SqliteCommand? command = Command(text, values);
                using SqliteDataReader? row = command?.ExecuteReader();
                while (row is not null && row.Read())
                {
                    KnownContent known = new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), (byte[])row[3], (byte[])row[4]);

                    // SQLite sees when its own structure is damaged, not when a value is.
                    if (row[5] is byte[] proof && proof.AsSpan().SequenceEqual(Proof(known)))
                    {
                        found.Add(known);
                    }
                }
            }
            catch (Exception failure) when (failure is SqliteException or InvalidCastException)
            {
                TryAnew();
                found.Clear();
            }
        }

        return found;
    }

    private void Change(int more, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        lock (_gate)
        {
            try
            {
                using SqliteCommand? command = Command(text, values);
                _count += command?.ExecuteNonQuery() > 0 ? more : 0;
            }
            catch (SqliteException)
            {
                TryAnew();
            }
        }
    }

    private SqliteCommand? Command(string text, ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand? command = _connection?.CreateCommand();
        if (command is null)
        {
            return null;
        }

        command.CommandText = text;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void Connect()
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        Run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT;");
        long version = Number("PRAGMA user_version");
        if (version == 0 && Number("SELECT count(*) FROM sqlite_master") == 0)
        {
            Run(Schema);
        }
        else if (version != Version || Text("PRAGMA quick_check(1)") != "ok")
        {
            throw new SqliteException("of another version, or damaged", 11);
        }

        _count = Number("SELECT count(*) FROM file");
    }

    private bool TryAnew()
    {
        _connection?.Dispose();
        _connection = null;
        if (_rebuilt >= DesktopLimits.IndexRebuilds)
        {
            return false;
        }

        _rebuilt++;
        try
        {
            foreach (string ending in (string[])["", "-wal", "-shm", "-journal"])
            {
                File.Delete(_path + ending);
            }

            Connect();
            return true;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            _connection = null;
            return false;
        }
    }

    private void Run(string text)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private long Number(string text)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = text;
        return (long)command.ExecuteScalar()!;
    }

    private string Text(string text)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = text;
        return (string)command.ExecuteScalar()!;
    }

    private static byte[] Proof(KnownContent known)
    {
        Span<byte> numbers = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, known.Length);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], known.Version);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(known.Path));
        hash.AppendData(numbers);
        hash.AppendData(known.Tree);
        hash.AppendData(known.Sha256);
        return hash.GetHashAndReset()[..ProofOctets];
    }

    // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: the file may be good.
    private static bool IsTaken(SqliteException failure) => failure.SqliteErrorCode is 5 or 6 or 14 or 8 or 3;
}
