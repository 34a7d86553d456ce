"""A file that was spoilt in any way is imported, or refused with faults; nothing else ever happens."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.file.test_faults import PAGE, Letter

from muniment.evidence.file.places import EvidenceFileError
from muniment.evidence.file.settling import settle
from muniment.evidence.held import Held

WHOLE = f"""muniment_evidence: 1
actors: [{{id: a, kind: person, names: [Anna, {{text: 安娜, language: zh}}], roles: [{{title: mayor, since: 2017}}]}}]
sources:
  - {{id: s, kind: cache, title: S, documents: [letter.txt], derives_from: [unknown, {{source: t, how: cites}}]}}
  - {{id: t, kind: outlet, title: T, withdrawn: 2018, withdrawn_why: error}}
quotes: [{{id: q, document: letter.txt, words: locked twice, translations: [{{text: x, language: en, by: y}}]}}]
claims:
  - id: c
    text: T
    parts: [{{id: d, text: U}}]
    evidence: [{{quote: q, bearing: supports, weight: hearsay}}]
statements: [{{id: n, actor: a, act: denies, claim: c, quote: {{document: letter.txt, page: 1, words: "{PAGE[:20]}"}}}}]
events: [{{id: e, title: V, date: late 2017, quotes: [q]}}]
findings: [{{id: f, claim: c, wording: W, nothing_against: yes}}]
reviews: [{{id: f.1, finding: f, step: returned, person: P, at: now, digest: x, opened: [q]}}]
judgements: [{{document: letter.txt, verdict: cannot be told, why: none}}]
"""
SIGNS = st.sampled_from(
    [*list("{}[]:,-?#&*!|>'\"%@`\n\t ~\\="), "\ud7ff", "\x00", "\u2028", "id", "null", "0", "- ", "[" * 30]
)


def test_the_whole_file_is_imported() -> None:
    assert len(settle("e.yaml", WHOLE.encode(), Held(), Letter()).edits) == 15


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 6), SIGNS), min_size=1, max_size=4), st.booleans())
def test_a_spoilt_file_is_told_as_such(cuts: list[tuple[int, int, str]], is_json: bool) -> None:
    text = WHOLE
    for at, length, sign in cuts:
        text = text[:at] + sign + text[at + length :]
    with suppress(EvidenceFileError):
        settle("e.json" if is_json else "e.yaml", text.encode(), Held(), Letter())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_told_as_such(content: bytes) -> None:
    with suppress(EvidenceFileError):
        settle("e.yaml", content, Held(), Letter())
    with suppress(EvidenceFileError):
        settle("e.yaml", b"muniment_evidence: 1\nclaims:\n" + content, Held(), Letter())
    with suppress(EvidenceFileError):
        settle("e.json", b'{"muniment_evidence": 1, "claims": [' + content, Held(), Letter())
