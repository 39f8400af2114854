"""Alerts through apprise, which is not always there."""

import sys
import types

import pytest

from alerts.channels import CHANNELS, ChannelTools
from marsad.door import Door
from marsad.errors import DeliveryDelayed, DeliveryRefused
from marsad.settings.alerting import AppriseChannel
from tests.alerts.builders import a_message


class Notifier:
    """Stands for apprise's own class."""

    sent: list[tuple[str, str]]
    answer = True
    understands = True

    def __init__(self):
        type(self).sent = []

    def add(self, url):
        return self.understands and url == "json://127.0.0.1"

    async def async_notify(self, *, title, body):
        self.sent.append((title, body))
        return self.answer


@pytest.fixture
def package(monkeypatch):
    module = types.ModuleType("apprise")
    module.Apprise = type("Apprise", (Notifier,), {})
    monkeypatch.setitem(sys.modules, "apprise", module)
    return module.Apprise


def phone(tmp_path):
    (tmp_path / "url").write_text("json://127.0.0.1\n")
    settings = AppriseChannel.model_validate({"kind": "apprise", "url": f"file:{tmp_path}/url"})
    return CHANNELS["apprise"](settings, ChannelTools(door=Door()))


async def test_title_and_text_are_handed_over(tmp_path, package):
    assert await phone(tmp_path).send(a_message(subject="a\r\nb")) is None
    [(title, body)] = package.sent
    assert title == "a b"
    assert body.endswith("First Outlet (first.example): https://first.example/story-1")


async def test_a_service_that_fails_may_work_later(tmp_path, package):
    package.answer = False
    with pytest.raises(DeliveryDelayed):
        await phone(tmp_path).send(a_message())


async def test_an_address_that_apprise_does_not_know_is_refused(tmp_path, package):
    package.understands = False
    with pytest.raises(DeliveryRefused, match="does not understand") as caught:
        await phone(tmp_path).send(a_message())
    assert "127.0.0.1" not in str(caught.value)


async def test_without_the_package_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DeliveryRefused, match="pip install apprise"):
        await phone(tmp_path).send(a_message())
