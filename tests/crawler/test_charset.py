import pytest

from crawler.charset import declared_in_header, decode

ARABIC = "هجوم بطائرة مسيرة على قاعدة في محافظة الأنبار"
XML = '<?xml version="1.0" encoding="{}"?><title>{}</title>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(ARABIC.encode(), None, id="utf-8, undeclared"),
        pytest.param(b"\xef\xbb\xbf" + ARABIC.encode(), None, id="utf-8 with a mark"),
        pytest.param(ARABIC.encode(), "text/xml; charset=iso-8859-1", id="utf-8, called latin-1"),
        pytest.param(ARABIC.encode(), "text/xml; charset=utf-7", id="utf-8, called utf-7"),
        pytest.param(ARABIC.encode("utf-16"), None, id="utf-16 with a mark"),
        pytest.param(ARABIC.encode("cp1256"), None, id="windows-1256, undeclared"),
        pytest.param(ARABIC.encode("cp1256"), "text/xml; charset=utf-8", id="called utf-8"),
        pytest.param(ARABIC.encode("cp1256"), "text/xml; charset=iso-8859-1", id="called latin-1"),
        pytest.param(ARABIC.encode("cp1256"), "text/xml; charset=windows-1256", id="declared"),
        pytest.param(ARABIC.encode("iso8859-6"), None, id="iso-8859-6, undeclared"),
        *(
            pytest.param(ARABIC.encode("cp1256"), f"text/xml; charset={name}", id=name)
            for name in ("zlib", "rot13", "idna", "unicode_escape", "undefined", "αβγ", "punycode")
        ),
    ],
)
def test_arabic_comes_out_right(body, content_type):
    assert decode(body, content_type) == ARABIC


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        pytest.param("Café, déjà vu, Müller", "cp1252", None, id="western, undeclared"),
        pytest.param("Атака беспилотников на базу", "cp1251", None, id="Cyrillic"),
        pytest.param("Атака беспилотников на базу", "koi8-r", "koi8-r", id="Cyrillic, declared"),
        pytest.param("日本の新聞", "euc_jp", "euc-jp", id="Japanese, declared"),
        pytest.param("日本の新聞", "iso2022_jp", "iso-2022-jp", id="escapes, declared"),
        pytest.param("中文新闻", "gb18030", "gb2312", id="Chinese"),
        pytest.param("naïve", "iso8859-15", "iso-8859-15", id="iso-8859-15"),
    ],
)
def test_others_come_out_right_too(text, encoding, declared):
    content_type = f"text/html; charset={declared}" if declared else None
    assert decode(text.encode(encoding), content_type) == text


def test_what_the_document_says_counts_before_what_the_server_says():
    body = XML.format("windows-1256", ARABIC).encode("cp1256")
    assert ARABIC in decode(body, "text/xml; charset=iso-8859-1")
    body = XML.format("koi8-r", "Новости").encode("koi8-r")
    assert "Новости" in decode(body, "text/xml; charset=windows-1251")


def test_utf16_without_a_mark():
    for name in ("utf-16-le", "utf-16-be"):
        assert ARABIC in decode(XML.format("utf-16", ARABIC).encode(name))


def test_utf7_is_never_decoded():
    assert decode(b"+ADw-script+AD4-", "text/html; charset=utf-7") == "+ADw-script+AD4-"


def test_a_few_broken_characters_cost_only_themselves():
    body = ARABIC.encode() + b"\xff" + ARABIC.encode()
    assert decode(body, None) == f"{ARABIC}\N{REPLACEMENT CHARACTER}{ARABIC}"


def test_rubbish_is_replaced():
    text = decode(b"ok \xff\xfe\xc0\xaf\xed\xa0\x80 ok", "text/xml; charset=utf-8")
    assert text.startswith("ok \N{REPLACEMENT CHARACTER}")
    assert text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("text/xml; charset=utf-8", "utf-8"),
        ('text/xml;charset="UTF-8"', "UTF-8"),
        ("text/xml; charset=utf-8; drop", "utf-8"),
        ("text/xml", None),
        (None, None),
    ],
)
def test_charset_in_a_header(header, name):
    assert declared_in_header(header) == name
