"""What one server process carries: `python -m benchmarks.load --json out.json` (`--idle 10000`, `--quick`).

The server is the real one with its store on this machine's disk (`--disk DIR`), the bot a constant. Beside it, in the
same run, stands an echo server of the `websockets` library: ratios to it hold on busy machines, times don't, and of
ratios those of CPU seconds hold best. Parts, each a module of this folder:

idle        N visitors who say nothing: memory a socket, heartbeats, and the ack of one who talks, with them and without
messages    acknowledged (synced) messages a second, latency and CPU for 1, 8, 64, 256 visitors who wait for each ack,
            with group commit and with one commit each, against echoes, and against SQLite alone
slow        200 clients who ask and never read, with the limits of production and with none: memory, who is let go, and
            the ack of others
stored      append, resume, queue and open turns with few and with many stored events
capacity    over its limits the server refuses: sockets with 1013, messages with `overloaded`, HTTP with `Retry-After`

Clients and servers share the machine's cores. Nothing is downloaded.
"""
