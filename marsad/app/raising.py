"""Alerts as stored rows, and the waves that hold some of them back."""

from datetime import datetime, timedelta

from alerts.rules import History, Verdict, judge_rest_of_wave
from marsad.app.desk import Desk
from marsad.archive import PlannedDelivery, Work
from marsad.model import Alert

_WAVE = "wave told "


def raised(work: Work, verdict: Verdict) -> Alert | None:
    """Stores the alert of a verdict with its deliveries; None when none is new."""
    if verdict.alert is None:
        return None
    plans = [
        PlannedDelivery(
            recipient=plan.recipient, channel=plan.channel, due=plan.due, thread=plan.thread
        )
        for plan in verdict.plans
    ]
    return verdict.alert if work.alerts.add(verdict.alert, plans) else None


def wave_told(work: Work, country: str | None) -> datetime | None:
    """When the wave that a country is in was told; None while it is in none."""
    told = work.marks.get(f"{_WAVE}{country}") if country else None
    return datetime.fromisoformat(told) if told else None


def begin_wave(work: Work, country: str, now: datetime) -> None:
    """From now on the country's incidents are held back until the wave's time is over."""
    work.marks.set(f"{_WAVE}{country}", now.isoformat())


def next_wave_end(work: Work, desk: Desk) -> datetime | None:
    """When the first wave's time is over."""
    if desk.limits.wave is None:
        return None
    told = work.marks.beginning(_WAVE).values()
    return min((datetime.fromisoformat(t) + desk.limits.wave.within for t in told), default=None)


def end_waves(work: Work, desk: Desk, now: datetime) -> list[Alert]:
    """Ends the waves whose time is over, and tells what they held back."""
    alerts = []
    for name, told in work.marks.beginning(_WAVE).items():
        since = datetime.fromisoformat(told)
        if desk.limits.wave and now - since < desk.limits.wave.within:
            continue
        work.marks.forget(name)
        alerts.append(raised(work, _rest(work, desk, name.removeprefix(_WAVE), since, now)))
    return [alert for alert in alerts if alert is not None]


def _rest(work: Work, desk: Desk, country: str, since: datetime, now: datetime) -> Verdict:
    # The incident that began the wave was opened at its first instant and is listed in its alert.
    opened = work.incidents.opened_between(since + timedelta(microseconds=1), now, country)
    untold = [one for one in opened if not work.alerts.count_for_incident(one.id, since)]
    history = History(alerts_by_recipient_hour=told_within_hour(work, desk, now))
    return judge_rest_of_wave(
        country, untold, desk.alerts, desk.limits, desk.world.watchlists, history, now
    )


def told_within_hour(work: Work, desk: Desk, now: datetime) -> dict[str, int]:
    """How many alerts each recipient was told in the last hour."""
    since = now - timedelta(hours=1)
    return {name: work.alerts.count_for_recipient(name, since) for name in desk.alerts.recipients}
