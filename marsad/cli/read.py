"""`marsad read [FILE] [--explain]`: stories in, readings out, same order."""

import argparse

from marsad.cli.streams import lines_of, put, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="stories as JSON lines (default: standard input)"
    )
    parser.add_argument(
        "--explain", action="store_true", help="show each reading beside its story, for people"
    )


def run(options: argparse.Namespace) -> int:
    """Reads every story; a bad line costs itself only."""
    from marsad.app.readers import make_reader
    from marsad.app.stories import stories_of
    from marsad.documents import reading_document
    from marsad.settings.load import load

    settings = load(options.config)
    reader = make_reader(settings)
    sources = {source.id: source for source in settings.sources}
    bad = 0
    for line in stories_of(lines_of(options.file), sources):
        if line.story is None:
            bad += 1
            say(f"line {line.number}: {line.fault}")
            continue
        try:
            reading = reader.read(line.story)
        except Exception as error:  # noqa: BLE001 - one story must not stop the others
            bad += 1
            say(f"line {line.number}: cannot be read: {type(error).__name__}: {error}")
            continue
        if options.explain:
            from marsad.cli.explain import explained

            print(explained(line.story, reading))
        else:
            put(reading_document(reading))
    return 1 if bad else 0
