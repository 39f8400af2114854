"""The daemon as a whole: failing receivers, stops, kills, reloads."""

import signal
from pathlib import Path

import yaml

from demo.desk import until
from demo.morning import free_port
from demo.sinks import MailSink
from tests.integration.scenes import oil_story, small_world, told

DELIVERY_SECONDS = 90.0
RETRY_SECONDS = 120.0


async def test_mail_waits_for_a_server_that_is_down(tmp_path: Path) -> None:
    stories = [oil_story(0, at=0.0)]
    async with small_world(tmp_path, *stories) as play:
        port = free_port()
        _change(tmp_path / "config" / "alerts.yaml", "channels", "mail", port=port)
        async with play.daemon:
            await until(
                lambda: len(play.slack.arrived) == 1, seconds=DELIVERY_SECONDS, what="Slack told"
            )
            await until(
                lambda: any("channel=mail" in line for line in play.daemon.logged),
                seconds=DELIVERY_SECONDS,
                what="a line that names the channel",
            )
            async with MailSink(tmp_path / "late", port=port) as late:
                await until(lambda: bool(late.arrived), seconds=RETRY_SECONDS, what="mail arrived")
                assert await play.daemon.stop() == 0
                assert len(late.arrived) == 1
    assert len(play.slack.arrived) == 1


async def test_sigterm_ends_it_although_a_site_hangs(tmp_path: Path) -> None:
    async with small_world(tmp_path, bad=True) as play, play.daemon:
        await until(
            lambda: "hangs" in play.world.asked("/feed.xml"), seconds=40.0, what="hanging poll"
        )
        play.daemon.send(signal.SIGTERM)
        assert await play.daemon.ended(10.0) == 0


async def test_kill_and_restart_lose_nothing_and_tell_nothing_twice(tmp_path: Path) -> None:
    stories = [oil_story(number, at=at) for number, at in enumerate((0.0, 2.0, 4.0, 6.0))]
    async with small_world(tmp_path, *stories) as play, play.daemon:
        await until(lambda: bool(play.mail.arrived), seconds=DELIVERY_SECONDS, what="first mail")
        await play.daemon.kill()
        await play.daemon.start()
        await until(
            lambda: play.compared(told(stories)).complete,
            seconds=DELIVERY_SECONDS,
            what="every story told",
        )
        assert await play.daemon.stop() == 0
        comparison = play.compared(told(stories))
    # A send whose receipt the kill swallowed may come again, and then says so.
    once = [row for row in comparison.rows if row.way != "console"]
    assert all(row.count >= 1 for row in once)
    subjects = [message.subject for message in play.mail.arrived]
    assert [subject for subject in subjects if subjects.count(subject) > 1] == []


async def test_a_broken_reload_keeps_the_old_config(tmp_path: Path) -> None:
    stories = [oil_story(0, at=0.0), oil_story(1, at=8.0)]
    async with small_world(tmp_path, *stories) as play, play.daemon:
        await until(lambda: bool(play.mail.arrived), seconds=DELIVERY_SECONDS, what="first mail")
        main = tmp_path / "config" / "marsad.yaml"
        main.write_text(main.read_text() + "\nlimit: off\n")
        play.daemon.send(signal.SIGHUP)
        await until(
            lambda: any("refused" in line and "marsad.yaml" in line for line in play.daemon.logged),
            seconds=15.0,
            what="the reload refused, naming the file",
        )
        await until(
            lambda: len(play.mail.arrived) == 2, seconds=DELIVERY_SECONDS, what="second mail"
        )
        assert await play.daemon.stop() == 0


async def test_a_good_reload_takes_the_new_config(tmp_path: Path) -> None:
    stories = [oil_story(0, at=0.0), oil_story(1, at=12.0)]
    async with small_world(tmp_path, *stories) as play, play.daemon:
        await until(lambda: bool(play.mail.arrived), seconds=DELIVERY_SECONDS, what="first mail")
        alerts = tmp_path / "config" / "alerts.yaml"
        _change(alerts, "recipients", "desk", channels=["slack"])
        play.daemon.send(signal.SIGHUP)
        await until(
            lambda: len(play.slack.arrived) == 2, seconds=DELIVERY_SECONDS, what="second message"
        )
        assert await play.daemon.stop() == 0
    assert len(play.mail.arrived) == 1


def _change(path: Path, *keys: str, **values: object) -> None:
    """Set values in a YAML file, below the given keys."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    place = content
    for key in keys:
        place = place[key]
    place.update(values)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
