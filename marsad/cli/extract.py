"""`marsad extract FILE|URL`: one page in, its article out."""

import argparse

from marsad.cli.streams import bytes_of, is_address, put


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "file", metavar="FILE|URL", help="a saved page, an address, or - for standard input"
    )
    parser.add_argument("--url", help="where a saved page came from")


def run(options: argparse.Namespace) -> int:
    """Prints one article."""
    from crawler.articles import extract
    from crawler.documents import Document
    from marsad.documents import article_document
    from marsad.model import Selectors

    if is_address(options.file):
        from marsad.cli.fetching import fetched

        answer = fetched(options.file, options.config)
        document = Document(
            url=answer.url, body=answer.body, content_type=answer.headers.get("content-type")
        )
    else:
        document = Document(url=options.url or "", body=bytes_of(options.file), content_type=None)
    article = article_document(extract(document, Selectors()))
    if not is_address(options.file):
        article["url"] = options.url
    put(article)
    return 0
