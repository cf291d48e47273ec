using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <content>Its opened files.</content>
public sealed partial class PlainStore
{
    private sealed class Content : BlockSource
    {
        private readonly byte[] _octets;

        public Content(byte[] octets)
        {
            _octets = octets;
        }

        public override long Length => _octets.Length;

        public override int ReadAt(long position, byte[] buffer, int offset, int count)
        {
            int part = (int)Math.Max(0, Math.Min(count, _octets.Length - position));
            Array.Copy(_octets, position, buffer, offset, part);
            return part;
        }

        public override void Close()
        {
        }
    }

    private sealed class Writer : FileWriter
    {
        private readonly PlainStore _store;
        private readonly Document _document;
        private readonly MemoryStream _written = new MemoryStream();

        public Writer(PlainStore store, Document document)
        {
            _store = store;
            _document = document;
            _written.Write(document.Content);
        }

        public override int Status => _store.IsAbsent ? StoreStatus.Absent : StoreStatus.Ok;

        public override bool Write(byte[] buffer, int offset, int count)
        {
            if (_store.IsAbsent)
            {
                return false;
            }

            _written.Write(buffer, offset, count);
            return true;
        }

        public override bool WriteAt(long position, byte[] buffer, int offset, int count)
        {
            lock (_written)
            {
                _written.Position = position;
                return Write(buffer, offset, count);
            }
        }

        public override bool Rewind(long length)
        {
            _written.SetLength(length);
            return true;
        }

        public override int Close(bool durable)
        {
            lock (_store._gate)
            {
                _document.Content = _written.ToArray();
                _document.Modified = _store._clock.UnixSeconds;
                _document.Version = ++_store._version;
                return Status;
            }
        }
    }
}
