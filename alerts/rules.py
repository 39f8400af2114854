"""Who hears what: one verdict for each piece of news, with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from alerts.listings import listed_incidents
from alerts.matching import Topics, of_incident, of_statement, of_story, unmet
from alerts.schedule import due, next_hour
from alerts.titles import incident_title, statement_title, story_title, wave_title
from marsad.model import (
    About,
    Alert,
    AlertId,
    Incident,
    IncidentChange,
    Match,
    Reading,
    Reason,
    Severity,
    StatementRecord,
    Story,
    StoryId,
    Why,
    Withheld,
)
from marsad.settings.alerting import AlertSettings, Limits, Rule, WaveLimit
from marsad.settings.watchlists import Watchlists
from marsad.text import one_line

_ENDS = ".!?؟۔\n"
DIGEST_THREAD = "digest:"  # rows of one such thread go out folded into one message


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that may be worth telling, with the story that brings it."""

    about: Literal["incident", "statement", "story"]
    story: Story
    reading: Reading
    change: IncidentChange | None = None  # when about an incident
    record: StatementRecord | None = None  # when about a statement
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was told before."""

    alerts_of_incident_today: int = 0
    alerts_by_recipient_hour: Mapping[str, int]
    incidents_in_wave: tuple[Incident, ...] = ()  # opened in that country within the wave's time
    wave_told: datetime | None = None  # when that country's last wave alert was raised
    told_before: bool = False  # this very news was


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One delivery to be; rows whose thread begins with `digest:` are folded into one message."""

    recipient: str
    channel: str
    due: datetime
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What people are told, or why they are not; `rule` names what decided."""

    alert: Alert | None
    plans: tuple[Plan, ...] = ()
    withheld: Withheld | None = None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A rule that lets news through, and where it stands in the file."""

    number: int
    rule: Rule


def judge(
    news: News,
    settings: AlertSettings,
    limits: Limits,
    watchlists: Watchlists,
    history: History,
    now: datetime,
) -> Verdict:
    """Decide who hears of this news, when, and under which heading."""
    if history.told_before:
        return Verdict(alert=None, rule="told before")
    if news.change is not None and not news.change.reasons:
        return Verdict(alert=None, rule="nothing new in it: only another source")
    topics = _topics(news, watchlists)
    rules, refusal = _rules_for(topics, settings, watchlists)
    if not rules:
        return Verdict(alert=None, withheld="rule", rule=refusal)
    limited = _limited(news, limits, history, now)
    if limited is not None:
        return limited
    alert = _wave_of(news, limits, history, rules, now) or _alert(news, rules, watchlists, now)
    plans, held = _plans(alert, rules, settings, limits, history, now)
    return Verdict(alert=alert, plans=plans, withheld=held, rule=alert.why.rule)


def rule_line(number: int, rule: Rule) -> str:
    """A rule in one readable line: where it stands and what it asks for."""
    asks = [f"tells {', '.join(rule.tell)} of {', '.join(rule.about)}"]
    if rule.severity is not Severity.LOW:
        asks.append(f"from {rule.severity.value}")
    for word, names in (("in", rule.places), ("by", rule.actors), ("with", rule.terms)):
        if names:
            asks.append(f"{word} {', '.join(names)}")
    return f"rules[{number}] {' '.join(asks)}"


# ---- which rules ask for it ---------------------------------------------------------------------


def _topics(news: News, watchlists: Watchlists) -> Topics:
    if news.change is not None:
        return of_incident(news.change.incident, news.reading, watchlists)
    if news.record is not None:
        return of_statement(news.record, news.reading, watchlists)
    return of_story(news.reading, watchlists)


def _rules_for(
    topics: Topics, settings: AlertSettings, watchlists: Watchlists
) -> tuple[dict[str, _Told], str]:
    """The rule under which each recipient hears of it; a rule that tells at once goes first."""
    chosen: dict[str, _Told] = {}
    refusals: list[str] = []
    for number, rule in enumerate(settings.rules):
        refusal = unmet(rule, topics)
        if refusal is not None:
            refusals.append(f"rules[{number}]: {refusal}")
            continue
        for recipient in rule.tell:
            earlier = chosen.get(recipient)
            if earlier is None or (earlier.rule.at.digest and rule.at.digest is None):
                chosen[recipient] = _Told(number=number, rule=rule)
    refused = "no rule asks for it" + (f" ({'; '.join(refusals[:5])})" if refusals else "")
    return chosen, refused


# ---- limits -------------------------------------------------------------------------------------


def _limited(news: News, limits: Limits, history: History, now: datetime) -> Verdict | None:
    if news.change is None:
        return None
    most = limits.per_incident_day
    if most is not None and history.alerts_of_incident_today >= most:
        told = history.alerts_of_incident_today
        rule = f"limits.per_incident_day: {told} alerts of this incident within a day"
        return Verdict(alert=None, withheld="cap", rule=rule)
    wave = limits.wave
    if wave is None or history.wave_told is None or not _opens(news):
        return None
    if now - history.wave_told < wave.within and len(_in_wave(news, history)) >= wave.incidents:
        rule = f"limits.wave: the wave was told at {history.wave_told:%H:%M} UTC"
        return Verdict(alert=None, withheld="wave", rule=rule)
    return None


def _opens(news: News) -> bool:
    return news.change is not None and Reason.FIRST_REPORT in news.change.reasons


def _in_wave(news: News, history: History) -> tuple[Incident, ...]:
    """The incidents of the wave, the one in hand among them, oldest first."""
    assert news.change is not None
    found = {incident.id: incident for incident in history.incidents_in_wave}
    found[news.change.incident.id] = news.change.incident
    return tuple(sorted(found.values(), key=lambda incident: (incident.opened, incident.id)))


