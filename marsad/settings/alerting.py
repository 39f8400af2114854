"""Who is told what, on which way: `config/alerts.yaml`, and `limits` of `config/marsad.yaml`."""

from collections.abc import Mapping
from datetime import time, timedelta
from email.headerregistry import Address
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from marsad.model import Severity
from marsad.settings.durations import Duration
from marsad.settings.scalars import Clock, OrSecret, WebAddress, Zone, clock
from marsad.settings.secrets import Secret

CONSOLE = "console"  # the channel that is there without being written


class _Section(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )


def _address(written: str) -> str:
    try:
        parsed = Address(addr_spec=written)
    except (ValueError, IndexError) as error:
        raise ValueError("expected one e-mail address such as desk@example.org") from error
    if (
        not parsed.username
        or not parsed.domain
        or not (written.isascii() and written.isprintable())
    ):
        raise ValueError("expected one e-mail address such as desk@example.org")
    return written


def _listed(written: object) -> object:
    return [written] if isinstance(written, str) else written


def _off(written: object) -> object:
    return None if written is False or written == "off" else written


MailAddress = Annotated[str, AfterValidator(_address)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


# ---- channels -----------------------------------------------------------------------------------


class ConsoleChannel(_Section):
    """Standard output."""

    kind: Literal["console"] = "console"


class EmailChannel(_Section):
    """An SMTP server that takes our mail; `user` may be written plainly, `password` never."""

    kind: Literal["email"]
    host: str
    port: int = Field(default=25, ge=1, le=65535)
    tls: Literal["none", "starttls", "tls"] = "none"
    sender: MailAddress = Field(alias="from")
    to: Annotated[tuple[MailAddress, ...], BeforeValidator(_listed), Field(min_length=1)]
    user: Annotated[str | Secret | None, OrSecret] = None
    password: Secret | None = None

    @model_validator(mode="after")
    def _login_is_whole(self) -> "EmailChannel":
        if (self.user is None) != (self.password is None):
            raise ValueError("expected user and password together")
        return self


class SlackChannel(_Section):
    """A Slack channel, by incoming webhook or by a bot's token (which can answer in threads)."""

    kind: Literal["slack"]
    webhook: Secret | None = None
    token: Secret | None = None
    channel: str | None = None
    api: WebAddress = "https://slack.com/api"

    @model_validator(mode="after")
    def _one_way_in(self) -> "SlackChannel":
        if (self.webhook is None) == (self.token is None):
            raise ValueError("expected either webhook or token")
        if self.token is not None and not self.channel:
            raise ValueError("expected channel beside token")
        return self


class WebhookChannel(_Section):
    """A program that takes alerts as JSON; bodies are signed when `secret` is given."""

    kind: Literal["webhook"]
    url: Annotated[WebAddress | Secret, OrSecret]
    secret: Secret | None = None


class AppriseChannel(_Section):
    """Any service that the optional package apprise reaches."""

    kind: Literal["apprise"]
    url: Secret


class MaildirChannel(_Section):
    """A folder that gets every message as a mail file."""

    kind: Literal["maildir"]
    path: str
    sender: MailAddress = Field(default="marsad@localhost", alias="from")
    to: Annotated[tuple[MailAddress, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        "desk@localhost",
    )


def _kind(written: Any) -> str | None:
    kind = written.get("kind") if isinstance(written, Mapping) else getattr(written, "kind", None)
    return kind if isinstance(kind, str) else None


ChannelSettings = Annotated[
    Annotated[ConsoleChannel, Tag("console")]
    | Annotated[EmailChannel, Tag("email")]
    | Annotated[SlackChannel, Tag("slack")]
    | Annotated[WebhookChannel, Tag("webhook")]
    | Annotated[AppriseChannel, Tag("apprise")]
    | Annotated[MaildirChannel, Tag("maildir")],
    Discriminator(
        _kind,
        custom_error_type="channel_kind",
        custom_error_message="expected kind: console, email, slack, webhook, apprise or maildir",
    ),
]


# ---- recipients and rules -----------------------------------------------------------------------


class QuietHours(_Section):
    """Hours in which a recipient is told only of what is as bad as `unless`; the rest waits."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    unless: Severity = Field(default=Severity.CRITICAL, alias="except")


class RecipientSettings(_Section):
    """People who are told; times are shown in their zone."""

    channels: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)] = (CONSOLE,)
    language: str = "en"
    zone: Zone = "UTC"
    quiet: Annotated[QuietHours | None, BeforeValidator(_off)] = None


class At(_Section):
    """When a rule tells: at once, or once a day (`digest`, in the recipient's zone)."""

    digest: time | None = None


def _at(written: object) -> object:
    if not isinstance(written, str):
        return written
    if written == "once":
        return At()
    word, _, hours = written.partition(" ")
    if word != "digest":
        raise ValueError('expected once or "digest HH:MM"')
    return At(digest=clock(hours))


Topic = Literal["attack", "statement", "story"]


class Rule(_Section):
    """What somebody wants to be told of; `severity` is a minimum, empty lists mean anything."""

    tell: Annotated[Names, Field(min_length=1)]
    about: Annotated[tuple[Topic, ...], BeforeValidator(_listed), Field(min_length=1)]
    severity: Severity = Severity.LOW
    places: Names = ()  # ids or country codes, with all they contain
    actors: Names = ()
    terms: Names = ()
    at: Annotated[At, BeforeValidator(_at)] = At()


class AlertSettings(_Section):
    """`config/alerts.yaml`."""

    channels: Mapping[str, ChannelSettings] = Field(default_factory=dict)
    recipients: Mapping[str, RecipientSettings] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> "AlertSettings":
        for name, recipient in self.recipients.items():
            for channel in recipient.channels:
                if channel != CONSOLE and channel not in self.channels:
                    raise ValueError(f"recipients.{name}: there is no channel {channel!r}")
        for number, rule in enumerate(self.rules):
            for name in rule.tell:
                if name not in self.recipients:
                    raise ValueError(f"rules[{number}].tell: there is no recipient {name!r}")
        return self

    def channel(self, name: str) -> ChannelSettings:
        """Settings of a channel by its name; `console` need not be written.

        Raises:
            KeyError: there is none of that name.
        """
        if name == CONSOLE and name not in self.channels:
            return ConsoleChannel()
        return self.channels[name]


# ---- limits -------------------------------------------------------------------------------------


class WaveLimit(_Section):
    """From `incidents` new ones in one country `within` this time on, one alert lists them all."""

    incidents: int = Field(default=5, ge=2)
    within: Duration = timedelta(minutes=60)


OptionalCount = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(_off)]


class Limits(_Section):
    """How much is too much; None (`off`) for no limit. `limits: off` lifts all."""

    per_incident_day: OptionalCount = 4
    wave: Annotated[WaveLimit | None, BeforeValidator(_off)] = WaveLimit()
    budget_hour: OptionalCount = 30  # alerts a recipient gets in an hour

    @model_validator(mode="before")
    @classmethod
    def _all_off(cls, written: Any) -> Any:
        if written is False or written == "off":
            return {"per_incident_day": None, "wave": None, "budget_hour": None}
        return written
