"""A web server for a corpus of feeds: nginx where it is installed, else a small one of our own.

python -m benchmarks.serving FOLDER PORT      # our own, as a program
"""

import argparse
import asyncio
import contextlib
import hashlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.meter import variables

HOSTS = 32  # the corpus is spread over 127.0.1.1 to 127.0.1.32
START_SECONDS = 10.0

NGINX = """daemon off; worker_processes 1; pid {temporary}/pid;
error_log {temporary}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
  open_file_cache max=8000;
  client_body_temp_path {temporary}/a; proxy_temp_path {temporary}/b;
  fastcgi_temp_path {temporary}/c; uwsgi_temp_path {temporary}/d; scgi_temp_path {temporary}/e;
  types {{ application/rss+xml xml; text/html html; }}
  server {{ {listen} root {folder}; location / {{ etag on; if_modified_since exact; }} }}
}}
"""


def hosts() -> tuple[str, ...]:
    """The addresses that a corpus is served on."""
    return tuple(f"127.0.1.{number}" for number in range(1, HOSTS + 1))


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a corpus on all hosts; gives the port."""
    port = _free_port()
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    with tempfile.TemporaryDirectory() as temporary:
        if nginx:
            Path(temporary).chmod(0o755)
            command = _nginx(nginx, Path(temporary), folder, port)
        else:
            command = [sys.executable, "-m", "benchmarks.serving", str(folder), str(port)]
        process = subprocess.Popen(command, env=variables())
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _nginx(program: str, temporary: Path, folder: Path, port: int) -> list[str]:
    listen = " ".join(f"listen {host}:{port} backlog=4096;" for host in hosts())
    file = temporary / "nginx.conf"
    file.write_text(NGINX.format(temporary=temporary, folder=folder.resolve(), listen=listen))
    return [program, "-e", str(temporary / "error.log"), "-c", str(file), "-p", str(temporary)]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((hosts()[-1], port), 1):
            return
        time.sleep(0.05)
    raise SystemExit("the feed server did not start")


class _Files(asyncio.Protocol):
    """Answers GET from memory, 304 to somebody who has the file."""

    def __init__(self, files: dict[str, tuple[bytes, str]]) -> None:
        self._files = files
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            self._transport.write(self._answer(head.decode("latin-1").split("\r\n")))

    def _answer(self, lines: list[str]) -> bytes:
        path = lines[0].split(" ")[1].lstrip("/")
        asked = dict(line.split(":", 1) for line in lines[1:] if ":" in line)
        has = {name.strip().lower(): value.strip() for name, value in asked.items()}
        body, etag = self._files.get(path, (b"", ""))
        if not etag:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if has.get("if-none-match") == etag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _files(folder: Path) -> dict[str, tuple[bytes, str]]:
    files = {}
    for path in folder.rglob("*.*ml"):
        body = path.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        files[path.relative_to(folder).as_posix()] = (body, etag)
    return files


async def _serve(files: dict[str, tuple[bytes, str]], port: int) -> None:
    loop = asyncio.get_running_loop()
    for host in hosts():
        await loop.create_server(lambda: _Files(files), host, port, backlog=4096)
    await asyncio.Event().wait()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    asyncio.run(_serve(_files(options.folder), options.port))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
