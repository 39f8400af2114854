"""The values that flow through marsad, from a source to a delivery.

Source -> Entry -> Story -> Reading -> Incident/Statement -> Alert -> Delivery. Every value is
frozen; a later stage never changes an earlier one. Times are aware and in UTC. What is not known
is None or empty, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

SourceId = NewType("SourceId", str)
StoryId = NewType("StoryId", str)
IncidentId = NewType("IncidentId", str)
StatementId = NewType("StatementId", str)
AlertId = NewType("AlertId", str)

Grade = Literal["A", "B", "C", "D", "E", "F"]
SourceKind = Literal["rss", "atom", "json-feed", "sitemap", "listing", "json", "telegram"]
Field = Literal["title", "text"]


# ---- the world in -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors of an outlet: the stories of a listing, and the story of a page."""

    entry: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """Another way to the same outlet, tried when the source itself fails."""

    kind: SourceKind
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One address of an outlet that we poll, in one language."""

    id: SourceId
    outlet: str
    kind: SourceKind
    url: str
    language: str | None = None
    zone: str = "UTC"
    poll_seconds: float = 300.0
    grade: Grade = "F"
    enabled: bool = True
    select: Selectors = Selectors()
    robots: Literal["obey", "ignore"] = "obey"
    headers: Mapping[str, str] = field(default_factory=dict)
    expect_seconds: float | None = None  # how often it publishes, None when nobody said
    fallback: tuple[Fallback, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What we remember of a source between polls."""

    source: SourceId
    etag: str | None = None  # byte for byte as the server sent it
    last_modified: str | None = None  # byte for byte as the server sent it
    body_hash: str | None = None
    next_poll: datetime | None = None  # None: due at once
    last_poll: datetime | None = None
    last_success: datetime | None = None
    newest_entry: datetime | None = None
    failures: int = 0  # polls that failed one after the other
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a feed or listing."""

    url: str | None
    guid: str | None = None
    title: str | None = None
    summary: str | None = None  # plain text
    content: str | None = None  # plain text
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page, as its outlet published it."""

    url: str | None
    canonical_url: str | None = None
    title: str | None = None
    text: str | None = None
    published: datetime | None = None  # keeps the offset that the page gives
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    site: str | None = None


class Route(StrEnum):
    """How we came by the text of a story."""

    PAGE = "page"
    FEED = "feed"  # the page refused, or the story was old: the feed's own text
    IMPORT = "import"  # handed in by a user


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article with its text; `revision` counts from 1 and grows when the outlet edits it."""

    id: StoryId
    url: str | None
    source: SourceId | None
    title: str
    text: str
    language: str | None = None  # as the source says; the reading tells what it is
    published: datetime | None = None  # None when the outlet does not say; never "now"
    seen: datetime | None = None  # ours; None for stories handed in without it
    zone: str = "UTC"  # IANA name; relative dates ("on Wednesday") are resolved in it
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    grade: Grade = "F"
    route: Route = Route.IMPORT
    revision: int = 1


# ---- what a story says --------------------------------------------------------------------------


class MatchKind(StrEnum):
    """The watchlist a match comes from."""

    ACTOR = "actor"
    PLACE = "place"
    WEAPON = "weapon"
    OFFICIAL = "official"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points `start` to `end` of a field, as published."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A watched name found in a story. `id` is that of the config entry."""

    kind: MatchKind
    id: str
    text: str
    field: Field
    start: int
    end: int


class Reality(StrEnum):
    """In which way an event exists."""

    HAPPENED = "happened"
    CLAIMED = "claimed"
    THREATENED = "threatened"
    HYPOTHETICAL = "hypothetical"
    EXERCISE = "exercise"
    DENIED = "denied"
    ACCIDENT = "accident"


class Basis(StrEnum):
    """On what ground an actor is called the perpetrator."""

    CLAIMED = "claimed"
    BLAMED = "blamed"
    SUSPECTED = "suspected"
    NAMED = "named"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number as told: "ten" 10-10, "at least 5" 5-None, "several" 2-None."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """First and last day on which something can have happened, in the source's zone."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something struck; `lat` and `lon` in degrees."""

    id: str | None
    name: str | None
    country: str | None = None  # ISO 3166 alpha-2
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Perpetrator:
    """Who is said to have done it."""

    id: str | None
    name: str | None
    basis: Basis


