"""The socket that a server listens on. Imports little, as it comes before all else."""

import contextlib
import errno
import socket

from tools.errors import CannotStart

BACKLOG = 2048  # connections that may wait to be accepted
FILES = 256  # that the process needs beside its connections


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; who connects waits until it is served. Raises CannotStart."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        sock = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotStart(_no_place(host, port, error)) from error
    # Whoever is accepted gets it too: asyncio's own loop sees to it for other sockets only, and a
    # frame behind a frame would wait until the first is acknowledged, for some 40 ms.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def make_room(connections: int) -> None:
    """Lets the process hold so many connections at once, as far as the system lets it: most systems
    begin with 1,024 files, and beyond these nobody gets in any more."""
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        kind, wanted = resource.RLIMIT_NOFILE, connections + FILES
        now, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        if resource.RLIM_INFINITY != now < wanted:
            resource.setrlimit(kind, (wanted, most))


def _no_place(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is taken, perhaps by a notionforge that already runs: "
            "stop what uses it, or set PORT"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is not for this user: set PORT to 1024 or more"
    return f"HOST={host} is no address of this machine: set HOST (127.0.0.1 is the usual one)"
