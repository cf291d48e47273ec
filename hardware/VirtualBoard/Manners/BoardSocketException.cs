using System.Net.Sockets;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's SocketException: its number is the Windows one on every board.</summary>
internal sealed class BoardSocketException : System.Exception
{
    internal BoardSocketException(SocketError code)
        : base(code.ToString())
    {
        ErrorCode = (int)code;
    }

    internal int ErrorCode { get; }
}
