using System.Runtime.CompilerServices;

// On a board the engine is several assemblies; those that stand on this one may use what is internal to the engine.
[assembly: InternalsVisibleTo("PeerDevice.Core.Office")]
[assembly: InternalsVisibleTo("PeerDevice.Board")]
[assembly: InternalsVisibleTo("PeerDevice.Core.Neighbours")]
[assembly: InternalsVisibleTo("PeerDevice.Extras")]
