"""What anybody would write first: requests, feedparser and sqlite3 in twenty threads.

    python -m benchmarks.plain_loop ADDRESSES DATABASE    # addresses: a file, one URL a line

Two passes over the addresses, the second with the validators of the first; one JSON line a pass,
measured without the start of the program.
"""

import argparse
import hashlib
import json
import resource
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import feedparser
import requests

THREADS = 20
SCHEMA = """
pragma journal_mode=wal;
pragma synchronous=normal;
create table if not exists feed(url text primary key, etag text, modified text, hash text,
  title text, at real);
create table if not exists entry(feed text, id text, title text, link text, published text,
  summary text, content text, primary key(feed, id)) without rowid;
"""
UPSERT = (
    "insert into feed values(?,?,?,?,?,?) on conflict(url) do update set etag=excluded.etag, "
    "modified=excluded.modified, hash=excluded.hash, at=excluded.at"
)


class Loop:
    """One database and its threads."""

    def __init__(self, database: Path) -> None:
        self.database = sqlite3.connect(database, check_same_thread=False)
        self.database.executescript(SCHEMA)
        self.lock = threading.Lock()
        self.local = threading.local()

    def one_pass(self, urls: list[str]) -> int:
        """Poll every address once; how many entries are new."""
        rows = self.database.execute("select url, etag, modified from feed")
        known = {url: (etag, modified) for url, etag, modified in rows}
        with ThreadPoolExecutor(THREADS) as pool:
            return sum(pool.map(lambda url: self._poll(url, *known.get(url, (None, None))), urls))

    def _poll(self, url: str, etag: str | None, modified: str | None) -> int:
        session = getattr(self.local, "session", None)
        if session is None:
            session = self.local.session = requests.Session()
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        answer = session.get(
            url, headers={name: value for name, value in headers.items() if value}, timeout=20
        )
        if answer.status_code == 304:
            with self.lock, self.database:
                self.database.execute("update feed set at=? where url=?", (time.time(), url))
            return 0
        feed = feedparser.parse(answer.content, response_headers={"content-type": "text/xml"})
        entries = [_entry(url, entry) for entry in feed.entries]
        body = hashlib.sha256(answer.content).hexdigest()
        state = (url, answer.headers.get("ETag"), answer.headers.get("Last-Modified"), body)
        with self.lock, self.database:
            self.database.execute(UPSERT, (*state, feed.feed.get("title"), time.time()))
            stored = self.database.executemany(
                "insert or ignore into entry values(?,?,?,?,?,?,?)", entries
            )
        return max(0, stored.rowcount)


def _entry(url: str, entry: Any) -> tuple[str | None, ...]:
    content = entry.get("content")
    return (
        url,
        entry.get("id") or entry.get("link"),
        entry.get("title"),
        entry.get("link"),
        entry.get("published") or entry.get("updated"),
        entry.get("summary"),
        content[0].value if content else None,
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("addresses", type=Path)
    parser.add_argument("database", type=Path)
    options = parser.parse_args()
    urls = options.addresses.read_text(encoding="utf-8").split()
    loop = Loop(options.database)
    for name in ("cold", "unchanged"):
        began, before = time.perf_counter(), _cpu()
        new = loop.one_pass(urls)
        row = {"pass": name, "wall_s": time.perf_counter() - began, "cpu_s": _cpu() - before}
        print(json.dumps({**row, "new": new}), flush=True)
    return 0


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
