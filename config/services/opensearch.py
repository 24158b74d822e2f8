"""The embedded OpenSearch: the official distribution, unpacked in a cache, on a packaged Java, one node, loopback."""

from __future__ import annotations

import http
import http.client
import json
import os
import secrets
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.services.distribution import installed
from config.services.java import java_program
from config.services.names import OPENSEARCH
from config.services.service import Launch, Surroundings, clean_command, folder_of, quoted
from config.services.state import LOOPBACK, free_port, remembered, write_private
from config.services.user import hand_over

if TYPE_CHECKING:
    from config.services.user import Account

HEAP = "512m"
PATIENCE_SECONDS = 240.0
# A node that answers but whose old shards stay red is handed over after this long: its indices can be rebuilt.
RED_SECONDS = 60.0
CONFIGURATION = """\
cluster.name: lgo-decisions
node.name: {node}
network.host: {host}
http.port: {port}
transport.port: {transport}
discovery.type: single-node
path.data: {data}
path.logs: {logs}
action.auto_create_index: false
# Absolute values: shares of a large disk would stop writes while many gigabytes are free.
cluster.routing.allocation.disk.watermark.low: 2gb
cluster.routing.allocation.disk.watermark.high: 1gb
cluster.routing.allocation.disk.watermark.flood_stage: 500mb
"""
# To the console alone, which is our log file; the distribution's own writes the same three times.
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""
JVM_OPTIONS = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+UseG1GC",
    "-XX:G1ReservePercent=25",
    "-XX:InitiatingHeapOccupancyPercent=30",
    "-Xss1m",
    # As the distribution's launcher would choose for a heap of this size.
    "-XX:MaxDirectMemorySize=256m",
    "-Dio.netty.allocator.type=unpooled",
    # A crash of the virtual machine goes to our log and does not litter the distribution.
    "-XX:+ErrorFileToStdout",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Djna.nosys=true",
    # The node closes its log itself, last of all; log4j's own way out comes too early and breaks the shutdown.
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.locale.providers=SPI,CLDR",
    "--enable-native-access=ALL-UNNAMED",
    "-javaagent:agent/opensearch-agent.jar",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
    "-Dopensearch.distribution.type=zip",
    "-Dopensearch.bundled_jdk=false",
)


def prepare_opensearch(around: Surroundings) -> Launch:
    """Fetch and unpack what is missing, write the configuration. Raises DownloadError, JavaError and others."""
    java = java_program(around.java_home, around.account, around.progress)
    program, libraries = installed(around)
    folder = folder_of(around, OPENSEARCH)
    port, _ = remembered(around.layout, OPENSEARCH.name)
    node = f"lgo-{secrets.token_hex(4)}"
    _configure(folder, port, node, around.account)
    properties = {
        "java.io.tmpdir": folder / "tmp",
        "opensearch.path.home": program,
        "opensearch.path.conf": folder / "config",
    }
    command = (
        str(java),
        *JVM_OPTIONS,
        *(f"-D{name}={value}" for name, value in properties.items()),
        *("-cp", os.pathsep.join([f"{program}/lib/*", *map(str, libraries)])),
        "org.opensearch.bootstrap.OpenSearch",
    )
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    health = _Health(port, node)
    url = f"http://{LOOPBACK}:{port}"
    return Launch(clean_command(environment, command), program, signal.SIGTERM, port, url, health, PATIENCE_SECONDS)


def _configure(folder: Path, port: int, node: str, account: Account | None) -> None:
    for name in ("config", "data", "logs", "tmp"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    # What a killed node left in its temporary folder is of no use to the next one.
    for left in (folder / "tmp").iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    paths = {name: quoted(folder / name) for name in ("data", "logs")}
    text = CONFIGURATION.format(node=node, host=LOOPBACK, port=port, transport=free_port(), **paths)
    write_private(folder / "config" / "opensearch.yml", text)
    write_private(folder / "config" / "log4j2.properties", LOGGING)
    for path in (*folder.iterdir(), *(folder / "config").iterdir()):
        hand_over(path, account)


class _Health:
    """Asks the node for its health, and says whether it may be handed over."""

    def __init__(self, port: int, node: str) -> None:
        self._port = port
        self._node = node
        self._first_answer: float | None = None

    def __call__(self) -> bool:
        """True once all primary shards are there, or some stay away for long."""
        # The name tells our node from a stranger that was faster to take the port.
        if (self._ask("/") or {}).get("name") != self._node:
            return False
        self._first_answer = self._first_answer or time.monotonic()
        if self._ask("/_cluster/health?wait_for_status=yellow&timeout=1s") is not None:
            return True
        return time.monotonic() - self._first_answer > RED_SECONDS

    def _ask(self, path: str) -> dict[str, Any] | None:
        # Straight to the loopback address: a proxy set for the outside must not be asked.
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=5)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            found = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return found if answer.status == http.HTTPStatus.OK and isinstance(found, dict) else None
