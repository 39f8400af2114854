"""A PostgreSQL server of the tests' own: made in a temporary folder, stopped at the end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

# Where distributions put the server programs, which are seldom on the PATH.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
ORDINARY_USERS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # nothing here has to survive a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


def programs() -> Path | None:
    """The folder of the newest server's programs; None where PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = [
        folder
        for pattern in FOLDERS
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists()
    ]
    return max(found, key=lambda folder: _version(folder), default=None)


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """A running server; gives the SQLAlchemy URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="marsad-postgres-"))
    data = folder / "data"
    user = _ordinary_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        _run(
            user, binaries / "initdb", "-D", data, "-U", "marsad", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        port = _free_port()
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c port={port} -c unix_socket_directories={folder}"
        log = folder / "log"
        _run(user, binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://marsad@127.0.0.1:{port}/postgres"
        finally:
            _run(user, binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: pwd.struct_passwd | None, program: Path, *arguments: object) -> None:
    """Run a server program, which refuses to be run by root."""
    who: dict[str, Any] = (
        {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    )
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
        **who,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program.name}: {done.stdout}")


def _ordinary_user() -> pwd.struct_passwd | None:
    """Whom to run as, when we are root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in ORDINARY_USERS if name in known)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _version(folder: Path) -> tuple[int, ...]:
    number = folder.parent.name.rpartition("-")[2]
    return tuple(int(part) for part in number.split(".") if part.isdigit())
