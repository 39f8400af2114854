"""`marsad incidents`: list them, or `show ID`."""

import argparse
from collections.abc import Mapping
from typing import Any

from marsad.cli.filters import FORMATS, add_filters, query_of, show
from marsad.cli.streams import put
from marsad.errors import CannotDo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("action", nargs="?", choices=("show",))
    parser.add_argument("id", nargs="?", metavar="ID")
    add_filters(parser, (*FORMATS, "geojson"))


def run(options: argparse.Namespace) -> int:
    """Prints incidents, newest first, or one of them whole."""
    from marsad.archive import Archive
    from marsad.documents import incident_document
    from marsad.model import Incident, IncidentId
    from marsad.settings.load import load

    if (options.action == "show") != bool(options.id):
        options.refuse("incidents show takes the id of an incident")
    settings = load(options.config)
    archive = Archive.open(settings.archive_url())
    try:
        archive.upgrade()
        with archive.looking() as work:
            if options.id:
                one = work.incidents.get(IncidentId(options.id))
                if one is None:
                    raise CannotDo(f"{options.id}: no such incident")
                found: tuple[Incident, ...] = (one,)
            else:
                found = tuple(work.incidents.find(query_of(options, settings.watchlists)))
            documents = [
                incident_document(
                    incident,
                    statements=[str(id) for id in work.incidents.statements_of(incident.id)],
                    alerts=[str(id) for id in work.incidents.alerts_of(incident.id)],
                )
                for incident in found
            ]
    finally:
        archive.close()
    if options.id:
        put(documents[0])
        return 0
    if options.format == "geojson":
        put({"type": "FeatureCollection", "features": [_feature(each) for each in documents]})
        return 0
    rows = [
        document
        | {
            "time": str(document["opened"])[:16].replace("T", " "),
            "sources": len(document["stories"]),
        }
        if options.format == "table" and not options.json
        else document
        for document in documents
    ]
    show(rows, options, ("time", "severity", "status", "title", "sources", "id"))
    return 0


def _feature(document: Mapping[str, Any]) -> dict[str, object]:
    """An incident on a map; one without a position has no geometry (RFC 7946)."""
    place = (document["facts"].get("place") or {}).get("value") or {}
    lat, lon = place.get("lat"), place.get("lon")
    point = {"type": "Point", "coordinates": [lon, lat]}
    known = lat is not None and lon is not None
    return {
        "type": "Feature",
        "id": document["id"],
        "geometry": point if known else None,
        "properties": dict(document),
    }
