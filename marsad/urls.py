"""Addresses: the canonical form that identifies a story, and what may be shown as a link."""

import re
from hashlib import blake2b
from urllib.parse import SplitResult, urlsplit

from marsad.model import StoryId

# Parameters that only tell where a reader came from. A name ending in "*" is a prefix.
_TRACKING = re.compile(
    r"(?:utm_.*|at_(?:medium|campaign|custom.*|link_.*|format|ptr_name|bbc_team)|pk_.*|mtm_.*|matomo_.*|hsa_.*"
    r"|_hsenc|_hsmi|mc_[ce]id|vero_.*|wt_mc|wt\.mc_id|ns_.*|__twitter_impression|__cf_chl.*|_ga|_gl|fb_.*|ga_.*"
    r"|[a-z]*clid|gbraid|wbraid|igshid|igsh|mkt_tok|oly_(?:anon|enc)_id|ref_(?:src|url)|ftag|cmpid"
    r"|guccounter|guce_.*|smid|smtyp|ncid|ocid|icid|ito|taid|sh_kit|spm|trk|trkcampaign"
    r"|amp|amp_js_v|usqp|output_?type)",
    re.IGNORECASE,
)
_AMP_VALUES = {"output": {"amp"}, "view": {"amp"}, "m": {"amp"}, "s": {"amp"}}
_FRONT_LABELS = frozenset({"www", "m", "mobile", "amp"})
_AMP_CACHE = re.compile(
    r"^https?://(?:www\.)?google\.[a-z.]+/amp/s/|^https?://[\w-]+\.cdn\.ampproject\.org/[cv]/s/"
)
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_PATH_SAFE = frozenset("/!$'()*+,;=:@%")
_QUERY_SAFE = _PATH_SAFE | frozenset("?")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}|.", re.DOTALL)
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "mil", "info", "news"})


def canonical(url: str) -> str:
    """The form in which all addresses of one story are the same: an identity, not to be fetched."""
    stripped = _CONTROL.sub("", url).strip()
    stripped = _AMP_CACHE.sub("https://", stripped)
    parts = _split(stripped)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return stripped
    host = _front_host(_ascii_host(parts.hostname))
    port = _port(parts)
    path = _without_amp(_escaped(_without_dots(parts.path), _PATH_SAFE))
    query = _telling_query(parts.query)
    # "#!" is an address of its own on pages that are drawn by script.
    fragment = "#" + _escaped(parts.fragment, _QUERY_SAFE) if parts.fragment.startswith("!") else ""
    return (
        f"https://{host}{port}{path.rstrip('/') or '/'}" + (f"?{query}" if query else "") + fragment
    )


def story_id(url: str) -> StoryId:
    """The id of the story at an address: the same for all its spellings."""
    digest = blake2b(canonical(url).encode("utf-8", "replace"), digest_size=8)
    return StoryId(digest.hexdigest())


def host_of(url: str) -> str:
    """Host of an address in lower case; empty when it has none."""
    parts = _split(url.strip())
    return _ascii_host(parts.hostname) if parts and parts.hostname else ""


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one outlet's domain."""
    one, other = _site(host_of(a)), _site(host_of(b))
    return bool(one) and one == other


def safe_link(url: str) -> str | None:
    """The address as people may see and follow it; None for anything but a plain http(s) link."""
    stripped = url.strip()
    if _CONTROL.search(stripped) or "\\" in stripped:
        return None
    parts = _split(stripped)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    # "https://bank.example@evil.example" reads as the wrong host: what stands before the @ goes.
    host = parts.netloc.rpartition("@")[2]
    if _INVISIBLE.search(host) or re.search(r"[\s\"'<>`%]", host):
        return None
    path = _shown(parts.path)
    query = f"?{_shown(parts.query)}" if parts.query else ""
    fragment = f"#{_shown(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{path}{query}{fragment}"


def masked(url: str) -> str:
    """The address for logs and errors: no credentials, no query, which may hold tokens."""
    shown = _INVISIBLE.sub("", _CONTROL.sub("", url))
    parts = _split(shown)
    if parts is None or not parts.netloc:
        return shown.partition("?")[0].rpartition("@")[2][:80]
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path[:200]}{'?…' if parts.query else ''}"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return None
    return parts


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _front_host(host: str) -> str:
    """The host without "www." and its like, as long as a name remains."""
    while True:
        label, _, rest = host.partition(".")
        if label not in _FRONT_LABELS or "." not in rest:
            return f"[{host}]" if ":" in host else host
        host = rest


def _port(parts: SplitResult) -> str:
    default = {"http": 80, "https": 443}[parts.scheme]
    return "" if parts.port in (None, default, 443) else f":{parts.port}"


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _without_amp(path: str) -> str:
    path = path.rstrip("/")
    while True:
        shorter = re.sub(
            r"^/amp(?=/.)|/amp$|\.amp(?=\.html?$)|\.amp$", "", path, flags=re.IGNORECASE
        )
        shorter = shorter.rstrip("/")
        if shorter == path:
            return path
        path = shorter


def _telling_query(query: str) -> str:
    """The parameters that choose what is shown, in one order."""
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if not pair or _TRACKING.fullmatch(name):
            continue
        if value.lower() in _AMP_VALUES.get(name.lower(), ()):
            continue
        kept.append(_escaped(pair, _QUERY_SAFE))
    return "&".join(sorted(kept))


def _escaped(text: str, safe: frozenset[str]) -> str:
    """One spelling for percent-escapes: what needs none has none, hex digits are capitals."""
    return _ESCAPE.sub(lambda found: _escape(found.group(), safe), text)


def _escape(part: str, safe: frozenset[str]) -> str:
    if len(part) == 3:
        byte = int(part[1:], 16)
        return chr(byte) if byte in _UNRESERVED else part.upper()
    if part == "%":
        return "%25"
    if part in safe or (part.isascii() and ord(part) in _UNRESERVED):
        return part
    return "".join(f"%{byte:02X}" for byte in part.encode("utf-8", "replace"))


def _shown(text: str) -> str:
    """Readable letters stay; what could end an attribute or turn the text round is escaped."""
    return re.sub(
        r"[\s\"'<>`{}|^]|" + _INVISIBLE.pattern,
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")),
        text,
    )


def _site(host: str) -> str:
    """The registered domain, near enough without a public-suffix list."""
    if not host or host.replace(".", "").isdigit() or ":" in host:
        return host
    labels = host.split(".")
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-size:])
