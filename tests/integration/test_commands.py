"""Whole programs: one pass over a world, and configs that are wrong."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from benchmarks.meter import MARSAD, variables
from demo.desk import Daemon
from demo.morning import Play
from tests.integration.scenes import oil_story, small_world

ONCE_SECONDS = 120.0


async def _once(play: Play, tmp_path: Path) -> dict[str, dict[str, int]]:
    webhook = {"DEMO_SLACK_WEBHOOK": play.slack.url}
    once = Daemon(tmp_path / "config", variables=webhook, command=("run", "--once", "--json"))
    await once.start()
    code = await once.ended(ONCE_SECONDS)
    assert code == 0, once.logged
    told: dict[str, dict[str, int]] = json.loads(once.printed[-1])
    return told


async def test_a_second_pass_finds_nothing_changed(tmp_path: Path) -> None:
    async with small_world(tmp_path, oil_story(0, at=0.0)) as play:
        first = await _once(play, tmp_path)
        second = await _once(play, tmp_path)
    assert first["sources"] == {"polled": 1, "unchanged": 0, "failed": 0}
    assert first["stories"]["new"] == 1
    assert first["deliveries"]["sent"] == 3
    assert second["sources"] == {"polled": 1, "unchanged": 1, "failed": 0}
    assert second["stories"]["new"] == 0
    assert second["deliveries"]["sent"] == 0
    assert len(play.mail.arrived) == len(play.slack.arrived) == 1


async def test_the_fates_of_a_pass_add_up(tmp_path: Path) -> None:
    stories = [oil_story(number, at=0.0) for number in range(3)]
    async with small_world(tmp_path, *stories) as play:
        told = await _once(play, tmp_path)
    assert sum(told["dispositions"].values()) == told["stories"]["new"] == 3


async def test_a_loopback_address_is_refused_unless_listed(tmp_path: Path) -> None:
    async with small_world(tmp_path, oil_story(0, at=0.0)) as play:
        path = tmp_path / "config" / "marsad.yaml"
        path.write_text(path.read_text().replace("127.0.0.0/8", "192.0.2.0/24"))
        webhook = {"DEMO_SLACK_WEBHOOK": play.slack.url}
        once = Daemon(path.parent, variables=webhook, command=("run", "--once"))
        await once.start()
        assert await once.ended(ONCE_SECONDS) == 1
        assert play.world.requests == []
        (line,) = [line for line in once.logged if "source=gazette " in line]
        assert play.world.homes["gazette"] in line
        assert "allow_networks" in line


def _run(config: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*MARSAD, "--config", str(config), *words],
        env=variables(**more),
        capture_output=True,
        text=True,
        timeout=ONCE_SECONDS,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param(
            "marsad.yaml",
            "archive: sqlite:///x.db\nlimts: off\n",
            ("marsad.yaml", "2", "limts", "limits"),
            id="unknown key",
        ),
        pytest.param(
            "sources/mine.yaml",
            "- id: a\n  outlet: A\n  kind: rss\n  url: http://x.example/\n  pol: 5m\n",
            ("sources/mine.yaml", "5", "pol"),
            id="unknown key of a source",
        ),
        pytest.param(
            "sources/mine.yaml",
            "- id: a\n  outlet: A\n  kind: rss\n  url: http://x.example/\n  zone: Asia/Bagdad\n",
            ("sources/mine.yaml", "5", "zone"),
            id="a zone that does not exist",
        ),
        pytest.param("alerts.yaml", "rules: [\n", ("alerts.yaml",), id="no YAML"),
    ],
)
def test_a_typo_in_the_config_is_told_with_file_and_line(
    tmp_path: Path, name: str, content: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    done = _run(tmp_path, "check")
    assert done.returncode == 2
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_variable_is_named(tmp_path: Path) -> None:
    (tmp_path / "alerts.yaml").write_text(
        "channels:\n  ops: {kind: slack, webhook: env:NOT_SET_ANYWHERE}\n"
        "recipients: {desk: {channels: [ops]}}\n"
        "rules: [{tell: desk, about: [attack]}]\n"
    )
    (tmp_path / "marsad.yaml").write_text(
        f"archive: sqlite:///{tmp_path / 'x.db'}\nsources: {{shipped: false}}\n"
    )
    assert "NOT_SET_ANYWHERE" not in os.environ
    done = _run(tmp_path, "run", "--once")
    assert done.returncode == 2
    assert "NOT_SET_ANYWHERE" in done.stderr
    assert "Traceback" not in done.stderr
