namespace PeerDevice.Services.Files;
internal static class PathFold { public static bool AreSame(string a, string b) { return a.ToLower() == b.ToLower(); } }
