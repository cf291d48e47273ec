using System;
using System.Net;
using System.Net.Sockets;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>
/// nanoFramework's Socket, as far as the drivers use it: so many and no more, no Shutdown, no time limit to Connect and Accept.
/// </summary>
internal sealed class BoardSocket
{
    private readonly System.Net.Sockets.Socket _inner;
    private readonly object _gate = new object();
    private bool _isShared;
    private bool _isClosed;
    private bool _resets;
    private int _receiving; // threads that wait for octets

    internal BoardSocket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
    {
        if (!Sockets.Take())
        {
            throw new BoardSocketException(SocketError.TooManyOpenSockets);
        }

        _inner = new System.Net.Sockets.Socket(addressFamily, socketType, protocolType);
    }

    private BoardSocket(System.Net.Sockets.Socket inner)
    {
        _inner = inner;
    }

    internal EndPoint? LocalEndPoint => Get(() => _inner.LocalEndPoint);

    internal EndPoint? RemoteEndPoint => Get(() => _inner.RemoteEndPoint);

    internal int ReceiveTimeout
    {
        get => _inner.ReceiveTimeout;
        set => Get(() => _inner.ReceiveTimeout = value);
    }

    internal int SendTimeout
    {
        get => _inner.SendTimeout;
        set => Get(() => _inner.SendTimeout = value);
    }

    internal void Bind(EndPoint localEP)
    {
        IPEndPoint point = (IPEndPoint)localEP;
        Get<object?>(() =>
        {
            // A PC's socket that is bound to one address hears no group: that of a port that is shared is bound to all, and the board's address says which link it joins.
            bool isOfAll = _isShared || !point.Address.Equals(IPAddress.Any);
            _inner.Bind(new IPEndPoint(isOfAll ? point.Address : Sockets.Bind, point.Port));
            return null;
        });
    }

    /// <summary>
    /// What does not fit into lwIP's backlog is never begun: the client's SYN is dropped and sent again. Linux begins it and
    /// may strand it, so here all wait in the system's own queue instead.
    /// </summary>
    internal void Listen(int backlog)
    {
        Get<object?>(() =>
        {
            _inner.Listen(int.MaxValue);
            return null;
        });
    }

    /// <summary>With no socket left lwIP has taken the connection already; it closes it and says that there are too many.</summary>
    internal BoardSocket Accept()
    {
        System.Net.Sockets.Socket accepted = Get(() => _inner.Accept());
        if (Sockets.Take())
        {
            return new BoardSocket(accepted);
        }

        accepted.Dispose();
        throw new BoardSocketException(SocketError.TooManyOpenSockets);
    }

    internal void Connect(EndPoint remoteEP)
    {
        Get<object?>(() =>
        {
            _inner.Connect(remoteEP);
            return null;
        });
    }

    internal int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        try
        {
            return _inner.Send(buffer, offset, size, socketFlags);
        }
        catch (System.Net.Sockets.SocketException fault)
        {
            throw Translate(fault);
        }
    }

    internal int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        lock (_gate)
        {
            _receiving++;
        }

        try
        {
            return _inner.Receive(buffer, offset, size, socketFlags);
        }
        catch (System.Net.Sockets.SocketException fault)
        {
            throw Translate(fault);
        }
        finally
        {
            bool isLast;
            lock (_gate)
            {
                _receiving--;
                isLast = _isClosed && _receiving == 0;
            }

            if (isLast)
            {
                _inner.Dispose();
            }
        }
    }

    internal int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP)
    {
        return Get(() => _inner.SendTo(buffer, offset, size, socketFlags, remoteEP));
    }

    /// <summary>lwIP gives the front of a datagram that is longer than its room and drops the rest without a word.</summary>
    internal int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP)
    {
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        int got = Get(() =>
        {
            try
            {
                return _inner.ReceiveFrom(buffer, offset, size, socketFlags, ref sender);
            }
            catch (System.Net.Sockets.SocketException fault) when (fault.SocketErrorCode == SocketError.MessageSize)
            {
                return size;
            }
        });
        remoteEP = sender;
        return got;
    }

    internal void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
    {
        Get<object?>(() =>
        {
            if (optionLevel == SocketOptionLevel.Socket && optionName == SocketOptionName.Linger)
            {
                // A number on a board: the seconds to linger, and lingering is on.
                _inner.LingerState = new LingerOption(true, optionValue);
                _resets = optionValue == 0;
            }
            else
            {
                _isShared |= optionName == SocketOptionName.ReuseAddress;
                _inner.SetSocketOption(optionLevel, optionName, optionValue);
            }

            return null;
        });
    }

    /// <summary>An image that cannot join a group says that it knows no such option.</summary>
    internal void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue)
    {
        if (optionName == SocketOptionName.AddMembership && !Sockets.JoinsGroups)
        {
            throw new BoardSocketException(SocketError.ProtocolOption);
        }

        Get<object?>(() =>
        {
            _inner.SetSocketOption(optionLevel, optionName, optionValue);
            return null;
        });
    }

    internal bool Poll(int microSeconds, SelectMode mode)
    {
        return Get(() => _inner.Poll(microSeconds, mode));
    }

    /// <summary>lwIP sends what it was given before, and then the end, whoever waits for octets. .NET resets a connection that another thread waits for: it is woken here, and then disposes.</summary>
    internal void Close()
    {
        bool isWaitedFor;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            isWaitedFor = _receiving > 0 && !_resets;
        }

        if (!isWaitedFor || !Wakes())
        {
            _inner.Dispose();
        }

        Sockets.GiveBack();
    }

    private bool Wakes()
    {
        try
        {
            _inner.Shutdown(SocketShutdown.Both);
            return true;
        }
        catch (Exception fault) when (fault is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            return false; // it is no connection any more
        }
    }

    private static BoardSocketException Translate(System.Net.Sockets.SocketException fault)
    {
        return new BoardSocketException(fault.SocketErrorCode == SocketError.WouldBlock ? SocketError.TimedOut : fault.SocketErrorCode);
    }

    private static T Get<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (System.Net.Sockets.SocketException fault)
        {
            throw Translate(fault);
        }
    }
}
