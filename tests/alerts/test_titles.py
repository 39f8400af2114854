"""The first line alone."""

import pytest

from alerts.titles import incident_title, statement_title, story_title
from marsad.model import IncidentId, Reason, StatementKind, Status
from marsad.settings.watchlists import Organisation, Watchlists
from tests.alerts.builders import WATCHLISTS, a_change, a_fact, some_facts
from tests.builders import a_reading, a_statement, a_statement_record, an_event, an_incident

HEAD = "Rocket attack on Ain al-Asad, Anbar – 3 Mar 2021"
READING = a_reading(events=(an_event(),))
GROUP = {"id": "group-one", "name": "Group One"}


def title(*reasons, reading=READING, **changes):
    changes = {"title": f"{HEAD}: 10 rockets, 2 wounded"} | changes
    return incident_title(a_change(*reasons, incident=an_incident(**changes)), reading, WATCHLISTS)


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        pytest.param({}, "[NEW ATTACK · high · reported]", id="reported"),
        pytest.param({"status": Status.CLAIMED}, "[NEW ATTACK · high · claimed]", id="claimed"),
        pytest.param(
            {"retaliation_for": IncidentId("x")},
            "[NEW ATTACK · high · reported · retaliation]",
            id="retaliation",
        ),
        pytest.param(
            {"kind": "explosion_unattributed"},
            "[UNCONFIRMED EXPLOSION · high · reported]",
            id="explosion",
        ),
    ],
)
def test_a_first_report(changes, mark):
    assert title(**changes) == f"{mark} {HEAD}: 10 rockets, 2 wounded"


def test_what_is_no_attack_is_not_called_one():
    reading = a_reading(events=(an_event("airspace_incident", attack=False),))
    assert title(kind="airspace_incident", reading=reading).startswith("[NEW INCIDENT · ")


@pytest.mark.parametrize(
    ("reason", "facts", "expected"),
    [
        pytest.param(
            Reason.TOLL,
            {"killed": a_fact({"low": 3, "high": 3}, {"low": 1, "high": 1})},
            f"[UPDATE · toll] {HEAD}: 3 killed (was 1), 10 rockets",
            id="toll rises",
        ),
        pytest.param(
            Reason.TOLL,
            {"killed": a_fact({"low": 3, "high": 3})},
            f"[UPDATE · toll] {HEAD}: 3 killed, 10 rockets",
            id="first toll",
        ),
        pytest.param(
            Reason.CLAIM,
            {"claimed_by": a_fact(["group-one"])},
            f"[UPDATE · claim] {HEAD}: claimed by Group One, 10 rockets, 3 killed",
            id="claim",
        ),
        pytest.param(
            Reason.ATTRIBUTION,
            {"perpetrators": a_fact([GROUP | {"basis": "blamed"}])},
            f"[UPDATE · attribution] {HEAD}: blamed on Group One, 10 rockets, 3 killed",
            id="blame",
        ),
        pytest.param(
            Reason.DENIAL,
            {"perpetrators": a_fact([GROUP | {"basis": "denied"}])},
            f"[UPDATE · denial] {HEAD}: denied by Group One, 10 rockets, 3 killed",
            id="denial",
        ),
        pytest.param(
            Reason.CONFIRMATION,
            {},
            f"[UPDATE · confirmation] {HEAD}: confirmed, 10 rockets, 3 killed",
            id="confirmation",
        ),
        pytest.param(
            Reason.CORRECTION,
            {},
            f"[UPDATE · correction] {HEAD}: place or date corrected, 10 rockets, 3 killed",
            id="correction",
        ),
        pytest.param(
            Reason.RETALIATION,
            {},
            f"[UPDATE · retaliation] {HEAD}: answered by a strike, 10 rockets, 3 killed",
            id="retaliation",
        ),
    ],
)
def test_an_update_tells_what_is_new_first(reason, facts, expected):
    told = title(reason, facts=some_facts(**facts), title=f"{HEAD}: 10 rockets, 3 killed")
    assert told == expected


def test_a_higher_account_stands_beside_the_toll_we_show():
    facts = some_facts(killed=a_fact({"low": 1, "high": 1}, {"low": 4, "high": None}))
    told = title(Reason.TOLL, facts=facts, title=f"{HEAD}: 1 killed")
    assert told == f"[UPDATE · toll] {HEAD}: 1 killed (others say at least 4)"


