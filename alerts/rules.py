"""Who hears what: one verdict for each piece of news, with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.drafts import draft
from alerts.matching import Topics, of_incident, of_statement, of_story, unmet
from alerts.news import History, News
from alerts.schedule import due, next_hour
from alerts.waves import Wave, counts, wave_alert, wave_of
from marsad.model import Alert, Incident, Severity, Why, Withheld
from marsad.settings.alerting import AlertSettings, Limits, Rule
from marsad.settings.watchlists import Watchlists

__all__ = [
    "DIGEST_THREAD",
    "History",
    "News",
    "Plan",
    "Verdict",
    "judge",
    "judge_rest_of_wave",
    "rule_line",
]

DIGEST_THREAD = "digest:"  # rows of one such thread go out folded into one message


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
    rules, refusal = _rules_for(topics, settings)
    if not rules:
        return Verdict(alert=None, withheld="rule", rule=refusal)
    asked = [told.rule for told in rules.values()]
    wave = wave_of(news, limits, history, asked, watchlists)
    limited = _limited(news, limits, history, wave, now)
    if limited is not None:
        return limited
    recipients, line = tuple(rules), _line(rules)
    if wave is not None and news.change is not None:
        why = Why(rule=line, evidence=news.change.evidence)
        alert = wave_alert(wave, recipients=recipients, why=why, now=now)
    else:
        terms = frozenset(term for rule in asked for term in rule.terms)
        alert = draft(news, watchlists, recipients=recipients, rule=line, terms=terms, now=now)
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


def _rules_for(topics: Topics, settings: AlertSettings) -> tuple[dict[str, _Told], str]:
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
            if earlier is None or (earlier.rule.at.digest is not None and rule.at.digest is None):
                chosen[recipient] = _Told(number=number, rule=rule)
    refused = "no rule asks for it" + (f" ({'; '.join(refusals[:5])})" if refusals else "")
    return chosen, refused


# ---- limits -------------------------------------------------------------------------------------


def _limited(
    news: News, limits: Limits, history: History, wave: Wave | None, now: datetime
) -> Verdict | None:
    """Why a limit withholds news of an incident; None when none does."""
    if news.change is None:
        return None
    most = limits.per_incident_day
    if most is not None and history.alerts_of_incident_today >= most:
        told = history.alerts_of_incident_today
        rule = f"limits.per_incident_day: {told} alerts of this incident within a day"
        return Verdict(alert=None, withheld="cap", rule=rule)
    if wave and history.wave_told and now - history.wave_told < wave.limit.within:
        rule = f"limits.wave: the wave was told at {history.wave_told:%H:%M} UTC"
        return Verdict(alert=None, withheld="wave", rule=rule)
    return None


def judge_rest_of_wave(
    country: str,
    untold: Sequence[Incident],
    settings: AlertSettings,
    limits: Limits,
    watchlists: Watchlists,
    history: History,
    now: datetime,
) -> Verdict:
    """Decide who hears, once a wave's time is over, of the incidents that it withheld."""
    if limits.wave is None:
        return Verdict(alert=None, rule="limits.wave is off")
    chosen: dict[str, _Told] = {}
    for incident in untold:
        rules, _ = _rules_for(of_incident(incident, None, watchlists), settings)
        chosen = rules | chosen
    asked = [told.rule for told in chosen.values()]
    counted = tuple(one for one in untold if counts(one, asked, watchlists))
    if not counted:
        return Verdict(alert=None, withheld="rule", rule="no rule asks for what the wave withheld")
    wave = Wave(country=country, incidents=counted, limit=limits.wave)
    why = Why(rule=_line(chosen), evidence="")
    alert = wave_alert(wave, recipients=tuple(chosen), why=why, now=now)
    plans, held = _plans(alert, chosen, settings, limits, history, now)
    return Verdict(alert=alert, plans=plans, withheld=held, rule=alert.why.rule)


# ---- the alert and its deliveries ---------------------------------------------------------------


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
