"""Short numbers that stand for long strings in indexes."""

import xxhash


def number_of(*texts: str | None) -> int:
    """A signed 64-bit hash of the texts in this order."""
    joined = "\x1f".join("" if text is None else text for text in texts)
    digest = xxhash.xxh3_64_intdigest(joined.encode("utf-8", "surrogatepass"))
    return digest - (1 << 64) if digest >= 1 << 63 else digest
