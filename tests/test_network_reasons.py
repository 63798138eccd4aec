"""What a service says when it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.network.reasons import said

JSON = "application/json"
XML = "text/xml; charset=utf-8"
PLAIN = "text/plain"


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        (JSON, '{"error": "API key invalid", "api-key": "***", "count": "11"}', "API key invalid"),
        ("text/plain", '\ufeff {"error": "API key invalid"}', "API key invalid"),
        (JSON, '{"error": "Invalid query", "message": "no field x"}', "Invalid query: no field x"),
        (JSON, '{"error": "Forbidden", "message": "Forbidden"}', "Forbidden"),
        (JSON, '{"error": {"code": 403, "message": "No", "errors": [{"message": "No"}]}}', "No"),
        (JSON, '{"errors": [{"status": 1, "title": "Bad", "detail": "of page"}]}', "Bad: of page"),
        (JSON, '{"status": "failed", "message": [{"a": "x", "message": "Long"}]}', "Long"),
        (JSON, '{"Error-Message": "In capitals"}', "In capitals"),
        (JSON, '"a text alone"', "a text alone"),
        (JSON, '{"error": true, "status": 400}', ""),
        (JSON, '{"error": {"error": {"error": {"error": {"error": "deep"}}}}}', ""),
        (JSON, '{"error": "cut o', ""),
        (JSON, "[" * 60_000, ""),
        (JSON, "", ""),
        (XML, "<eFetchResult>\n\t<ERROR>Bad ID list</ERROR></eFetchResult>", "Bad ID list"),
        (XML, "<Error><Code>x</Code><Message>No &lt;way&gt;</Message></Error>", "No <way>"),
        (XML, '<d:x><d:message a="b"><![CDATA[ No\nindex ]]></d:message></d:x>', "No index"),
        (XML, "<errors><title>nothing</title></errors>", ""),
        ("text/html", "<html><body><p>error</p><message>hello</message></body></html>", ""),
        (XML, "<!DOCTYPE html><html><message>hello</message></html>", ""),
        ("", "<?xml version='1.0'?>\n<html xmlns='x'><message>hello</message></html>", ""),
        (PLAIN, 'Say "please"\r\n\x1b[31mand \u202ewait', "Say 'please' [31mand wait"),
        (PLAIN, "x" * 501, ""),
        (PLAIN, "word " * 50, ("word " * 30).rstrip() + "…"),
        ("application/octet-stream", "words", ""),
        ("", "words", ""),
    ],
)  # fmt: skip
def test_what_is_said_is_found(kind: str, body: str, told: str) -> None:
    assert said(kind, body.encode()) == told


def test_what_may_not_be_shown_is_taken_out_before_the_text_is_cut() -> None:
    body = ("x" * 145 + "secretsecret").encode()
    assert said(PLAIN, body, lambda text: text.replace("secretsecret", "***")) == "x" * 145 + "***"


@given(st.binary(max_size=300), st.sampled_from([JSON, XML, PLAIN, "text/html", ";;"]))
def test_any_body_is_one_line_that_can_be_shown(body: bytes, kind: str) -> None:
    told = said(kind, body)
    assert told.isprintable()
    assert '"' not in told
    assert len(told) <= 151


@pytest.mark.parametrize("part", ["<error", "<error>", "<a:error ", "<", "<error> ", "<error a=b"])
def test_broken_xml_takes_linear_time(part: str) -> None:
    assert said(XML, (part * 65_536)[:65_536].encode()) == ""
