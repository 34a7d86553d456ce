"""Ways to tamper with a publication, by a stranger and by the very people who signed it, and what must be said."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.publish.small_publication import Cache, fill, html_of, proofs_of, publication, put, signed

from muniment.preserve.canonical import canonical
from muniment.publish.manifest import Correction

Tampering = Callable[[Path, Cache], None]
Faults = set[tuple[str, str]]


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")


def edit_json(folder: Path, path: str, change: Callable[[Any], object]) -> None:
    value = json.loads((folder / path).read_bytes())
    change(value)
    (folder / path).write_bytes(canonical(value))


def resign(folder: Path, cache: Cache, change: Callable[[Any], object] = lambda _: None) -> None:
    """Change the manifest and sign it as only the owner of the key can."""
    edit_json(folder, "manifest.json", change)
    signature = cache.key.sign((folder / "manifest.json").read_bytes())
    (folder / "manifest.sig").write_bytes(signature.hex().encode() + b"\n")


def second_edition(folder: Path, cache: Cache) -> None:
    """The publication becomes its own second edition."""
    former = folder.with_name(folder.name + "-former")
    folder.rename(former)
    folder.mkdir()
    fill(folder, cache, proofs_of(cache))
    put(folder, {"note.txt": b"corrected"})
    signed(folder, cache, former, [Correction("2024-07-01T10:00:00.000+00:00", "a note was added", "it lacked")])


def swap(folder: Path, *pairs: tuple[str, str]) -> None:
    for one, other in pairs:
        first, second = (folder / one).read_bytes(), (folder / other).read_bytes()
        put(folder, {one: second, other: first})


PAGES = [("pages/d1-p1.html", "pages/d1-p2.html"), ("proofs/d1-p1.json", "proofs/d1-p2.json")]


def change_a_page(folder: Path, _: Cache) -> None:
    edit(folder, "pages/d1-p1.html", "locked at night", "opened at night")


def take_a_file_away(folder: Path, _: Cache) -> None:
    (folder / "proofs/d2-p1.json").unlink()


def add_a_file(folder: Path, _: Cache) -> None:
    put(folder, {"pages/more.html": b"<p>more"})


def swap_two_pages(folder: Path, _: Cache) -> None:
    swap(folder, *PAGES)


def swap_two_pages_and_sign(folder: Path, cache: Cache) -> None:
    swap(folder, *PAGES)
    signed(folder, cache)


def swap_what_two_pages_say_and_sign(folder: Path, cache: Cache) -> None:
    swap(folder, PAGES[0])
    for one, other in (("1", "2"), ("2", "1")):
        edit(folder, f"pages/d1-p{one}.html", f'data-page="d1-p{other}"', f'data-page="d1-p{one}"')
    signed(folder, cache)


def alter_a_quote_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", ">gate is to be locked<", ">gate is never locked<")
    signed(folder, cache)


def alter_a_quote_and_its_proof_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", ">gate is to be locked<", ">gate is never locked<")
    edit(folder, "proofs/d1-p1.json", "gate is to be locked", "gate is never locked")
    signed(folder, cache)


def say_that_a_quote_stands_elsewhere_and_sign(folder: Path, cache: Cache) -> None:
    edit_json(folder, "proofs/d1-p1.json", lambda proof: proof["quotes"][0].update(start=3, end=23))
    signed(folder, cache)


def quote_across_a_gap_and_sign(folder: Path, cache: Cache) -> None:
    def change(proof: Any) -> None:
        [first, last] = next(one for one in proof["page"]["stretches"] if "before" in one)["before"][-2:]
        text = "".join(next(one for one in proof["page"]["stretches"] if "before" in one)["before"])
        quote = proof["quotes"][0]
        quote["pieces"] = [[1, 0, len(text) - len(first + last), len(text)], [1, 1, 0, 6]]
        quote["exact"] = f"{first}{last}deputy"
        del quote["start"], quote["end"]

    edit_json(folder, "proofs/d1-p1.json", change)
    edit(folder, "pages/d1-p1.html", ">gate is to be locked<", ">kept by deputy<")
    signed(folder, cache)


def alter_a_word_everywhere_and_sign(folder: Path, cache: Cache) -> None:
    for path in ("pages/d2-p1.html", "proofs/d2-p1.json"):
        edit(folder, path, "Nobody ", "Ana ")
    signed(folder, cache)


def drop_a_stretch_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", '<li data-stretch="2">By order\n</li>\n', "")
    signed(folder, cache)


def hide_that_words_are_withheld_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", "<span data-withheld>words withheld</span>", "")
    signed(folder, cache)


def add_words_that_nobody_sealed_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", "</ol>", "<li>Signed: the minister</li></ol>")
    signed(folder, cache)


def leave_an_element_open_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "pages/d1-p1.html", "<ol ", "<div><ol ")
    signed(folder, cache)


def show_a_page_of_another_cache_and_sign(folder: Path, cache: Cache) -> None:
    other = Cache("other")
    proof = proofs_of(other)[2]
    put(folder, {proof.path: proof.data, "pages/d2-p1.html": html_of(proof).encode()})
    signed(folder, cache)


def show_another_cache_with_its_seal_and_sign(folder: Path, cache: Cache) -> None:
    other = Cache("other")
    fill(folder, other, proofs_of(other))
    signed(folder, cache)


def open_another_original_and_sign(folder: Path, cache: Cache) -> None:
    edit(folder, "proofs/d2-p1.json", "bytes of 1", "bytes of 2")
    signed(folder, cache)


def sign_with_another_key(folder: Path, cache: Cache) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    resign(folder, Cache(cache.name, key=stranger))


def change_the_manifest(folder: Path, _: Cache) -> None:
    edit(folder, "manifest.json", '"edition":1', '"edition":2')


def list_another_root_and_sign(folder: Path, cache: Cache) -> None:
    resign(folder, cache, lambda manifest: manifest.update(root="0" * 64))


def lose_the_signature(folder: Path, _: Cache) -> None:
    (folder / "manifest.sig").unlink()


def lose_the_manifest(folder: Path, _: Cache) -> None:
    (folder / "manifest.json").unlink()


def drop_a_correction_and_sign(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    resign(folder, cache, lambda manifest: manifest["corrections"].clear())


def drop_an_earlier_correction_and_sign(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    shutil.rmtree(folder.with_name(folder.name + "-former"))
    second_edition(folder, cache)
    resign(folder, cache, lambda manifest: manifest["corrections"].pop(0))


def lose_the_former_edition_and_sign(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    shutil.rmtree(folder / "editions")
    signed_again = json.loads((folder / "manifest.json").read_bytes())
    signed(folder, cache)
    resign(
        folder,
        cache,
        lambda now: now.update({name: signed_again[name] for name in ("edition", "former", "corrections")}),
    )


def put_another_edition_before_and_sign(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    elsewhere = folder.with_name("elsewhere")
    publication(elsewhere, cache)
    resign(elsewhere, cache, lambda manifest: manifest.update(made="2023"))
    for name in ("manifest.json", "manifest.sig"):
        shutil.copy(elsewhere / name, folder / "editions" / "1" / name)
    was = json.loads((folder / "manifest.json").read_bytes())
    signed(folder, cache)
    resign(folder, cache, lambda now: now.update({name: was[name] for name in ("edition", "former", "corrections")}))


EVERY: Mapping[Tampering, Faults] = {
    change_a_page: {("changed", "pages/d1-p1.html")},
    take_a_file_away: {("missing", "proofs/d2-p1.json"), ("page", "pages/d2-p1.html")},
    add_a_file: {("added", "pages/more.html")},
    swap_two_pages: {("changed", path) for pair in PAGES for path in pair},
    swap_two_pages_and_sign: {
        *(("proof", path) for path in PAGES[1]),
        *(("page", path) for path in PAGES[0]),
        *(("quote", path) for path in PAGES[0]),
    },
    swap_what_two_pages_say_and_sign: {("page", path) for path in PAGES[0]},
    alter_a_quote_and_sign: {("quote", "pages/d1-p1.html")},
    alter_a_quote_and_its_proof_and_sign: {("quote", "proofs/d1-p1.json"), ("quote", "pages/d1-p1.html")},
    say_that_a_quote_stands_elsewhere_and_sign: {("quote", "proofs/d1-p1.json"), ("quote", "pages/d1-p1.html")},
    quote_across_a_gap_and_sign: {("quote", "proofs/d1-p1.json"), ("quote", "pages/d1-p1.html")},
    alter_a_word_everywhere_and_sign: {("proof", "proofs/d2-p1.json"), ("page", "pages/d2-p1.html")},
    drop_a_stretch_and_sign: {("page", "pages/d1-p1.html")},
    hide_that_words_are_withheld_and_sign: {("page", "pages/d1-p1.html")},
    add_words_that_nobody_sealed_and_sign: {("page", "pages/d1-p1.html")},
    show_a_page_of_another_cache_and_sign: {("proof", "proofs/d2-p1.json"), ("page", "pages/d2-p1.html")},
    show_another_cache_with_its_seal_and_sign: {
        ("seal", "seals/1.json"),
        *(("proof", f"proofs/{name}.json") for name in ("d1-p1", "d1-p2", "d2-p1")),
        *(("page", f"pages/{name}.html") for name in ("d1-p1", "d1-p2", "d2-p1")),
        *(("quote", f"pages/{name}.html") for name in ("d1-p1", "d1-p2")),
    },
    open_another_original_and_sign: {("proof", "proofs/d2-p1.json"), ("page", "pages/d2-p1.html")},
    sign_with_another_key: {("signature", "manifest.sig")},
    change_the_manifest: {("signature", "manifest.sig"), ("corrections", "manifest.json")},
    list_another_root_and_sign: {("manifest", "manifest.json")},
    lose_the_signature: {("missing", "manifest.sig")},
    lose_the_manifest: {("missing", "manifest.json")},
    drop_a_correction_and_sign: {("corrections", "editions/1/manifest.json")},
    drop_an_earlier_correction_and_sign: {("corrections", "editions/2/manifest.json")},
    lose_the_former_edition_and_sign: {("corrections", "manifest.json")},
    put_another_edition_before_and_sign: {("corrections", "editions/1/manifest.json")},
}  # fmt: skip
"""What is done -> (kind, file) of every fault that must be found, by each verifier."""
