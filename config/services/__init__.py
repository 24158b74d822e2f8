"""PostgreSQL, a broker and OpenSearch on a machine that has Python alone; used where no URL setting names another."""

from config.services.control import Endpoints, ServiceStatus, find, running, start_background, status, stop
from config.services.progress import LineProgress, Progress, RichProgress, SilentProgress, terminal_progress

__all__ = [
    "Endpoints",
    "LineProgress",
    "Progress",
    "RichProgress",
    "ServiceStatus",
    "SilentProgress",
    "find",
    "running",
    "start_background",
    "status",
    "stop",
    "terminal_progress",
]
