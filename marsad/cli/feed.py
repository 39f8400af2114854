"""`marsad feed FILE|URL`: one feed or news sitemap in, its entries out."""

import argparse

from marsad.cli.streams import bytes_of, is_address, put


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "file", metavar="FILE|URL", help="a saved feed, an address, or - for standard input"
    )
    parser.add_argument("--url", help="where a saved feed came from: relative links start there")


def run(options: argparse.Namespace) -> int:
    """Prints the entries of one feed."""
    from crawler.feeds import read_any

    if is_address(options.file):
        from marsad.cli.fetching import fetched

        answer = fetched(options.file, options.config)
        entries = read_any(answer.body, answer.headers.get("content-type"), answer.url)
    else:
        entries = read_any(bytes_of(options.file), None, options.url)
    # Written by hand, since pydantic would double the time of this command.
    for entry in entries:
        put(
            {
                "url": entry.url,
                "guid": entry.guid,
                "title": entry.title,
                "summary": entry.summary,
                "content": entry.content,
                "published": entry.published and entry.published.isoformat(),
                "updated": entry.updated and entry.updated.isoformat(),
                "authors": list(entry.authors),
                "language": entry.language,
            }
        )
    return 0
