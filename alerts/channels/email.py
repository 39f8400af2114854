"""Alerts by SMTP."""

import contextlib
import logging
from collections import OrderedDict

import aiosmtplib
from aiosmtplib.errors import SMTPException, SMTPResponseException

from alerts.channels.channel import ChannelTools
from alerts.channels.mail import compose
from marsad.errors import ConfigError, DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.model import Message
from marsad.settings.alerting import EmailChannel
from marsad.settings.secrets import Secret
from marsad.text import one_line

TIMEOUT_SECONDS = 30.0  # for each command
_REMEMBERED = 1000

log = logging.getLogger(__name__)


class Email:
    """Hands mails to one server, a connection each; every address of `to` has its own fate.

    When the server takes some addresses and asks us to wait for others, those who have the mail
    are remembered until the rest is done, so that nobody gets it twice.
    """

    def __init__(self, settings: EmailChannel, tools: ChannelTools) -> None:
        self._settings = settings
        self._server = f"{settings.host}:{settings.port}"
        self._reached: OrderedDict[str, frozenset[str]] = OrderedDict()

    async def send(self, message: Message) -> str | None:
        """Send to all who have not got it; the receipt is its Message-ID."""
        settings = self._settings
        mail = compose(message, sender=settings.sender, to=settings.to)
        reached = self._reached.get(message.key, frozenset())
        waiting = [address for address in settings.to if address not in reached]
        client = await self._connected()
        try:
            now_reached, later = await self._hand_over(client, waiting, mail.content)
        finally:
            # The mail's fate is known: how the server takes our leave changes nothing.
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=2)
            client.close()
        if later:
            self._remember(message.key, reached | now_reached)
            raise DeliveryDelayed(f"{self._server}: not yet taken for {later}")
        self._reached.pop(message.key, None)
        return mail.message_id

    async def _connected(self) -> aiosmtplib.SMTP:
        settings = self._settings
        try:
            user, password = _revealed(settings.user), _revealed(settings.password)
        except ConfigError as error:
            raise DeliveryDelayed(str(error)) from error
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            username=user,
            password=password,
            timeout=TIMEOUT_SECONDS,
        )
        try:
            await client.connect()
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            # A wrong password or certificate is the operator's to mend: the message waits.
            raise DeliveryDelayed(f"{self._server}: {_reason(error)}") from None
        return client

    async def _hand_over(
        self, client: aiosmtplib.SMTP, addresses: list[str], content: bytes
    ) -> tuple[frozenset[str], str]:
        """Whom the mail has reached now, and why others have to wait ("" when nobody has to)."""
        try:
            await client.mail(self._settings.sender)
        except (SMTPException, OSError) as error:
            raise self._before_data(error) from None
        taken: set[str] = set()
        later: list[str] = []
        refused: list[str] = []
        for address in addresses:
            try:
                await client.rcpt(address)
            except SMTPResponseException as error:
                outcome = f"{address} ({_reason(error)})"
                (refused if _permanent(error) else later).append(outcome)
            except (SMTPException, OSError) as error:
                raise self._before_data(error) from None
            else:
                taken.add(address)
        for outcome in refused:
            log.warning("address refused: server=%s address=%s", self._server, outcome)
        if taken:
            await self._data(client, content)
        elif not later:
            raise DeliveryRefused(f"{self._server}: refused {', '.join(refused)}")
        return frozenset(taken), ", ".join(later)

    async def _data(self, client: aiosmtplib.SMTP, content: bytes) -> None:
        try:
            await client.data(content)
        except SMTPResponseException as error:
            raise self._before_data(error) from None
        except (SMTPException, OSError) as error:
            raise DeliveryUncertain(
                f"{self._server}: the answer was lost ({_reason(error)})"
            ) from None

    def _before_data(self, error: Exception) -> DeliveryDelayed | DeliveryRefused:
        """What a failure means when the server certainly has not taken the mail."""
        text = f"{self._server}: {_reason(error)}"
        if isinstance(error, SMTPResponseException) and _permanent(error):
            return DeliveryRefused(text)
        return DeliveryDelayed(text)

    def _remember(self, key: str, reached: frozenset[str]) -> None:
        self._reached[key] = reached
        if len(self._reached) > _REMEMBERED:
            self._reached.popitem(last=False)


def _revealed(value: str | Secret | None) -> str | None:
    return value.reveal() if isinstance(value, Secret) else value


# A refused login is the operator's to mend: the mail itself may still be wanted.
_LOGIN = frozenset({530, 534, 535, 538})


def _permanent(error: SMTPResponseException) -> bool:
    return error.code >= 500 and error.code not in _LOGIN


def _reason(error: Exception) -> str:
    """The server's words on one line; never those of a login, which may repeat the password."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return f"login refused ({error.code})"
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {one_line(error.message, 200)}"
    return one_line(str(error), 200) or type(error).__name__
