"""Servers on this machine that stand in for the services of the world.

Where the machine's own network is switched off (``unshare -n``) there is nothing to connect to, and
all tests that import this are skipped; every other test passes there.
"""

import socket

import pytest


def is_up() -> bool:
    """Tell whether a server on the loopback address can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.settimeout(5)
        try:
            client.connect(server.getsockname())
        except OSError:
            return False
        return True


if not is_up():
    pytest.skip("the loopback interface is down", allow_module_level=True)
