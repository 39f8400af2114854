"""What alerts.yaml and limits may say."""

from datetime import time, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from marsad.model import Severity
from marsad.settings.alerting import (
    AlertSettings,
    ChannelSettings,
    ConsoleChannel,
    EmailChannel,
    Limits,
    Rule,
    SlackChannel,
    WebhookChannel,
)
from marsad.settings.secrets import Secret

MAIL = {
    "kind": "email",
    "host": "127.0.0.1",
    "port": "25",
    "tls": "none",
    "from": "marsad@example.org",
    "to": ["desk@example.org"],
    "user": "env:SMTP_USER",
    "password": "env:SMTP_PASSWORD",
}
RULE = {"tell": "desk", "about": ["attack"]}
_channel: TypeAdapter[ChannelSettings] = TypeAdapter(ChannelSettings)


def channel(written):
    return _channel.validate_python(written)


def without(written, *names):
    return {key: value for key, value in written.items() if key not in names}


def test_everything_that_can_be_written():
    settings = AlertSettings.model_validate(
        {
            "channels": {
                "ops-mail": MAIL,
                "ops-slack": {"kind": "slack", "webhook": "env:SLACK_WEBHOOK"},
                "bot": {"kind": "slack", "token": "env:SLACK_TOKEN", "channel": "C0123"},
                "siem": {"kind": "webhook", "url": "https://x.example/h", "secret": "env:S"},
                "phone": {"kind": "apprise", "url": "env:APPRISE_URL"},
                "box": {"kind": "maildir", "path": "./outbox"},
            },
            "recipients": {
                "desk": {
                    "channels": ["ops-mail", "console"],
                    "language": "en",
                    "zone": "Asia/Baghdad",
                    "quiet": {"from": "23:00", "to": "06:00", "except": "critical"},
                }
            },
            "rules": [
                {
                    "tell": "desk",
                    "about": ["attack", "statement"],
                    "severity": "medium",
                    "places": ["IQ", "harir"],
                    "actors": [],
                    "at": "once",
                },
                {
                    "tell": "desk",
                    "about": ["story"],
                    "terms": ["oil-export"],
                    "at": "digest 08:00",
                },
            ],
        }
    )
    mail = settings.channel("ops-mail")
    assert isinstance(mail, EmailChannel)
    assert (mail.port, mail.sender, mail.user) == (
        25,
        "marsad@example.org",
        Secret("env:SMTP_USER"),
    )
    assert settings.channel("console") == ConsoleChannel()
    quiet = settings.recipients["desk"].quiet
    assert quiet is not None
    assert (quiet.start, quiet.end, quiet.unless) == (time(23), time(6), Severity.CRITICAL)
    assert [rule.at.digest for rule in settings.rules] == [None, time(8)]


def test_nothing_written_is_allowed():
    settings = AlertSettings.model_validate({})
    assert (settings.channels, settings.recipients, settings.rules) == ({}, {}, ())


def test_short_forms():
    rule = Rule.model_validate({"tell": "desk", "about": "attack", "places": "IQ"})
    assert (rule.tell, rule.about, rule.places) == (("desk",), ("attack",), ("IQ",))
    assert rule.severity is Severity.LOW
    assert rule.at.digest is None


def test_a_user_may_be_written_plainly():
    mail = channel(MAIL | {"user": "marsad"})
    assert isinstance(mail, EmailChannel)
    assert mail.user == "marsad"


def test_secrets_are_not_shown():
    slack = channel({"kind": "slack", "webhook": "env:SLACK_WEBHOOK"})
    assert isinstance(slack, SlackChannel)
    assert slack.webhook == Secret("env:SLACK_WEBHOOK")


