"""`config/marsad.yaml`: where things are kept, who may look, how we fetch."""

import ipaddress
import re
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from marsad.settings.alerting import Limits
from marsad.settings.durations import PositiveDuration
from marsad.settings.freshness import Freshness
from marsad.settings.scalars import OrSecret, WebAddress, Zone, clock
from marsad.settings.secrets import Secret

_LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _network(written: object) -> IPv4Network | IPv6Network:
    try:
        return ipaddress.ip_network(str(written))
    except ValueError:
        raise ValueError("expected a network such as 127.0.0.0/8 or 10.1.2.3/32") from None


def _listen(written: str) -> str:
    found = _LISTEN.fullmatch(written)
    if found is None or int(found["port"]) > 65535:
        raise ValueError("expected host:port such as 127.0.0.1:8800")
    return written


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


TimeOfDay = Annotated[str, AfterValidator(lambda written: f"{clock(written):%H:%M}")]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]


class WebSettings(_Section):
    """Page and API; without a token only this machine may look."""

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8800"
    public_url: WebAddress | None = None
    token: Secret | None = None

    @property
    def host(self) -> str:
        """Address or name to listen on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """Port to listen on; 0: any free one."""
        return int(self.listen.rpartition(":")[2])

    @model_validator(mode="after")
    def _token_beyond_loopback(self) -> "WebSettings":
        if self.token is None and not is_loopback(self.host):
            raise ValueError(
                "token: required to listen beyond this machine, e.g. token: env:MARSAD_TOKEN"
            )
        return self


class FetchSettings(_Section):
    """How we go out; private, loopback and link-local addresses are refused unless listed."""

    allow_networks: tuple[Network, ...] = ()
    contact: str | None = None  # told to servers in our User-Agent

    @field_validator("contact")
    @classmethod
    def _contact_fits_a_header(cls, contact: str | None) -> str | None:
        if contact is not None and not re.fullmatch(r"[\x21-\x7e]{1,200}", contact):
            raise ValueError("expected an e-mail address or a web address")
        return contact


class HeartbeatSettings(_Section):
    """A daily sign of life, and an address that is called while all is well."""

    at: TimeOfDay | None = "08:00"
    zone: Zone = "UTC"
    ping: Annotated[WebAddress | Secret | None, OrSecret] = None

    def ping_address(self) -> str | None:
        """The address to call, revealed.

        Raises:
            ConfigError: it is a secret that is missing.
        """
        return self.ping.reveal() if isinstance(self.ping, Secret) else self.ping


class FreshnessEntry(_Section):
    """How old an attack or a statement may be and still be news."""

    attack: PositiveDuration = Freshness().attack
    statement: PositiveDuration = Freshness().statement

    def windows(self) -> Freshness:
        """As the rooms take it."""
        return Freshness(attack=self.attack, statement=self.statement)


class SourcesChoice(_Section):
    """Which sources count: `shipped: false` leaves only the user's own."""

    shipped: bool = True


class MainFile(_Section):
    """`config/marsad.yaml`."""

    archive: Annotated[str, Field(min_length=1)] = "sqlite:///marsad.db"
    scope: Literal["watchlists", "everything"] = "watchlists"
    freshness: FreshnessEntry = FreshnessEntry()
    web: WebSettings = WebSettings()
    fetch: FetchSettings = FetchSettings()
    limits: Limits = Limits()
    cluster: bool = False
    heartbeat: HeartbeatSettings = HeartbeatSettings()
    sources: SourcesChoice = SourcesChoice()

    @field_validator("heartbeat", mode="before")
    @classmethod
    def _heartbeat_off(cls, written: Any) -> Any:
        return {"at": None} if written == "off" else written

    @field_validator("cluster")
    @classmethod
    def _one_machine(cls, cluster: bool) -> bool:
        if cluster:
            raise ValueError("expected false: more than one machine is not available yet")
        return cluster