DatePrecision = Literal["time", "day", "days", "month", "year"]
Intercepted = Literal["none", "partly", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that a story says happened (or is threatened, rehearsed, denied ...)."""

    kind: str  # id of an event kind in config/kinds.yaml
    attack: bool
    reality: Reality
    new: bool  # within the freshness window before publication
    evidence: tuple[Span, ...]  # at least one
    confidence: float  # 0-1
    happened: DateRange | None = None
    date_precision: DatePrecision | None = None
    estimated: bool = False  # only the form of the story ("breaking") gives the day
    place: Place | None = None
    launch_place: Place | None = None
    perpetrators: tuple[Perpetrator, ...] = ()
    claimed_by: tuple[str, ...] = ()  # actor ids
    targets: tuple[str, ...] = ()  # as written
    target_ids: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()  # config ids
    munitions: Range | None = None
    intercepted: Intercepted | None = None
    damage: str | None = None
    killed: Range | None = None
    wounded: Range | None = None
    died_indirect: Range | None = None


class StatementKind(StrEnum):
    """What a speaker does with the words."""

    CLAIM = "claim"
    DENY = "deny"
    CONDEMN = "condemn"
    ACCUSE = "accuse"
    THREATEN = "threaten"
    WARN = "warn"
    ANNOUNCE = "announce"
    CONFIRM = "confirm"
    CALL_FOR = "call_for"
    NEGOTIATE = "negotiate"
    EXPRESS_SUPPORT = "express_support"
    INVESTIGATE = "investigate"
    NO_COMMENT = "no_comment"
    CEASEFIRE = "ceasefire"
    SANCTION = "sanction"
    OTHER = "other"


SpeakerClass = Literal["state", "intl", "sub_state", "armed_group", "party", "religious"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one speaker says in a story; official when `speaker_class` is known."""

    text: str
    field: Field
    start: int
    end: int
    kind: StatementKind
    direct: bool  # verbatim
    new: bool
    confidence: float
    speaker: str | None = None  # as written
    speaker_id: str | None = None  # office or organisation id
    role: str | None = None
    organisation: str | None = None
    organisation_id: str | None = None
    speaker_class: SpeakerClass | None = None  # None: anonymous, analyst, former, media
    about: int | None = None  # index into the reading's events

    @property
    def official(self) -> bool:
        """Whether somebody speaks for a state, body, region, group, party or faith."""
        return self.speaker_class is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What near-duplicates are recognised by: a bottom-k sketch of the folded text, its title."""

    sketch: tuple[int, ...]  # smallest hashes of its word shingles, ascending; signed 64 bit
    shingles: int  # how many different shingles the text has
    title_key: str
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one story says."""

    story: StoryId
    language: str | None
    relevant: bool
    matches: tuple[Match, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    fingerprint: Fingerprint


# ---- what became of it --------------------------------------------------------------------------


class Disposition(StrEnum):
    """The one fate of a story; the first that holds, in this order."""

    ALERTED = "alerted"
    UPDATED = "updated"
    STATEMENT = "statement"
    REVISION = "revision"
    NEAR_DUPLICATE = "near_duplicate"
    STALE = "stale"
    KEPT = "kept"
    OFF_TOPIC = "off_topic"
    UNREADABLE = "unreadable"


class Severity(StrEnum):
    """How bad; compare by `rank`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for low, 3 for critical."""
        return ("low", "medium", "high", "critical").index(self.value)


class Status(StrEnum):
    """How sure an incident is."""

    CLAIMED = "claimed"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    ACCIDENT = "accident"
    DISMISSED = "dismissed"


class Reason(StrEnum):
    """Why people hear of something."""

    FIRST_REPORT = "first_report"
    TOLL = "toll"
    CLAIM = "claim"
    DENIAL = "denial"
    CONFIRMATION = "confirmation"
    ATTRIBUTION = "attribution"
    RETALIATION = "retaliation"
    CORRECTION = "correction"
    STATEMENT = "statement"
    WAVE = "wave"
    DIGEST = "digest"


FactValue = str | int | float | bool | None | list[object] | dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value (JSON) of a fact and the stories that tell it."""

    value: FactValue
    stories: tuple[StoryId, ...]
    grade: Grade = "F"  # of the best source that tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of an incident: the value we show, who tells it, and what others say."""

    value: FactValue
    stories: tuple[StoryId, ...]
    others: tuple[Told, ...] = ()
    grade: Grade = "F"  # of the best source that tells the value


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The thing in the world, told by many stories; each change makes a new version."""

    id: IncidentId
    kind: str
    status: Status
    severity: Severity
    title: str  # what, where, when, how bad: "Rocket attack on Ain al-Asad, Anbar - 3 Mar 2021"
    opened: datetime
    updated: datetime
    version: int  # 1, 2, ...
    facts: Mapping[str, Fact]  # by field name of Event
    stories: tuple[StoryId, ...]  # first reporter first
    outlets: tuple[str, ...] = ()  # of those stories, same order, without repeats
    retaliation_for: IncidentId | None = None
    merged_into: IncidentId | None = None
    happened: DateRange | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """A stored statement: one per speaker or office, kind, incident or subject, and day."""

    id: StatementId
    story: StoryId
    statement: Statement
    incident: IncidentId | None
    severity: Severity
    said: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentChange:
    """A new version of an incident and what is new in it; no reasons: only another source."""

    incident: Incident
    reasons: tuple[Reason, ...]
    opened: bool
    evidence: str  # the sentence behind it, as published


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What a story does to what we know."""

    disposition: Disposition
    reason: str  # one readable line
    near_duplicate_of: StoryId | None = None
    changes: tuple[IncidentChange, ...] = ()
    statements: tuple[StatementRecord, ...] = ()  # the new ones
    incidents: tuple[IncidentId, ...] = ()  # every incident it opened, joined or changed


# ---- the world out ------------------------------------------------------------------------------

About = Literal["incident", "statement", "story", "wave", "digest"]
Withheld = Literal["rule", "mute", "cap", "wave", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The rule that let an alert through, and the sentence it rests on."""

    rule: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something people are told; a stored row before it is sent. `id` is made from content."""

    id: AlertId
    at: datetime
    about: About
    reason: Reason
    version: int
    severity: Severity
    title: str
    stories: tuple[StoryId, ...]
    recipients: tuple[str, ...]
    why: Why
    facts: Mapping[str, Fact] | None = None
    incident: IncidentId | None = None
    statement: StatementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert as one recipient gets it, before a channel gives it its form. Plain text."""

    key: str  # stable over repeats: Message-ID, dedup key
    thread: str | None  # messages of one incident share it
    first_in_thread: bool
    subject: str  # one line; tells what, where, when, how bad
    lines: tuple[str, ...]  # the body, a paragraph each
    links: tuple[tuple[str, str], ...]  # (label, url)
    reply_to: str | None = None  # receipt of the thread's first message on this channel
    severity: Severity
    alert: Mapping[str, object]  # the contract's alert document


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed; after a crash it may or may not have arrived
    SENT = "sent"
    DEAD = "dead"  # can never be sent; the operator is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one channel of one recipient."""

    id: int
    alert: AlertId
    recipient: str
    channel: str
    state: DeliveryState
    due: datetime
    attempts: int = 0
    uncertain: bool = False  # an earlier try may have arrived
    thread: str | None = None
    receipt: str | None = None  # the provider's id of what was sent
    error: str | None = None


# ---- what grouping asks of the archive ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCopy:
    """A stored story that may hold the same text."""

    story: StoryId
    fingerprint: Fingerprint
    shared: int  # hashes that both sketches hold
    reading: Reading | None
    outlet: str | None
    source: SourceId | None
    published: datetime | None
    seen: datetime | None
    near_duplicate_of: StoryId | None
    incidents: tuple[IncidentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRevision:
    """The stored revision of a story that has come again."""

    story: Story
    reading: Reading | None
    near_duplicate_of: StoryId | None
    incidents: tuple[IncidentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLookup:
    """Incidents that happened, or were opened or updated, between two days (both included)."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look up before a story can be grouped."""

    story: StoryId
    fingerprint: Fingerprint
    copies_since: datetime
    incidents: IncidentLookup | None
    speakers: tuple[str, ...]  # speaker keys, as `speaker_key` makes them
    statements_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the archive knows about it."""

    earlier: EarlierRevision | None = None
    copies: tuple[KnownCopy, ...] = ()
    incidents: tuple[Incident, ...] = ()
    statements: tuple[StatementRecord, ...] = ()


def speaker_key(statement: Statement) -> str:
    """Who speaks, for telling repeats: the office, else the organisation, else the name."""
    return statement.speaker_id or statement.organisation_id or (statement.speaker or "").casefold()
