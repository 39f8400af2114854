"""How sure an event is, and how much a story is about it."""

from marsad.reading.events.merging import Account

LEAD = 4  # sentences after the headline that count as the lead of a story


def confidence(account: Account, *, dated: bool, placed: bool, counted: bool) -> float:
    """How sure we are, and how much the story is about it.

    `dated`: by its words, not by the form of the story; `counted`: the dead or wounded are told.
    """
    main = account.main
    first = min(m.line.sentence.index for m in account.mentions)
    score = 0.35
    score += 0.2 if main.sense.asserted else 0.0
    score += 0.12 if first <= 1 else 0.06 if first <= LEAD else 0.0
    score += 0.08 if dated else 0.0
    score += 0.1 if placed else 0.0
    score += 0.05 if any(m.weapons for m in account.mentions) else 0.0
    score += 0.04 if counted else 0.0
    score += min(len(account.mentions) - 1, 3) * 0.02
    score -= 0.15 if main.sense.past else 0.0
    score -= 0.1 if main.sense.doubtful else 0.0
    return round(max(0.05, min(score, 0.98)), 3)
