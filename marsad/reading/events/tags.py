"""What a word or phrase can be in the telling of an event."""

from enum import StrEnum


class Tag(StrEnum):
    """The part a phrase plays; its value (a kind, an id, a number) goes with it."""

    NOUN = "noun"  # names an event; value: kind, "" when weapon and actor must tell
    VERB = "verb"  # reports an event; value as above
    WEAPON_VERB = "weapon_verb"  # reports an event beside a weapon
    STRIKE_VERB = "strike_verb"  # reports an event beside a weapon or behind somebody armed
    FOUND = "found"  # a weapon was found or defused
    AIR = "air"
    LAUNCH = "launch"  # fired, not yet struck
    WEAPON = "weapon"  # value: id
    DUAL = "dual"  # two of a weapon; value: id
    SINGLE = "single"  # one weapon
    DAMAGE = "damage"
    STATE = "state"  # value: actor id
    SHIP = "ship"
    AIRCRAFT = "aircraft"
    PERSON = "person"
    ATTACKER = "attacker"
    BREAKING = "breaking"
    STOPPED = "stopped"  # interception; value: all, partly, active
    KILLED = "killed"  # value: before, after, either
    WOUNDED = "wounded"
    NOBODY = "nobody"  # value: both, killed, wounded
    INDIRECT = "indirect"
    ASIDE = "aside"  # the attackers' own dead
    PART = "part"  # "including"
    PEOPLE = "people"  # value: crowd for plurals
    CLAIM = "claim"  # value: the list of `Claims` it stands in
    NUMBER = "number"  # value: the number
    BOUND = "bound"  # value: several, dozens, at_least, about, at_most, more_than
    ONE = "one"
    AND = "and"
    UNIT = "unit"
    MONTH = "month"
    SOLAR = "solar"
    WEEKDAY = "weekday"
    DAY = "day"
    SPAN = "span"  # hour, day, week, month, year
    WHEN = "when"  # value: ago, last, this, coming, of
    ORDINAL = "ordinal"
    WHERE = "where"  # value: at, near, away, launched, towards, kinds, wide, sites, not_places
    COUNTRY = "country"  # value: ISO code
    DEMONYM = "demonym"  # value: ISO code
    GRAMMAR = "grammar"  # value: name of the class
    CUE = "cue"  # value: id
