"""What can go wrong, by what the caller should do.

MarsadError
  ConfigError       the user must change a file: file, key or line, what was expected (exit 2)
  CannotDo          a command cannot do what was asked (exit code 1)
  FetchError        an address could not be fetched; the source is tried again later
    FetchRefused      we do not fetch it: private address, other scheme, robots.txt, redirects
    FetchTooLarge     it is larger than we read
  UnreadableFeed    the bytes are no feed
  UnreadablePage    the bytes hold no article
  TookTooLong       a stranger's document cost more than a worker may spend
  DeliveryRefused   a message will never be accepted
  DeliveryDelayed   a message may be accepted later
  DeliveryUncertain a message may have arrived
"""


class MarsadError(Exception):
    """Root of everything marsad raises on purpose."""


class ConfigError(MarsadError):
    """A config file is wrong; the text names file, line, key and what was expected."""


class CannotDo(MarsadError):
    """A command cannot be carried out; the text is one line for the user."""


class FetchError(MarsadError):
    """An address could not be fetched this time."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        sent: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after  # seconds, as the server asked
        self.sent = sent  # whether the request may have reached the server


class FetchRefused(FetchError):
    """We do not fetch this address."""


class FetchTooLarge(FetchError):
    """The answer is larger than we read."""


class UnreadableFeed(MarsadError):
    """The bytes are no feed or listing that we can read."""


class UnreadablePage(MarsadError):
    """The bytes hold no article."""


class TookTooLong(MarsadError):
    """Parsing or extracting a document cost more time or memory than a worker may spend."""


class DeliveryRefused(MarsadError):
    """The receiver will never accept this message."""


class DeliveryDelayed(MarsadError):
    """The receiver may accept this message later."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds, as the receiver asked


class DeliveryUncertain(MarsadError):
    """The message may have arrived: the answer was lost."""