def test_an_address_may_be_a_secret():
    hook = channel({"kind": "webhook", "url": "file:/run/secrets/hook"})
    assert isinstance(hook, WebhookChannel)
    assert hook.url == Secret("file:/run/secrets/hook")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param({"kind": "fax"}, "expected kind: console, email", id="kind"),
        pytest.param({}, "expected kind: console, email", id="no kind"),
        pytest.param(MAIL | {"hots": "x"}, "Extra inputs", id="typo"),
        pytest.param(MAIL | {"port": "70000"}, "65535", id="port"),
        pytest.param(MAIL | {"tls": "maybe"}, "'none', 'starttls' or 'tls'", id="tls"),
        pytest.param(MAIL | {"from": "desk"}, "one e-mail address", id="no address"),
        pytest.param(MAIL | {"to": ["a@b.example\r\nBcc: c"]}, "one e-mail address", id="lines"),
        pytest.param(MAIL | {"to": ["a@beispiel.\u00f6"]}, "one e-mail address", id="no ASCII"),
        pytest.param(MAIL | {"to": []}, "at least 1", id="nobody"),
        pytest.param(MAIL | {"password": "1234"}, "expected env:NAME", id="password in the file"),
        pytest.param(without(MAIL, "password"), "user and password together", id="half a login"),
        pytest.param({"kind": "slack"}, "either webhook or token", id="no way in"),
        pytest.param(
            {"kind": "slack", "webhook": "env:A", "token": "env:B", "channel": "C"},
            "either webhook or token",
            id="two ways in",
        ),
        pytest.param({"kind": "slack", "token": "env:B"}, "channel beside token", id="no channel"),
        pytest.param(
            {"kind": "slack", "webhook": "https://hooks.example/x"}, "env:NAME", id="in the open"
        ),
        pytest.param({"kind": "webhook", "url": "ftp://x"}, "expected an", id="scheme"),
        pytest.param({"kind": "apprise", "url": "json://x"}, "env:NAME", id="service in the open"),
    ],
)
def test_channels_that_are_wrong(written, says):
    with pytest.raises(ValidationError, match=says):
        channel(written)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param({"rules": [RULE]}, "there is no recipient 'desk'", id="unknown recipient"),
        pytest.param(
            {"recipients": {"desk": {"channels": ["fax"]}}}, "no channel 'fax'", id="channel"
        ),
        pytest.param({"recipients": {"desk": {"zone": "Baghdad"}}}, "time zone such as", id="zone"),
        pytest.param(
            {"recipients": {"desk": {"zone": "../etc/passwd"}}}, "time zone such as", id="path"
        ),
        pytest.param(
            {"recipients": {"desk": {"quiet": {"from": "25:00", "to": "06:00"}}}},
            "time of day",
            id="no such hour",
        ),
        pytest.param(
            {"recipients": {"desk": {"quiet": {"from": "23:00"}}}}, "Field required", id="no end"
        ),
        pytest.param(
            {"recipients": {"desk": {}}, "rules": [RULE | {"at": "daily"}]},
            "once or",
            id="at",
        ),
        pytest.param(
            {"recipients": {"desk": {}}, "rules": [RULE | {"at": "digest 8"}]},
            "time of day",
            id="digest hour",
        ),
        pytest.param(
            {"recipients": {"desk": {}}, "rules": [RULE | {"severity": "huge"}]},
            "'critical', 'high'",
            id="severity",
        ),
        pytest.param(
            {"recipients": {"desk": {}}, "rules": [RULE | {"about": []}]}, "at least 1", id="about"
        ),
    ],
)
def test_settings_that_are_wrong(written, says):
    with pytest.raises(ValidationError, match=says):
        AlertSettings.model_validate(written)


@pytest.mark.parametrize(
    ("written", "most", "incidents", "budget"),
    [
        pytest.param({}, 4, 5, 30, id="as shipped"),
        pytest.param({"per_incident_day": "off"}, None, 5, 30, id="one off"),
        pytest.param({"wave": "off", "budget_hour": "7"}, 4, None, 7, id="two"),
        pytest.param("off", None, None, None, id="all off"),
        pytest.param(False, None, None, None, id="off as YAML reads it"),
    ],
)
def test_limits(written, most, incidents, budget):
    limits = Limits.model_validate(written)
    assert (limits.per_incident_day, limits.budget_hour) == (most, budget)
    assert (limits.wave and limits.wave.incidents) == incidents


def test_a_wave_has_a_length():
    limits = Limits.model_validate({"wave": {"incidents": "3", "within": "20m"}})
    assert limits.wave is not None
    assert limits.wave.within == timedelta(minutes=20)


@pytest.mark.parametrize(
    "written",
    [
        {"per_incident_day": "0"},
        {"budget_hour": "-1"},
        {"wave": {"incidents": "1"}},
        {"wave": {"within": "soon"}},
        {"caps": "1"},
    ],
)
def test_limits_that_are_wrong(written):
    with pytest.raises(ValidationError):
        Limits.model_validate(written)
