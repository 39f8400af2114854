"""Feeds and pages of an invented outlet."""

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>First Outlet</title><link>https://outlet.example/</link><language>en-GB</language>
<atom:link rel="self" href="https://outlet.example/feed"/>
{items}
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>First Outlet</title>
<id>tag:outlet.example,2021:feed</id><updated>2021-03-04T10:05:00Z</updated>
{items}
</feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://outlet.example/"><title>First Outlet</title></channel>
{items}
</rdf:RDF>"""

ITEM = """<item><title>Rockets hit a base</title><link>https://outlet.example/1</link>
<guid isPermaLink="false">outlet-1</guid><pubDate>Thu, 04 Mar 2021 13:05:00 +0300</pubDate>
<description>&lt;p&gt;Ten rockets.&lt;/p&gt;</description></item>"""


def rss(*items: str) -> bytes:
    """An RSS feed with these items."""
    return RSS.format(items="\n".join(items)).encode()


def atom(*entries: str) -> bytes:
    """An Atom feed with these entries."""
    return ATOM.format(items="\n".join(entries)).encode()


def rdf(*items: str) -> bytes:
    """An RSS 1.0 feed with these items."""
    return RDF.format(items="\n".join(items)).encode()
