import pytest

from crawler.xmltext import harmless_xml


@pytest.mark.parametrize(
    ("xml", "harmless"),
    [
        ('<?xml version="1.0" encoding="utf-8"?><a/>', "<a/>"),
        ("<!DOCTYPE rss><a/>", "<a/>"),
        ('<!DOCTYPE rss SYSTEM "http://x/y.dtd"><a/>', "<a/>"),
        ('<!doctype rss [<!ENTITY x "y">]><a>&x;</a>', "<a>&x;</a>"),
        ('<!DOCTYPE a [<!ENTITY % p "]">\n]  ><a/>', "<a/>"),
        ("<!DOCTYPE never ends", ""),
        ("<!DOCTYPE a [ never ends", ""),
        ("<a>\x00\x01\x1f\ufffe</a>", "<a></a>"),
        ("<a>&#0;&#x1f;&#xFFFE;&#xD800;&#99999999999;</a>", "<a></a>"),
        ("<a>&#65;&#x41;&#x1F680;</a>", "<a>&#65;&#65;&#128640;</a>"),
        ("<a>&#150;</a>", "<a>–</a>"),
        ("<a>&nbsp;&eacute;&hellip;</a>", "<a>\xa0é…</a>"),
        (
            "<a>&amp;&lt;&gt;&quot;&apos;&amp;nbsp;</a>",
            "<a>&amp;&lt;&gt;&quot;&apos;&amp;nbsp;</a>",
        ),
        ("<a>&nothing;&AMP;</a>", "<a>&nothing;&AMP;</a>"),
        ("<a " + "x='1' " * 20_000 + "/>b", "b"),
    ],
)
def test_what_becomes_of_it(xml, harmless):
    assert harmless_xml(xml) == harmless