def _wave_of(
    news: News, limits: Limits, history: History, rules: Mapping[str, _Told], now: datetime
) -> Alert | None:
    """The one alert that stands for many incidents; None while there are few."""
    wave = limits.wave
    if wave is None or news.change is None or not _opens(news):
        return None
    place = news.change.incident.place
    incidents = _in_wave(news, history)
    if place is None or place.country is None or len(incidents) < wave.incidents:
        return None
    return wave_alert(
        place.country,
        incidents,
        wave,
        recipients=tuple(rules),
        why=Why(rule=f"limits.wave; {_line(rules)}", evidence=news.change.evidence),
        now=now,
    )


def wave_alert(
    country: str,
    incidents: tuple[Incident, ...],
    wave: WaveLimit,
    *,
    recipients: tuple[str, ...],
    why: Why,
    now: datetime,
) -> Alert:
    """One alert that lists many incidents of a country."""
    severity = max((incident.severity for incident in incidents), key=lambda one: one.rank)
    minutes = round(wave.within.total_seconds() / 60)
    stories = dict.fromkeys(story for incident in incidents for story in incident.stories[:1])
    return Alert(
        id=_id("wave", country, *sorted(incident.id for incident in incidents)),
        at=now,
        about="wave",
        reason=Reason.WAVE,
        version=1,
        severity=severity,
        title=wave_title(incidents, country, severity, f"{minutes} minutes"),
        stories=tuple(stories),
        recipients=recipients,
        why=why,
        facts={"incidents": listed_incidents(incidents)},
    )


# ---- the alert and its deliveries ---------------------------------------------------------------


def _alert(news: News, rules: Mapping[str, _Told], watchlists: Watchlists, now: datetime) -> Alert:
    recipients = tuple(rules)
    line = _line(rules)
    if news.change is not None:
        incident = news.change.incident
        reason = news.change.reasons[0]
        return Alert(
            id=_id("incident", incident.id, str(incident.version), reason.value),
            at=now,
            about="incident",
            reason=reason,
            version=incident.version,
            severity=incident.severity,
            title=incident_title(news.change, news.reading, watchlists),
            stories=incident.stories,
            recipients=recipients,
            why=Why(rule=line, evidence=news.change.evidence),
            facts=incident.facts,
            incident=incident.id,
        )
    if news.record is not None:
        record = news.record
        return Alert(
            id=_id("statement", record.id, "1", Reason.STATEMENT.value),
            at=now,
            about="statement",
            reason=Reason.STATEMENT,
            version=1,
            severity=record.severity,
            title=statement_title(record, watchlists),
            stories=(record.story,),
            recipients=recipients,
            why=Why(rule=line, evidence=record.statement.text),
            incident=record.incident,
            statement=record.id,
        )
    return _story_alert(news, rules, line, now)


def _story_alert(news: News, rules: Mapping[str, _Told], line: str, now: datetime) -> Alert:
    story = news.story
    asked = {term for told in rules.values() for term in told.rule.terms}
    matches = [match for match in news.reading.matches if match.id in asked]
    terms = tuple(dict.fromkeys(match.id for match in matches))
    return Alert(
        id=_id("story", story.id, str(story.revision), Reason.FIRST_REPORT.value),
        at=now,
        about="story",
        reason=Reason.FIRST_REPORT,
        version=story.revision,
        severity=Severity.LOW,
        title=story_title(story.title, terms),
        stories=(StoryId(story.id),),
        recipients=tuple(rules),
        why=Why(rule=line, evidence=_around(story, matches[0]) if matches else story.title),
    )


def _plans(
    alert: Alert,
    rules: Mapping[str, _Told],
    settings: AlertSettings,
    limits: Limits,
    history: History,
    now: datetime,
) -> tuple[tuple[Plan, ...], Withheld | None]:
    """Deliveries to every channel of every recipient, and why all of them wait, if they do."""
    plans: list[Plan] = []
    reasons: list[Withheld | None] = []
    for name, told in rules.items():
        recipient = settings.recipients[name]
        when = due(told.rule.at, recipient, alert.severity, now)
        at, held = when.at, when.held
        spent = history.alerts_by_recipient_hour.get(name, 0)
        if held is None and limits.budget_hour is not None and spent >= limits.budget_hour:
            # Too many to read one by one, too many to lose: they come folded at the full hour.
            at, held = next_hour(now), "cap"
        thread = f"{DIGEST_THREAD}{name}:{at.isoformat()}" if held else _thread(alert)
        reasons.append(held if held != "digest" else None)
        plans += [
            Plan(recipient=name, channel=channel, due=at, thread=thread)
            for channel in recipient.channels
        ]
    every_one_waits = all(reasons) and bool(reasons)
    return tuple(plans), reasons[0] if every_one_waits else None


def _thread(alert: Alert) -> str | None:
    """What an alert belongs to: messages of one incident come one below the other."""
    return alert.incident if alert.about == "incident" else None


def _line(rules: Mapping[str, _Told]) -> str:
    told = {one.number: one.rule for one in rules.values()}
    return "; ".join(rule_line(number, rule) for number, rule in sorted(told.items()))


def _id(about: About, *parts: str) -> AlertId:
    return AlertId(blake2b("\0".join((about, *parts)).encode(), digest_size=8).hexdigest())


def _around(story: Story, match: Match) -> str:
    """The sentence in which a match stands."""
    text = story.title if match.field == "title" else story.text
    before = max(text.rfind(mark, 0, match.start) for mark in _ENDS) + 1
    after = min(
        (at for mark in _ENDS if (at := text.find(mark, match.end)) >= 0), default=len(text)
    )
    return one_line(text[before : after + 1], 400)