def test_an_accident_is_called_one():
    told = title(Reason.CORRECTION, status=Status.ACCIDENT, title=f"{HEAD}: ruled an accident")
    assert told == f"[UPDATE · correction] {HEAD}: ruled an accident"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {},
            "[STATEMENT · official · threaten] Pentagon, John Kirby: “We will find them.”",
            id="person of a known body, verbatim",
        ),
        pytest.param(
            {"direct": False, "kind": StatementKind.NO_COMMENT},
            "[STATEMENT · official · no comment] Pentagon, John Kirby – We will find them.",
            id="the outlet's words are not quoted as his",
        ),
        pytest.param(
            {
                "speaker_class": "armed_group",
                "organisation": None,
                "organisation_id": "group-one-media",
                "speaker": None,
                "kind": StatementKind.CLAIM,
            },
            "[STATEMENT · militia communiqué · claim] Group One Media: “We will find them.”",
            id="a group is not official",
        ),
        pytest.param(
            {"speaker": "the Pentagon", "kind": StatementKind.DENY},
            "[STATEMENT · official · deny] Pentagon: “We will find them.”",
            id="the body itself",
        ),
        pytest.param(
            {"organisation": None, "organisation_id": None},
            "[STATEMENT · official · threaten] John Kirby: “We will find them.”",
            id="no body",
        ),
    ],
)
def test_a_statement(changes, expected):
    record = a_statement_record(statement=a_statement(**changes))
    assert statement_title(record, WATCHLISTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“We know who did it,” he said, “and we will answer in our own time.”",
            ": “and we will answer in our own time.”",
            id="the longest quotation",
        ),
        pytest.param(
            'He said "we will answer in our own time," and left.',
            ": “we will answer in our own time”",
            id="straight quotes",
        ),
        pytest.param(
            "قال «سنرد في الوقت المناسب على الهجوم» ثم غادر",
            ": “سنرد في الوقت المناسب على الهجوم”",
            id="guillemets",
        ),
        pytest.param(
            "Washington will not “shy away” from it, he said.",
            " – Washington will not “shy away” from it, he said.",
            id="too short to stand alone",
        ),
    ],
)
def test_only_the_speakers_own_words_stand_in_quotes(text, expected):
    record = a_statement_record(statement=a_statement(text))
    told = statement_title(record, WATCHLISTS)
    assert told == f"[STATEMENT · official · threaten] Pentagon, John Kirby{expected}"


@pytest.mark.parametrize(
    ("written", "body"),
    [
        pytest.param("DoD", "DoD", id="a shorter name as written"),
        pytest.param("البنتاغون", "Pentagon", id="in other letters"),
        pytest.param("US Department of Defense", "Pentagon", id="a longer name"),
        pytest.param(None, "Pentagon", id="not written"),
    ],
)
def test_a_body_by_its_short_name(written, body):
    record = a_statement_record(statement=a_statement(organisation=written))
    assert f"] {body}, John Kirby: " in statement_title(record, WATCHLISTS)


def test_a_body_with_a_long_name_is_called_by_what_people_call_it():
    ministry = Organisation(
        id="ministry",
        name="Ministry of Foreign Affairs of the Republic",
        names={"en": ("Foreign Ministry", "MFA")},
        speaker_class="state",
    )
    record = a_statement_record(
        statement=a_statement(organisation=None, organisation_id="ministry", speaker=None)
    )
    told = statement_title(record, Watchlists(organisations={"ministry": ministry}))
    assert "] Foreign Ministry: " in told


def test_a_group_that_speaks_for_itself_is_named_once_and_not_assessed():
    group = Organisation(
        id="group",
        name="Group One (façade)",
        names={"en": ("Group One",), "ar": ("المجموعة الأولى",)},
        speaker_class="armed_group",
    )
    said = a_statement(
        organisation="Group One (façade)",
        organisation_id="group",
        speaker="المجموعة الاولى",
        speaker_class="armed_group",
    )
    told = statement_title(
        a_statement_record(statement=said), Watchlists(organisations={"group": group})
    )
    assert "] Group One: " in told


def test_a_long_statement_is_cut_between_words():
    record = a_statement_record(statement=a_statement("We said it. " * 100))
    assert statement_title(record, WATCHLISTS).endswith(" We said…”")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Oil\r\nBcc: x@y.example", "Oil Bcc: x@y.example", id="line break"),
        pytest.param("\u202egro.knab\u202c", "gro.knab", id="turned round"),
        pytest.param("\x1b[31mred\x07", "[31mred", id="terminal codes"),
        pytest.param("", "no title", id="nothing"),
        pytest.param("a\u2028b\u0085c", "a b c", id="other line breaks"),
    ],
)
def test_a_strangers_title_stays_one_line(written, expected):
    assert story_title(written, ["oil-export"]) == f"[STORY · oil-export] {expected}"
