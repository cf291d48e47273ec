// What the shared tests in Core.Tests/OnBoard carry on nanoFramework; PeerDevice.Core.NetTests/OnBoard.cs is its counterpart.
global using nanoFramework.TestFramework;
