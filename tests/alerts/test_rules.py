"""Who hears what."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.news import News
from alerts.rules import judge
from marsad.model import (
    Basis,
    IncidentId,
    Match,
    MatchKind,
    Perpetrator,
    Place,
    Reason,
    Severity,
)
from marsad.settings.alerting import Limits
from tests.alerts.builders import (
    NOW,
    WATCHLISTS,
    a_change,
    a_fact,
    a_history,
    incident_news,
    settings,
    some_facts,
    statement_news,
)
from tests.builders import (
    a_reading,
    a_statement,
    a_statement_record,
    a_story,
    an_event,
    an_incident,
)

OFF = Limits.model_validate("off")


def verdict(news, setup=None, *, limits=None, history=None, now=NOW):
    return judge(
        news, setup or settings(), limits or Limits(), WATCHLISTS, history or a_history(), now
    )


@pytest.mark.parametrize(
    "reason",
    [
        Reason.FIRST_REPORT,
        Reason.TOLL,
        Reason.CLAIM,
        Reason.DENIAL,
        Reason.CONFIRMATION,
        Reason.ATTRIBUTION,
        Reason.RETALIATION,
        Reason.CORRECTION,
    ],
)
def test_every_reason_is_told(reason):
    told = verdict(incident_news(a_change(reason)))
    assert told.alert is not None
    assert told.alert.reason is reason
    assert told.withheld is None


def test_another_source_alone_tells_nobody():
    change = a_change()
    quiet = type(change)(incident=change.incident, reasons=(), opened=False, evidence="x")
    told = verdict(incident_news(quiet))
    assert (told.alert, told.plans, told.withheld) == (None, (), None)
    assert "another source" in told.rule


def test_the_same_news_is_not_told_twice():
    assert verdict(incident_news(), history=a_history(told_before=True)).alert is None


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        pytest.param({"about": ["attack"]}, True, id="attacks"),
        pytest.param({"about": ["statement"]}, False, id="statements only"),
        pytest.param({"about": ["attack"], "severity": "high"}, True, id="as bad as asked"),
        pytest.param({"about": ["attack"], "severity": "critical"}, False, id="less bad"),
        pytest.param({"about": ["attack"], "places": ["ain-al-asad"]}, True, id="the place"),
        pytest.param({"about": ["attack"], "places": ["anbar"]}, True, id="place around it"),
        pytest.param({"about": ["attack"], "places": ["iraq-west"]}, True, id="two steps around"),
        pytest.param({"about": ["attack"], "places": ["IQ"]}, True, id="country"),
        pytest.param({"about": ["attack"], "places": ["harir", "SY"]}, False, id="elsewhere"),
        pytest.param({"about": ["attack"], "places": ["SY", "IQ"]}, True, id="one of several"),
        pytest.param({"about": ["attack"], "actors": ["group-one"]}, False, id="nobody named"),
    ],
)
def test_a_rule_asks_for_attacks(rule, told):
    answer = verdict(incident_news(), settings({"tell": "desk"} | rule))
    assert (answer.alert is not None) == told
    assert answer.withheld == (None if told else "rule")


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            {
                "perpetrators": a_fact(
                    [{"id": "group-one", "name": "Group One", "basis": "suspected"}]
                )
            },
            id="suspected",
        ),
        pytest.param({"claimed_by": a_fact(["group-one"])}, id="claims it"),
        pytest.param({"target_ids": a_fact(["group-one"])}, id="was hit"),
    ],
)
def test_a_rule_asks_for_an_actor(facts):
    incident = an_incident(facts=some_facts(**facts))
    setup = settings({"tell": "desk", "about": "attack", "actors": ["group-one"]})
    assert verdict(incident_news(a_change(incident=incident)), setup).alert is not None


def test_an_incident_with_a_country_alone_is_found_by_it():
    place = Place(id=None, name=None, country="IQ")
    incident = an_incident(place=place)
    setup = settings({"tell": "desk", "about": "attack", "places": ["IQ"]})
    assert verdict(incident_news(a_change(incident=incident)), setup).alert is not None


def test_an_incident_without_place_is_not_in_a_country():
    incident = an_incident(place=None)
    setup = settings({"tell": "desk", "about": "attack", "places": ["IQ"]})
    assert verdict(incident_news(a_change(incident=incident)), setup).withheld == "rule"


def test_the_refusal_names_each_rule():
    setup = settings(
        {"tell": "desk", "about": "statement"},
        {"tell": "desk", "about": "attack", "severity": "critical"},
        {"tell": "desk", "about": "attack", "places": ["harir"]},
    )
    assert verdict(incident_news(), setup).rule == (
        "no rule asks for it (rules[0]: not about statement; "
        "rules[1]: high is less than critical; rules[2]: not in harir)"
    )


# ---- statements ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        pytest.param({"about": "statement"}, True, id="statements"),
        pytest.param({"about": "attack"}, False, id="attacks only"),
        pytest.param({"about": "statement", "severity": "high"}, False, id="less important"),
        pytest.param({"about": "statement", "places": ["anbar"]}, True, id="place of the event"),
        pytest.param({"about": "statement", "places": ["US"]}, True, id="speaker's country"),
        pytest.param({"about": "statement", "places": ["SY"]}, False, id="elsewhere"),
        pytest.param({"about": "statement", "actors": ["group-one"]}, True, id="actor blamed"),
    ],
)
def test_a_rule_asks_for_statements(rule, told):
    event = an_event(
        perpetrators=(Perpetrator(id="group-one", name="Group One", basis=Basis.BLAMED),)
    )
    record = a_statement_record(statement=a_statement(about=0))
    news = statement_news(record, reading=a_reading(events=(event,)))
    assert (verdict(news, settings({"tell": "desk"} | rule)).alert is not None) == told


def test_a_place_inside_the_statement_counts_and_one_beside_it_does_not():
    text = "We struck Harir. Elsewhere, Ain al-Asad was calm."
    matches = (
        Match(kind=MatchKind.PLACE, id="harir", text="Harir", field="text", start=10, end=15),
        Match(kind=MatchKind.PLACE, id="ain-al-asad", text="…", field="text", start=28, end=39),
    )
    said = a_statement("We struck Harir.", organisation_id=None)
    news = statement_news(
        a_statement_record(statement=said),
        story=a_story(text=text),
        reading=a_reading(matches=matches),
    )
    for place, told in (("harir", True), ("anbar", False)):
        setup = settings({"tell": "desk", "about": "statement", "places": [place]})
        assert (verdict(news, setup).alert is not None) == told


def test_a_group_is_found_by_the_body_that_speaks_for_it():
    said = a_statement(organisation_id="group-one-media", speaker_class="armed_group")
    setup = settings({"tell": "desk", "about": "statement", "actors": ["group-one"]})
    told = verdict(statement_news(a_statement_record(statement=said)), setup)
    assert told.alert is not None
    assert told.alert.about == "statement"
    assert told.alert.reason is Reason.STATEMENT


# ---- stories ------------------------------------------------------------------------------------


def story_news(*terms: str, relevant: bool = True) -> News:
    text = "Prices fell. Oil export stopped on Monday. Nobody knows why."
    matches = tuple(
        Match(kind=MatchKind.TERM, id=term, text="Oil export", field="text", start=13, end=23)
        for term in terms
    )
    return News(
        about="story",
        story=a_story(title="Pipeline\r\nshut", text=text),
        reading=a_reading(matches=matches, relevant=relevant),
    )


def test_a_story_that_holds_a_keyword_is_told():
    setup = settings({"tell": "desk", "about": "story", "terms": ["oil-export"]})
    alert = verdict(story_news("oil-export", "water"), setup).alert
    assert alert is not None
    assert alert.title == "[STORY · oil-export] Pipeline shut"
    assert alert.why.evidence == "Oil export stopped on Monday."
    assert alert.about == "story"


def test_a_story_without_the_keyword_is_not():
    setup = settings({"tell": "desk", "about": "story", "terms": ["oil-export"]})
    assert verdict(story_news("water"), setup).withheld == "rule"


# ---- who and when -------------------------------------------------------------------------------


def test_every_channel_of_every_recipient_gets_one_delivery():
    setup = settings(
        {"tell": ["desk", "night"], "about": "attack"},
        {"tell": "desk", "about": "attack", "places": ["IQ"]},
        desk={"channels": ["console"]},
        night={"channels": ["console"]},
    )
    told = verdict(incident_news(), setup)
    assert [(plan.recipient, plan.channel) for plan in told.plans] == [
        ("desk", "console"),
        ("night", "console"),
    ]
    assert told.alert is not None
    assert told.alert.recipients == ("desk", "night")
    assert {plan.due for plan in told.plans} == {NOW}
    assert {plan.thread for plan in told.plans} == {"2021-03-03-ain-al-asad-abc123"}


def test_at_once_goes_before_a_digest_of_the_same_news():
    setup = settings(
        {"tell": "desk", "about": "attack", "at": "digest 08:00"},
        {"tell": "desk", "about": "attack", "severity": "high"},
    )
    told = verdict(incident_news(), setup)
    assert [plan.due for plan in told.plans] == [NOW]


def test_a_digest_waits_for_its_hour_in_the_recipients_zone():
    setup = settings({"tell": "desk", "about": "attack", "at": "digest 08:00"})
    told = verdict(incident_news(), setup)
    assert [plan.due for plan in told.plans] == [datetime(2021, 3, 4, 5, 0, tzinfo=UTC)]
    assert told.plans[0].thread == "digest:desk:2021-03-04T05:00:00+00:00"
    assert told.withheld is None


@pytest.mark.parametrize(
    ("severity", "due", "withheld"),
    [
        pytest.param(Severity.CRITICAL, (3, 21, 0), None, id="critical comes through"),
        pytest.param(Severity.HIGH, (4, 3, 0), "quiet", id="the rest waits"),
    ],
)
def test_quiet_hours_hold_back(severity, due, withheld):
    setup = settings(
        {"tell": "desk", "about": "attack"},
        desk={"zone": "Asia/Baghdad", "quiet": {"from": "23:00", "to": "06:00"}},
    )
    news = incident_news(a_change(incident=an_incident(severity=severity)))
    told = verdict(news, setup, now=datetime(2021, 3, 3, 21, 0, tzinfo=UTC))
    day, hour, minute = due
    assert told.plans[0].due == datetime(2021, 3, day, hour, minute, tzinfo=UTC)
    assert told.withheld == withheld
    assert told.alert is not None


# ---- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "limit", "withheld"),
    [
        pytest.param(3, 4, None, id="below"),
        pytest.param(4, 4, "cap", id="reached"),
        pytest.param(4, "off", None, id="off"),
    ],
)
def test_an_incident_is_told_so_often_a_day(today, limit, withheld):
    told = verdict(
        incident_news(a_change(Reason.TOLL)),
        limits=Limits.model_validate({"per_incident_day": limit}),
        history=a_history(alerts_of_incident_today=today),
    )
    assert told.withheld == withheld


def test_news_over_the_budget_comes_folded_at_the_full_hour():
    setup = settings(
        {"tell": ["desk", "night"], "about": "attack"}, desk={}, night={"zone": "Asia/Baghdad"}
    )
    told = verdict(
        incident_news(),
        setup,
        limits=Limits(budget_hour=30),
        history=a_history(alerts_by_recipient_hour={"desk": 30, "night": 29}),
    )
    assert [(plan.recipient, plan.due) for plan in told.plans] == [
        ("desk", datetime(2021, 3, 3, 13, 0, tzinfo=UTC)),
        ("night", NOW),
    ]
    assert told.plans[0].thread == "digest:desk:2021-03-03T13:00:00+00:00"
    assert told.withheld is None


# ---- identity -----------------------------------------------------------------------------------


def test_the_id_comes_from_content_and_not_from_the_clock():
    one = verdict(incident_news()).alert
    later = verdict(incident_news(), now=NOW + timedelta(hours=1)).alert
    assert one is not None
    assert later is not None
    assert one.id == later.id


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_change(incident=an_incident(version=2)), id="version"),
        pytest.param(a_change(incident=an_incident(IncidentId("other"))), id="incident"),
        pytest.param(a_change(Reason.TOLL), id="reason"),
    ],
)
def test_other_news_has_another_id(other):
    one, two = verdict(incident_news(), limits=OFF), verdict(incident_news(other), limits=OFF)
    assert one.alert is not None
    assert two.alert is not None
    assert one.alert.id != two.alert.id
