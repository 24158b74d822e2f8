"""Free ports for the parts that people open in a browser."""

from __future__ import annotations

import socket

from config.errors import SettingsError
from config.settings import Settings


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def with_free_ports(settings: Settings) -> Settings:
    """The settings with each port 0 replaced by a free one. Raises SettingsError where a named port is taken."""
    chosen = {}
    for name, host in (("web_port", settings.web_host), ("flower_port", settings.flower_host)):
        port = getattr(settings, name)
        chosen[name] = port or free_port()
        if port and not _is_free(host, port):
            raise SettingsError(f"port {port} is taken: set LGO_{name.upper()} to another, or to 0 for a free one")
    return settings.model_copy(update=chosen)


def _is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True
