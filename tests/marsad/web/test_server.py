"""The page and the health checks, over real HTTP and in a real browser."""

import asyncio
import shutil
import socket
import subprocess
from dataclasses import replace

import aiohttp
import pytest

from marsad.app.status import Status
from marsad.app.store import Store
from marsad.errors import CannotDo
from marsad.model import IncidentChange, Reason, StoryId
from marsad.settings.main import WebSettings
from marsad.web.server import Server
from tests.builders import PUBLISHED, an_incident
from tests.marsad.app.outage import Outage

HOSTILE = 'Rockets on <script>alert("x")</script> عين الأسد – 3 Mar 2021'


def a_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
async def page(memory_archive):
    """The address of a running server, without a working engine."""
    store = Store(memory_archive)
    port = a_free_port()
    server = Server(WebSettings(listen=f"127.0.0.1:{port}"), store, Status(started=PUBLISHED))
    await server.start()
    yield f"http://127.0.0.1:{port}"
    await server.stop()
    store.close()


def keep(archive, **changes):
    change = IncidentChange(
        incident=replace(an_incident(), **changes),
        reasons=(Reason.FIRST_REPORT,),
        opened=True,
        evidence="Ten rockets hit.",
    )
    with archive.writing() as work:
        work.incidents.save(change, PUBLISHED, StoryId("story-1"))


async def got(url):
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_it_lives_but_is_not_ready_without_an_engine(page):
    assert (await got(f"{page}/health/live"))[:2] == (200, "alive\n")
    status, text, _ = await got(f"{page}/health/ready")
    assert status == 503
    assert "starting or stopping" in text


async def test_an_archive_that_is_away_is_told_without_a_traceback(memory_archive):
    store = Store(Outage(memory_archive, looks=9))
    port = a_free_port()
    server = Server(WebSettings(listen=f"127.0.0.1:{port}"), store, Status(started=PUBLISHED))
    await server.start()
    status, text, _ = await got(f"http://127.0.0.1:{port}/")
    await server.stop()
    store.close()
    assert status == 503
    assert "the disk is full" in text


async def test_metrics_are_prometheus_text(page):
    status, text, headers = await got(f"{page}/metrics")
    assert status == 200
    assert "marsad_stories_total" in text
    assert headers["content-type"].startswith("text/plain")


async def test_an_empty_archive_says_so(page):
    assert "Nothing to report yet" in (await got(page))[1]


async def test_strangers_words_are_shown_as_text(page, memory_archive):
    keep(memory_archive, title=HOSTILE)
    _, text, headers = await got(page)
    assert "<script>" not in text
    assert "عين الأسد" in text
    assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_a_port_in_use_is_one_clear_error(memory_archive):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        web = WebSettings(listen=f"127.0.0.1:{taken.getsockname()[1]}")
        store = Store(memory_archive)
        with pytest.raises(CannotDo, match=r"web\.listen: cannot listen on 127\.0\.0\.1"):
            await Server(web, store, Status(started=PUBLISHED)).start()
        store.close()


async def test_a_browser_shows_the_incidents(page, memory_archive, tmp_path):
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("Chromium is not installed")
    keep(memory_archive, title=HOSTILE)
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path}",
        "--dump-dom",
        page,
    ]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    shown, _ = await asyncio.wait_for(process.communicate(), 60)
    dom = shown.decode()
    assert 'alert("x")&lt;/script&gt; عين الأسد' in dom
    assert 'class="high"' in dom or 'class="critical"' in dom
