"""The socket that a server listens on. Imports little, as it comes before all else."""

import errno
import socket

from tools.errors import CannotStart

BACKLOG = 2048  # connections that may wait to be accepted


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; who connects waits until it is served. Raises CannotStart."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotStart(_no_place(host, port, error)) from error


def _no_place(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is taken, perhaps by a notionforge that already runs: "
            "stop what uses it, or set PORT"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is not for this user: set PORT to 1024 or more"
    return f"HOST={host} is no address of this machine: set HOST (127.0.0.1 is the usual one)"
