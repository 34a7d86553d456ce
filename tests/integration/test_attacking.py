"""A page on which somebody protected can still be found is refused: in its words, its pixels, or what was read anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from muniment.app.publish.attacking import Attacker, called
from muniment.evidence.held import Held
from muniment.evidence.records import Kind, Quote
from muniment.evidence.withheld import Decision, Protected, Sighting
from muniment.model import PageKind
from muniment.publish.manifest import PublicationError
from muniment.redact.guarding import Guard
from muniment.redact.image import encoded
from muniment.redact.marks import Form, Part, PublishedPage, ShownWord
from muniment.redact.pdf import write_pdf

NAME = "Mirel Tavash"
ORIGINAL = "ab" * 32


@pytest.fixture(scope="module")
def attacker() -> Iterator[Attacker]:
    held = Held({Kind.PROTECTED: {"protected-1": Protected("protected-1", (NAME,))}})
    with Attacker(held, Guard.of(held)) as made:
        yield made


def page(number: int, line: str) -> PublishedPage:
    picture = Pillow.new("L", (1000, 300), 255)
    ImageDraw.Draw(picture).text((60, 100), line, 0, ImageFont.load_default(48))
    parts = (Part(0, 0, 5, "Doors", is_open=True),)
    return PublishedPage(number, PageKind.TEXT, Form.DRAWN, parts, image=encoded(np.asarray(picture)))


def drawn(folder: Path, *pages: PublishedPage) -> Path:
    with (folder / "pages.pdf").open("wb") as out:
        write_pdf(pages, out)
    return folder / "pages.pdf"


def test_pixels_are_read_on_the_page_they_stand_on(attacker: Attacker, tmp_path: Path) -> None:
    file = drawn(tmp_path, page(3, "Two keys open the gate"), page(7, f"{NAME} holds one"))
    with pytest.raises(PublicationError, match="On page 7 of abababababab… a protected person can still be found"):
        attacker.drawn(ORIGINAL, file, (3, 7))
    attacker.drawn(ORIGINAL, drawn(tmp_path, page(3, "Two keys open the gate")), (3,))


def test_a_document_is_called_by_its_path_in_the_case_and_the_first_of_its_digits() -> None:
    held = Held({Kind.QUOTE: {"q": Quote("q", ORIGINAL, (), "leak/a\u202e\nlist.pdf")}})
    assert called(held, ORIGINAL) == r"leak/a\u202e list.pdf (abababababab…)"
    assert called(held, "cd" * 32) == "cdcdcdcdcdcd…"


def test_what_recognition_read_in_making_counts(attacker: Attacker, tmp_path: Path) -> None:
    made = replace(page(4, "Two keys"), recognised=f"{NAME} holds one")
    attacker.words_of("cd" * 32, made)
    with pytest.raises(PublicationError, match="On page 4 of cd"):
        attacker.drawn("cd" * 32, drawn(tmp_path, made), (4,))


def test_words_that_are_left_are_looked_at(attacker: Attacker) -> None:
    box = (0.1, 0.1, 0.3, 0.2)
    words = tuple(ShownWord(one, box) for one in NAME.split())
    with pytest.raises(PublicationError, match="On page 5 of"):
        attacker.words_of(ORIGINAL, replace(page(5, ""), words=words))
    with pytest.raises(PublicationError, match="On page 5 of"):
        attacker.words_of(ORIGINAL, replace(page(5, ""), parts=(Part(0, 0, 12, NAME, is_open=True),)))


def decided(name: str, *decisions: Sighting) -> Attacker:
    held = Held(
        {
            Kind.PROTECTED: {"protected-1": Protected("protected-1", (name,))},
            Kind.SIGHTING: {str(number): one for number, one in enumerate(decisions)},
        }
    )
    return Attacker(held, Guard.of(held))


def not_them(words: str, original: str = ORIGINAL, decision: Decision = Decision.NOT_THEM) -> Sighting:
    return Sighting("sighting-1", "protected-1", words, decision, original, "another word")


@pytest.mark.parametrize("name", ["Bo", "王"])
def test_letters_of_a_short_name_hinder_until_a_person_decides_on_them(tmp_path: Path, name: str) -> None:
    words = ShownWord(name, (0.06, 0.3, 0.12, 0.5))
    made = replace(page(4, "Two keys"), words=(words,), recognised=f"{name} holds one")
    file = drawn(tmp_path, made)
    for sighting in (None, not_them(name, "cd" * 32), not_them(name, decision=Decision.PROTECT)):
        with decided(name, *filter(None, [sighting])) as attacker:
            with pytest.raises(PublicationError) as refused:
                attacker.words_of(ORIGINAL, made)
            assert "muniment protect decide" in refused.value.advice
            with pytest.raises(PublicationError) as refused:
                attacker.drawn(ORIGINAL, file, (4,))
            assert "muniment protect decide" in refused.value.advice
            assert name not in str(refused.value)
    with decided(name, not_them(name)) as attacker:
        attacker.words_of(ORIGINAL, made)
        attacker.drawn(ORIGINAL, file, (4,))


def test_a_name_that_is_not_short_is_refused_in_a_picture_whatever_was_decided(tmp_path: Path) -> None:
    made = replace(page(4, "Two keys"), recognised=f"{NAME} holds one")
    with decided(NAME, not_them(NAME)) as attacker:
        attacker.words_of(ORIGINAL, made)
        with pytest.raises(PublicationError) as refused:
            attacker.drawn(ORIGINAL, drawn(tmp_path, made), (4,))
    assert "muniment protect decide" not in refused.value.advice


def test_a_file_that_cannot_be_looked_at_does_not_go_out(attacker: Attacker, tmp_path: Path) -> None:
    file = drawn(tmp_path, page(1, "Two keys"))
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(Exception, match=r"could not be looked at|can still be found"):
        attacker.drawn(ORIGINAL, file, (1,))
