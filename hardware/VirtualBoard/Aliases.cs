// In this project, and only here, these names mean the board's, in the image's own files too: a name that an alias gives
// goes before one that a using directive brings (C# 10 standard, §7.8.1).
global using Console = PeerDevice.VirtualBoard.Manners.BoardConsole;
global using DateTime = PeerDevice.VirtualBoard.Manners.BoardDateTime;
global using Directory = PeerDevice.VirtualBoard.Manners.BoardDirectory;
global using File = PeerDevice.VirtualBoard.Manners.BoardFile;
global using FileInfo = PeerDevice.VirtualBoard.Manners.BoardFileInfo;
global using FileStream = PeerDevice.VirtualBoard.Manners.BoardFileStream;
global using IOException = PeerDevice.VirtualBoard.Manners.BoardIOException;
global using NetworkChange = PeerDevice.VirtualBoard.Manners.BoardNetworkChange;
global using NetworkInterface = PeerDevice.VirtualBoard.Manners.BoardNetworkInterface;
global using Socket = PeerDevice.VirtualBoard.Manners.BoardSocket;
global using SocketException = PeerDevice.VirtualBoard.Manners.BoardSocketException;
