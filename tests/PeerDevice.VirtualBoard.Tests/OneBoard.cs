// A process is one board: one card, one set of sockets.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
