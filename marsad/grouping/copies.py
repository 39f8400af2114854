"""Whether a story repeats the text of a known one."""

from dataclasses import dataclass

from marsad.grouping.places import Nearness, nearness
from marsad.grouping.same import When, alike, hours_part, time_between
from marsad.grouping.slots import Slots, slots_of_event, slots_of_incident
from marsad.grouping.world import World
from marsad.model import Event, Fingerprint, Incident, Known, KnownCopy, Reading, Reality, Story

ALIKE = 0.4  # Jaccard of the shingles from which two texts are one
ALMOST = 0.6  # from which they are one whatever unlisted places they name
HALF = 0.5  # of the headlines' words, where texts are only about half alike
# Share of the shorter text that the longer one holds, from which they are one. Long texts are
# only estimated, and share set phrases and footers.
HELD_SHORT = 0.5
HELD_LONG = 0.6
SHORT = 40  # shingles
LEAST = 5  # shingles; less is a phrase, not a text
GROWN = 1.3  # times as long: may hold news of its own
LINKED = 0.15  # share from which texts strengthen that two reports are one incident
LEAST_LINKED = 5  # shingles; two flashes always share a few
TITLE_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The story that this one repeats."""

    root: KnownCopy
    whole: bool  # nothing much is added to it
    jaccard: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much two texts share: of both together, and of the shorter one."""

    jaccard: float
    held: float
    shared: int  # hashes
    of: int


def copy_of(story: Story, reading: Reading, known: Known, world: World) -> Copied | None:
    """The earliest known story with this text, unless what they tell parts them."""
    found = []
    for copy in known.copies:
        if copy.story == story.id:
            continue
        copied = _compared(reading.fingerprint, copy)
        if copied is None:
            continue
        told = tuple(i for i in known.incidents if i.id in copy.incidents)
        if not look_alike(story, reading, copied, told, world):
            found.append(copied)
    # The earliest is the root; stories of equal age in the order of their ids.
    return min(found, key=_age, default=None)


def likeness(one: Fingerprint, two: Fingerprint) -> Likeness:
    """Estimate how much two texts share from the smallest hashes of their shingles."""
    if not one.sketch or not two.sketch:
        return Likeness(jaccard=0.0, held=0.0, shared=0, of=0)
    a, b = set(one.sketch), set(two.sketch)
    whole_a, whole_b = len(a) >= one.shingles, len(b) >= two.shingles
    # Of a bottom sketch only the hashes below both ends are comparable.
    end = min(
        (
            sketch[-1]
            for sketch, whole in ((one.sketch, whole_a), (two.sketch, whole_b))
            if not whole
        ),
        default=None,
    )
    if end is not None:
        a, b = {h for h in a if h <= end}, {h for h in b if h <= end}
    union = a | b
    if not union:
        return Likeness(jaccard=0.0, held=0.0, shared=0, of=0)
    shared = len(a & b)
    jaccard = shared / len(union)
    both = jaccard / (1 + jaccard) * (one.shingles + two.shingles)
    held = min(1.0, both / max(1, min(one.shingles, two.shingles)))
    return Likeness(jaccard=jaccard, held=held, shared=shared, of=len(union))


def linked(one: Fingerprint, two: Fingerprint) -> bool:
    """Whether two texts share enough to strengthen that they tell one incident."""
    if one.title_key == two.title_key and len(one.title_key.split()) >= TITLE_WORDS:
        return True
    like = likeness(one, two)
    return like.jaccard >= LINKED and like.shared >= LEAST_LINKED


def look_alike(
    story: Story,
    reading: Reading,
    copied: Copied,
    incidents: tuple[Incident, ...],
    world: World,
) -> bool:
    """Whether a like text tells another thing: other place, day or weapon."""
    known = copied.root
    mine = main_event(reading)
    theirs = main_event(known.reading) if known.reading is not None else None
    if mine is None or theirs is None:
        return False
    slots = slots_of_event(mine, story, world)
    if parted(slots, slots_of_event(theirs, _told_as(story, known), world), copied, world):
        return True
    # Their words are not at hand, but their incident knows the hour of the day they told.
    others = [slots_of_incident(incident, world) for incident in incidents]
    return bool(others) and all(hours_part(slots, other) for other in others)


def parted(one: Slots, two: Slots, copied: Copied, world: World) -> bool:
    """Whether place, day or weapon say that two reports differ."""
    # Names that no gazetteer knows are guesses: nearly equal words weigh more.
    guessed = not (one.place and one.place.id and two.place and two.place.id)
    sure = not guessed or copied.jaccard < ALMOST
    if sure and nearness(one.place, two.place, world.watchlists) is Nearness.APART:
        return True
    return time_between(one, two) is When.APART or not alike(one, two)


def main_event(reading: Reading) -> Event | None:
    """The event that a story is about."""
    return max(reading.events, key=_rank, default=None)


def _rank(event: Event) -> tuple[bool, bool, float]:
    told = event.attack and event.reality in (Reality.HAPPENED, Reality.CLAIMED)
    return told, event.new, event.confidence


def _compared(mine: Fingerprint, known: KnownCopy) -> Copied | None:
    other = known.fingerprint
    if mine.text_hash == other.text_hash and mine.shingles:
        return Copied(
            root=known, whole=True, jaccard=1.0, reason=f"copy of {known.story}: same text"
        )
    if _same_title(mine, other):
        return Copied(
            root=known, whole=True, jaccard=1.0, reason=f"copy of {known.story}: same title"
        )
    like = likeness(mine, other)
    # A text that grew may hold news of its own; a text cut short holds none.
    whole = mine.shingles <= other.shingles * GROWN
    shorter = min(mine.shingles, other.shingles)
    if shorter < LEAST or (like.jaccard < ALMOST and _other_title(mine, other)):
        return None
    if like.jaccard >= ALIKE:
        reason = f"copy of {known.story}: {like.shared} of {like.of} fingerprints"
        return Copied(root=known, whole=whole, jaccard=like.jaccard, reason=reason)
    least = HELD_SHORT if shorter <= SHORT else HELD_LONG
    if like.held >= least:
        reason = f"copy of {known.story}: {like.held:.0%} of the shorter text in both"
        return Copied(root=known, whole=whole, jaccard=like.jaccard, reason=reason)
    return None


def _same_title(mine: Fingerprint, other: Fingerprint) -> bool:
    if mine.title_key != other.title_key or len(mine.title_key.split()) < TITLE_WORDS:
        return False
    return max(mine.shingles, other.shingles) <= SHORT


def _other_title(mine: Fingerprint, other: Fingerprint) -> bool:
    """Whether both have a headline, and not the same one in other words."""
    first, second = set(mine.title_key.split()), set(other.title_key.split())
    return bool(first and second) and len(first & second) < HALF * len(first | second)


def _age(copied: Copied) -> tuple[float, str]:
    known = copied.root
    when = known.seen or known.published
    return (when.timestamp() if when is not None else 0.0, known.story)


def _told_as(story: Story, known: KnownCopy) -> Story:
    """A story with the times of the known one; its words are not at hand."""
    return Story(
        id=known.story,
        url=None,
        source=known.source,
        title="",
        text="",
        published=known.published,
        seen=known.seen,
        zone=story.zone,
    )
