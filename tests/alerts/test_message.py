"""An alert as its recipient reads it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.digest import digest_alert
from alerts.message import both_times, render
from alerts.rules import judge
from alerts.waves import Wave, wave_alert
from marsad.model import DateRange, IncidentId, Reason, Severity, StoryId, Why
from marsad.settings.alerting import Limits, WaveLimit
from tests.alerts.builders import (
    EVIDENCE,
    NOW,
    WATCHLISTS,
    a_change,
    a_fact,
    a_history,
    a_recipient,
    an_alert,
    incident_news,
    settings,
    some_facts,
)
from tests.builders import (
    PUBLISHED,
    a_statement,
    a_statement_record,
    a_story,
    an_incident,
)


def rendered(alert=None, **changes):
    values = {
        "stories": (a_story(),),
        "incident": an_incident(),
        "record": None,
        "recipient": a_recipient(),
        "key": "alert-1.desk",
        "thread": "thread-1",
        "first_in_thread": True,
        "reply_to": None,
        "uncertain": False,
        "public_url": None,
        "now": NOW,
    }
    return render(alert or an_alert(), **(values | changes))


def test_a_first_report():
    facts = some_facts(
        munitions=a_fact({"low": 10, "high": 10}, {"low": 13, "high": 13}),
        wounded=a_fact({"low": 2, "high": 2}, {"low": 3, "high": 3}),
        died_indirect=a_fact({"low": 1, "high": 1}),
        targets=a_fact(["a base that hosts coalition troops"]),
        perpetrators=a_fact(
            [
                {"id": "group-one", "name": "Group One", "basis": "suspected"},
                {"id": None, "name": "Group Two", "basis": "denied"},
            ]
        ),
        damage=a_fact("a hangar"),
        intercepted=a_fact("partly"),
    )
    incident = an_incident(facts=facts)
    alert = judge(
        incident_news(a_change(incident=incident)),
        settings(),
        Limits(),
        WATCHLISTS,
        a_history(),
        NOW,
    ).alert
    assert alert is not None
    message = rendered(alert, incident=incident, public_url="https://desk.example/marsad/")
    assert message.subject == (
        "[NEW ATTACK · high · reported] Rocket attack on Ain al-Asad Air Base, Anbar – 3 Mar 2021"
    )
    assert message.lines == (
        "What: rocket attack, 10 rockets",
        "Where: Ain al-Asad Air Base, Anbar, Iraq",
        "When: 3 Mar 2021, time of day not told",
        "Target: a base that hosts coalition troops",
        "Casualties: 2 wounded (others say 3), 1 died otherwise (not hit)",
        "Damage: a hangar",
        "Intercepted: partly",
        "Claimed by: nobody known",
        "Suspected: Group One (suspected, not claimed)",
        "Denied by: Group Two",
        f"Key sentence: “{EVIDENCE}” – First Outlet",
        "Sources: 1 story, 1 outlet",
        "• First Outlet (B), published 3 Mar 2021 15:00 Baghdad (12:00 UTC)",
        "Incident: 2021-03-03-ain-al-asad-abc123, version 1, first report",
        f"Alert: {alert.id}, 3 Mar 2021 15:06 Baghdad (12:06 UTC)",
        "Why you are told: rules[0] tells desk of attack, statement",
    )
    assert message.links == (
        ("First Outlet (first.example)", "https://first.example/story-1"),
        ("Page", "https://desk.example/marsad/#2021-03-03-ain-al-asad-abc123"),
    )
    assert message.alert["about"] == "incident"


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        pytest.param({}, "not known", id="nobody says"),
        pytest.param(
            {
                "killed": a_fact({"low": 0, "high": 0}),
                "wounded": a_fact({"low": 0, "high": 0}),
            },
            "none reported",
            id="ruled out",
        ),
        pytest.param(
            {"killed": a_fact({"low": 0, "high": 0})}, "no deaths reported", id="no deaths"
        ),
        pytest.param(
            {
                "killed": a_fact({"low": 0, "high": 0}),
                "wounded": a_fact({"low": 5, "high": None}),
            },
            "no deaths reported, at least 5 wounded",
            id="wounded only",
        ),
        pytest.param(
            {
                "killed": a_fact({"low": 1, "high": 1}),
                "wounded": a_fact({"low": 0, "high": 0}),
            },
            "1 killed, no wounded reported",
            id="killed only",
        ),
        pytest.param({"killed": a_fact({"low": 5, "high": 7})}, "5 to 7 killed", id="between"),
        pytest.param({"killed": a_fact({"low": None, "high": 7})}, "up to 7 killed", id="up to"),
    ],
)
def test_casualties_told_and_not_told_differ(facts, line):
    alert = an_alert(facts=some_facts(**facts))
    assert f"Casualties: {line}" in rendered(alert).lines


def test_claim_suspicion_and_denial_stand_apart():
    facts = some_facts(
        claimed_by=a_fact(["group-one"]),
        perpetrators=a_fact(
            [
                {"id": "group-one", "name": "Group One", "basis": "claimed"},
                {"id": "group-one", "name": "Group One", "basis": "blamed"},
                {"id": "iran", "name": "Iran", "basis": "named"},
                {"id": "iran", "name": "Iran", "basis": "denied"},
            ]
        ),
    )
    lines = rendered(an_alert(facts=facts)).lines
    assert "Claimed by: Group One" in lines
    assert "Suspected: Group One (blamed), Iran (named, not claimed)" in lines
    assert "Denied by: Iran" in lines


@pytest.mark.parametrize(
    ("happened", "facts", "line"),
    [
        pytest.param(None, {}, "not known", id="nobody says"),
        pytest.param(
            DateRange(earliest=date(2021, 3, 2), latest=date(2021, 3, 3)),
            {},
            "between 2 Mar 2021 and 3 Mar 2021, time of day not told",
            id="days",
        ),
        pytest.param(
            DateRange(earliest=None, latest=date(2021, 3, 3)),
            {"hour": a_fact(4)},
            "3 Mar 2021, about dawn",
            id="part of the day",
        ),
    ],
)
def test_when_it_happened(happened, facts, line):
    alert = an_alert(facts=some_facts(**facts))
    assert f"When: {line}" in rendered(alert, incident=an_incident(happened=happened)).lines


def test_the_launch_site_and_what_it_answers_are_told():
    facts = some_facts(launch_place=a_fact({"name": "al-Baghdadi"}))
    incident = an_incident(retaliation_for=IncidentId("earlier"))
    lines = rendered(an_alert(facts=facts), incident=incident).lines
    assert "Launched from: al-Baghdadi" in lines
    assert "In answer to: earlier" in lines


def test_a_statement():
    record = a_statement_record(incident=IncidentId("incident-1"))
    alert = an_alert(
        about="statement",
        reason=Reason.STATEMENT,
        why=Why(rule="rules[1]", evidence="We will find them."),
        facts=None,
        incident=IncidentId("incident-1"),
    )
    story = a_story(text="“We will find them.” Nobody asked who.")
    lines = rendered(alert, stories=(story,), incident=None, record=record).lines
    assert lines[:5] == (
        "Speaker: John Kirby, press secretary",
        "For: Pentagon (official, for a state)",
        "Kind: threaten, verbatim",
        "About: incident incident-1",
        "Key sentence: “We will find them.” – First Outlet",
    )


def test_an_armed_group_is_never_called_official():
    record = a_statement_record(statement=a_statement(speaker_class="armed_group"))
    alert = an_alert(about="statement", reason=Reason.STATEMENT, facts=None)
    lines = rendered(alert, incident=None, record=record).lines
    assert "For: Pentagon (militia communiqué, not official)" in lines
    assert not any("(official" in line for line in lines)


@pytest.mark.parametrize(
    ("published", "seen", "mark"),
    [
        pytest.param(timedelta(hours=2, minutes=59), None, "", id="fresh"),
        pytest.param(timedelta(hours=3), None, " (3 h old)", id="three hours"),
        pytest.param(timedelta(hours=47), None, " (47 h old)", id="a day"),
        pytest.param(timedelta(hours=50), None, " (2 days old)", id="two days"),
        pytest.param(None, timedelta(hours=5), " (5 h old)", id="only seen"),
        pytest.param(None, None, "", id="nobody knows"),
    ],
)
def test_old_news_shows_its_age(published, seen, mark):
    story = a_story(
        published=None if published is None else NOW - published,
        seen=None if seen is None else NOW - seen,
    )
    message = rendered(stories=(story,))
    assert message.subject == an_alert().title + mark


def test_the_newest_story_tells_the_age():
    stories = (a_story(published=NOW - timedelta(days=1)), a_story("story-2"))
    assert "old)" not in rendered(stories=stories).subject


def test_what_may_have_arrived_says_so():
    message = rendered(uncertain=True)
    assert message.subject.endswith("(may repeat)")
    assert message.lines[0].startswith("This message may repeat")


def test_a_digest_lists_its_alerts_worst_first():
    rows = [
        an_alert("a", severity=Severity.LOW, title="[A] low", incident=IncidentId("one")),
        an_alert("b", severity=Severity.CRITICAL, title="[B] bad", incident=IncidentId("two")),
        an_alert(
            "c",
            severity=Severity.LOW,
            title="[C] low, later",
            incident=IncidentId("one"),
            at=NOW + timedelta(minutes=1),
            version=2,
        ),
    ]
    alert = digest_alert(rows, "desk", NOW)
    assert alert.title == "[DIGEST · critical] 2 alerts: [B] bad"
    message = rendered(alert, incident=None)
    assert message.lines[:2] == (f"• [B] bad “{EVIDENCE}”", f"• [C] low, later “{EVIDENCE}”")
    assert not any(line.startswith("Key sentence") for line in message.lines)


def test_a_wave_lists_its_incidents():
    incidents = (an_incident("one"), an_incident("two", title="Drone attack on Harir"))
    alert = wave_alert(
        Wave(country="IQ", incidents=incidents, limit=WaveLimit()),
        recipients=("desk",),
        why=Why(rule="limits.wave", evidence="x"),
        now=NOW,
    )
    lines = rendered(alert, incident=None).lines
    assert lines[1] == "• Drone attack on Harir"


def test_a_long_list_says_how_much_is_left_out():
    rows = [an_alert(f"a{n}", incident=IncidentId(str(n))) for n in range(50)]
    lines = rendered(digest_alert(rows, "desk", NOW), incident=None).lines
    assert lines[40] == "… and 10 more"


def test_links_are_safe_and_name_their_host():
    stories = tuple(
        a_story(f"story-{n}", url=url, outlet="Bank\u202e <b>")
        for n, url in enumerate(
            [
                "javascript:alert(1)",
                None,
                "https://bank.example@evil.example/x",
                "https://first.example/a",
                "https://first.example/a",
            ]
        )
    )
    assert rendered(stories=stories).links == (
        ("Bank <b> (evil.example)", "https://evil.example/x"),
        ("Bank <b> (first.example)", "https://first.example/a"),
    )


def test_sources_without_time_or_name_say_so():
    story = a_story(published=None, seen=None, outlet=None, source=None, url=None)
    lines = rendered(stories=(story,)).lines
    assert "• outlet not named (B), time not known" in lines


def test_strangers_words_stay_on_their_line_and_are_cut():
    alert = an_alert(
        title="x\r\nBcc: y\u2028z" + "a" * 1000,
        why=Why(rule="r", evidence="b\x00\n\x1b[2J" + "c" * 5000),
    )
    message = rendered(alert, stories=(a_story(outlet="d\ne" * 200),))
    assert message.subject.startswith("x Bcc: y z")
    assert len(message.subject) <= 400
    assert all(len(line) <= 1200 and line.isprintable() for line in message.lines)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        pytest.param("Asia/Baghdad", "4 Mar 2021 01:30 Baghdad (3 Mar 22:30 UTC)", id="next day"),
        pytest.param("America/New_York", "3 Mar 2021 17:30 New York (22:30 UTC)", id="behind"),
        pytest.param("UTC", "3 Mar 2021 22:30 UTC", id="UTC alone"),
    ],
)
def test_times_are_told_in_the_recipients_zone_and_in_utc(zone, shown):
    moment = datetime(2021, 3, 3, 22, 30, tzinfo=UTC)
    assert both_times(moment, ZoneInfo(zone)) == shown


def test_the_alert_document_goes_with_the_message():
    message = rendered(an_alert(stories=(StoryId("story-1"),)))
    assert message.alert["id"] == "alert-1"
    assert message.alert["at"] == "2021-03-03T12:06:00Z"
    assert (message.key, message.thread, message.severity) == (
        "alert-1.desk",
        "thread-1",
        Severity.HIGH,
    )


def test_published_is_told_before_seen():
    story = a_story(published=None, seen=PUBLISHED)
    lines = rendered(stories=(story,)).lines
    assert any("publication time not told, seen 3 Mar 2021 15:00" in line for line in lines)
