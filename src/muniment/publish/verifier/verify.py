#!/usr/bin/env python3
"""Checks a publication: that nothing in it was changed, and that the words it shows stand in the sealed documents.

    python3 verify.py                      checks the folder it lies in
    python3 verify.py FOLDER --key HEX     another folder, signed with the key that you know
    python3 verify.py --former SHA256      and it must come after an edition that you noted earlier

It needs Python 3.9 or later and nothing else: no network, no other program. It was written from the description of the
format (docs/proof-format.md of Muniment) and shares no code with the program that made the publication. Whoever could
change the publication could change this file too, so fetch it from somewhere else if you can. Exit status: 0 nothing is
wrong, 1 something is, 2 it could not be looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import html
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Sequence
from typing import Any

PUBLICATION, SEAL, PROOF = "muniment publication 1", "muniment seal file 1", "muniment page proof 1"
PARTS = ("bytes", "place", "end", "text", "reading", "facts", "password", "words")
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)
"""What comes of data that are not of the form they should have."""

STAMP = ("manifest.json.tsr", "manifest.json.pem", "manifest.json.stamp")
"""A timestamp on the manifest: the answer, certificates, and a signed line with the hashes of what belongs together."""

FAULTS_LISTED = 1000
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

ROLES = frozenset({"data-page", "data-stretch", "data-withheld", "data-note", "data-quote"})
RAW, DRAWN = frozenset({"script", "style"}), frozenset({"svg", "math"})
ATTRIBUTE = re.compile(r'\s+([a-zA-Z_:][a-zA-Z0-9_:.-]*)(?:="([^"]*)")?')
TAG = re.compile(r'([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_:][a-zA-Z0-9_:.-]*(?:="[^"]*")?)*)\s*(/?)')
LITTER = re.compile(r"\.DS_Store|Thumbs\.db|\._.*", re.DOTALL)
"""What computers leave in folders that they show, without being asked."""


class Wrong(Exception):
    """Something does not fit; the message is the end of a sentence."""


# hashes --------------------------------------------------------------------------------------------------------------


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def derived(salt: bytes, name: str) -> bytes:
    return hmac.new(salt, name.encode(), hashlib.sha256).digest()


def unhex(text: Any, length: int = 32) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * length or not re.fullmatch("[0-9a-f]*", text):
        raise Wrong("holds something else where hexadecimal digits should stand")
    return bytes.fromhex(text)


def whole(number: Any, least: int = 0) -> int:
    if type(number) is not int or number < least:
        raise Wrong("holds something else where a number should stand")
    return int(number)


def covered_root(size: int, shown: dict[int, bytes], cover: Sequence[Any]) -> bytes:
    """The root of a Merkle tree (RFC 9162) of which some leaves are shown; the cover stands for the rest, in order."""
    rest = iter([unhex(one) for one in cover])

    def root(start: int, end: int, among: list[int]) -> bytes:
        if not among:
            found = next(rest, None)
            if found is None:
                raise Wrong("lacks a hash")
            return found
        if end - start == 1:
            return shown[start]
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        left = root(start, middle, [one for one in among if one < middle])
        return sha256(b"\1", left, root(middle, end, [one for one in among if one >= middle]))

    among = sorted(shown)
    if not among or among[0] < 0 or among[-1] >= size:
        raise Wrong("shows something outside of what was sealed")
    found = root(0, size, among)
    if next(rest, None) is not None:
        raise Wrong("has a hash too many")
    return found


def stretch_hash(one: dict[str, Any]) -> bytes:
    """What stands for a stretch of words of which all, or the first and the last, are shown."""
    if "words" in one:
        before, after, salt = one["words"], one["words"], unhex(one["salt"])
        behind, ahead, more = (derived(salt, name) for name in ("forwards", "backwards", "count"))
        shown = len(before)
    else:
        before, after = one["before"], one["after"]
        behind, ahead, more = (unhex(one[name]) for name in ("behind", "ahead", "more"))
        shown = len(before) + len(after)
    for word in reversed(before):
        behind = sha256(b"\2", behind, word.encode())
    for word in after:
        ahead = sha256(b"\2", ahead, word.encode())
    for _ in range(shown):
        more = sha256(b"\3", more)
    return sha256(b"\4", behind, ahead, more)


# Ed25519 (RFC 8032, section 5.1.7) -----------------------------------------------------------------------------------

Point = tuple[int, int, int, int]
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def x_of(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


def point_of(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = x_of(y, number >> 255)
    return x, y, 1, x * y % P


def bytes_of(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_of(BASE_Y.to_bytes(32, "little"))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the signature (64 bytes) over the message is that of the public key (32 bytes)."""
    try:
        public = point_of(key)
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= Q:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    minus = (P - public[0], public[1], 1, P - public[3])
    return bytes_of(add(times(s, BASE), times(k, minus))) == signature[:32]


# what the pages show -------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text without what HTML does not keep: runs of white space are one space, control characters are nothing."""
    return re.sub("[ \t\n\f\r]+", " ", re.sub("[\0-\x08\x0b\x0e-\x1f\x7f]", "", text)).strip(" ")


class Shown:
    """What an HTML file shows of pages (data-page, data-stretch, data-withheld, data-note) and quotes (data-quote).

    Python's own parser takes hours over files made for that; this one knows only what well-kept HTML has.
    """

    def __init__(self, text: str) -> None:
        self.pages: list[dict[str, Any]] = []
        self.quotes: list[list[str]] = []
        self._open: list[tuple[str, set[str]]] = []
        at = 0
        while (start := text.find("<", at)) >= 0:
            self.take(text[at:start])
            at = self.tag(text, start)
        self.take(text[at:])
        if self._open:
            raise Wrong(f"never closes <{self._open[-1][0]}>")

    def tag(self, text: str, start: int) -> int:
        """Follow what begins with "<"; returns where it ends."""
        comment = text.startswith("<!--", start)
        end = text.find("--" if comment else ">", start + 4 if comment else start)
        if end < 0 or (comment and not text.startswith("-->", end)):
            raise Wrong("has something that begins with < and does not end as it should")
        if comment:
            return end + 3
        inner = text[start + 1 : end]
        if inner.startswith("/"):
            self.close(inner[1:].strip().lower())
        elif not inner.lower().startswith("!doctype"):
            name = self.begin(inner)
            if name in RAW:
                closing = text.find(f"</{name}", end)
                if closing < 0:
                    raise Wrong(f"never closes <{name}>")
                self.take(text[end + 1 : closing])
                return closing
        return end + 1

    def begin(self, inner: str) -> str:
        found = TAG.fullmatch(inner)
        if not found:
            raise Wrong("has a tag that is not written as it should be")
        tag = found[1].lower()
        attributes = [(name.lower(), html.unescape(value)) for name, value in ATTRIBUTE.findall(found[2])]
        if tag in VOID or (found[3] and (tag in DRAWN or "drawing" in self._roles())):
            return ""
        if found[3]:
            raise Wrong(f"closes <{tag}> where it begins")
        self.enter(tag, attributes)
        return tag

    def enter(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        roles = {name[5:]: value for name, value in reversed(attributes) if name in ROLES}
        around = self._roles()
        within = around | roles.keys() | ({"drawing"} if tag in DRAWN else set())
        if "page" in roles:
            if "page" in around:
                raise Wrong("has a page within a page")
            self.pages.append({"name": roles["page"], "stretches": [], "stray": ""})
        if "stretch" in roles and "page" in within:
            if "stretch" in around:
                raise Wrong("has a stretch of words within another")
            self.pages[-1]["stretches"].append((roles["stretch"], [""]))
        if "withheld" in roles and {"page", "stretch"} <= within and "withheld" not in around:
            self.pages[-1]["stretches"][-1][1].append("")
        if "quote" in roles:
            self.quotes.append([roles["quote"], ""])
        self._open.append((tag, within))

    def close(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise Wrong(f"closes <{tag}> where something else is open")
        self._open.pop()

    def take(self, text: str) -> None:
        data = html.unescape(text)
        roles = self._roles()
        if "withheld" in roles:
            return
        if "quote" in roles and "note" not in roles:
            self.quotes[-1][1] += data
        if "stretch" in roles and "page" in roles:
            self.pages[-1]["stretches"][-1][1][-1] += data
        elif "page" in roles and "note" not in roles:
            self.pages[-1]["stray"] += data

    def _roles(self) -> set[str]:
        return self._open[-1][1] if self._open else set()


# the checks ----------------------------------------------------------------------------------------------------------


class Check:
    """One look at a publication. ``faults`` are (kind, file, sentence)."""

    def __init__(self, folder: str, key: str = "", former: str = "") -> None:
        self.folder, self.key, self.former = folder, key.lower(), former.lower()
        self.faults: list[tuple[str, str, str]] = []
        self.notes: list[str] = []
        self.counts = dict.fromkeys(("files", "seals", "pages", "words", "quotes"), 0)
        self.manifest: dict[str, Any] = {}
        self.manifest_hash = ""
        self.seals: dict[int, dict[str, Any]] = {}
        self.proofs: dict[str, tuple[dict[int, list[str]], dict[str, str]]] = {}

    def fault(self, kind: str, file: str, says: str) -> None:
        if len(self.faults) < FAULTS_LISTED:
            self.faults.append((kind, file, says))

    def run(self) -> Check:
        there = self.files_there()
        if not self.read_manifest(there):
            return self
        good = self.check_files(there)
        for path in good:
            if path.startswith("seals/"):
                self.within("seal", path, self.check_seal)
        for path in good:
            if path.startswith("proofs/"):
                self.within("proof", path, self.check_proof)
        for path in good:
            if path.endswith(".html") and path != "verify.html":
                self.within("page", path, self.check_html)
        self.check_editions(good)
        self.check_stamp(there.keys(), "", self.manifest)
        return self

    def within(self, kind: str, path: str, check: Callable[..., None], *arguments: Any) -> None:
        """Carry out one check; what it stumbles over is a fault of ``path``."""
        try:
            check(*(arguments or (path,)))
        except Wrong as wrong:
            self.fault(kind, path, f"{path} {wrong}.")
        except BROKEN:
            self.fault(kind, path, f"{path} is not of the form it should have.")

    def files_there(self) -> dict[str, str]:
        found = {}
        for place, folders, names in os.walk(self.folder):
            for name in names + [one for one in folders if os.path.islink(os.path.join(place, one))]:
                path = os.path.join(place, name)
                found[os.path.relpath(path, self.folder).replace(os.sep, "/")] = path
        return found

    def place(self, path: str) -> str:
        return os.path.join(self.folder, *path.split("/"))

    def read(self, path: str) -> bytes:
        with open(self.place(path), "rb") as file:
            return file.read()

    def json(self, path: str, form: str) -> dict[str, Any]:
        value = json.loads(self.read(path).decode())
        if not isinstance(value, dict) or value.get("format") != form:
            raise Wrong("is written in a form that is not known here")
        return value

    def read_manifest(self, there: dict[str, str]) -> bool:
        if not os.path.isfile(there.get("manifest.json", "")):
            self.fault("missing", "manifest.json", "manifest.json, the list of what belongs here, is missing.")
            return False
        self.manifest_hash = sha256(self.read("manifest.json")).hex()
        self.within("manifest", "manifest.json", self.check_manifest)
        if not self.manifest:
            return False
        if not os.path.isfile(there.get("manifest.sig", "")):
            self.fault("missing", "manifest.sig", "manifest.sig, the signature, is missing.")
        else:
            self.within("signature", "manifest.sig", self.check_signature, "", self.manifest["public_key"])
        if self.key and self.key != self.manifest["public_key"]:
            self.fault("key", "manifest.json", "manifest.json was not signed with the key that you gave.")
        return True

    def check_manifest(self, path: str) -> None:
        manifest = self.json(path, PUBLICATION)
        unhex(manifest["public_key"])
        paths = [one["path"] for one in manifest["files"]]
        if paths != sorted(set(paths)):
            raise Wrong("does not list its files in order, each once")
        for one in manifest["files"]:
            unhex(one["sha256"])
            whole(one["size"])
        for one in manifest["corrections"]:
            if not all(isinstance(one[name], str) for name in ("made", "what", "why")):
                raise Wrong("holds a correction that says nothing")
        whole(manifest["edition"], 1)
        if not isinstance(manifest["case"], str) or not isinstance(manifest["publication"], str):
            raise Wrong("does not say what it lists")
        self.manifest = manifest
        leaves = [sha256(b"\0", f"{one['sha256']} {one['size']} {one['path']}".encode()) for one in manifest["files"]]
        root = covered_root(len(leaves), dict(enumerate(leaves)), []).hex() if leaves else sha256().hex()
        if manifest["root"] != root:
            raise Wrong("has a root that is not that of the files it lists")

    def check_signature(self, prefix: str, key: str) -> None:
        written = self.read(prefix + "manifest.sig").decode()
        if not written.endswith("\n") or not is_signed(
            self.read(prefix + "manifest.json"), unhex(written[:-1], 64), unhex(key)
        ):
            raise Wrong("is no signature of manifest.json by the key named there: one of the two was changed")

    def check_files(self, there: dict[str, str]) -> list[str]:
        listed = {one["path"]: one for one in self.manifest["files"]}
        good = []
        for path, one in listed.items():
            if path not in there:
                self.fault("missing", path, f"{path} is missing.")
            elif not self.is_as_listed(there[path], one):
                self.fault("changed", path, f"{path} was changed.")
            else:
                good.append(path)
                self.counts["files"] += 1
        for path in sorted(there.keys() - listed.keys() - {"manifest.json", "manifest.sig", *STAMP}):
            if LITTER.fullmatch(os.path.basename(path)):
                self.notes.append(f"{path} was left here by a computer that showed the folder; it is no part of it.")
            else:
                self.fault("added", path, f"{path} does not belong here: it was added.")
        return good

    @staticmethod
    def is_as_listed(path: str, one: dict[str, Any]) -> bool:
        if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) != one["size"]:
            return False
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
        return digest.hexdigest() == str(one["sha256"])

    def check_stamp(self, there: Collection[str], prefix: str, manifest: dict[str, Any]) -> None:
        """The timestamp on a manifest, if there is one, as far as it can be checked with the standard library."""
        paths = [prefix + name for name in STAMP]
        missing = [path for path in paths if path not in there or not os.path.isfile(self.place(path))]
        for path in missing if len(missing) < len(paths) else ():
            self.fault("missing", path, f"{path}, a part of a timestamp, is missing.")
        if missing:
            return
        faults = len(self.faults)
        self.within("signature", paths[2], self.check_stamp_line, prefix, manifest["public_key"])
        if len(self.faults) > faults:
            return
        if b"\x04\x20" + sha256(self.read(prefix + "manifest.json")) not in self.read(paths[0]):
            self.fault("timestamp", paths[0], f"{paths[0]} is a timestamp that is about something else.")
        else:
            self.notes.append(
                f"{paths[0]}: a timestamp names edition {manifest['edition']}. Whether the authority signed it is not "
                "checked here; muniment check and openssl ts can."
            )

    def check_stamp_line(self, prefix: str, key: str) -> None:
        written = self.read(prefix + STAMP[2]).decode()
        *hashes, signature = written[:-1].split(" ")
        if not written.endswith("\n") or not is_signed(" ".join(hashes).encode(), unhex(signature, 64), unhex(key)):
            raise Wrong("is no signature by the key that signed the manifest")
        for name, listed in zip(("manifest.json", *STAMP[:2]), hashes):
            if sha256(self.read(prefix + name)).hex() != listed:
                self.fault("changed", prefix + name, f"{prefix}{name} is not what was stamped.")

    def check_seal(self, path: str) -> None:
        seal = self.json(path, SEAL)
        statement = json.loads(seal["statement"])
        key = unhex(statement["public_key"])
        if not is_signed(seal["statement"].encode(), unhex(seal["signature"], 64), key):
            raise Wrong("holds a seal whose signature does not hold")
        if statement["public_key"] not in self.manifest["keys"]:
            raise Wrong("holds a seal by a key that the publication does not name")
        if statement["case"] != self.manifest["case"]:
            raise Wrong("holds a seal of another case")
        if path != f"seals/{whole(statement['seal'])}.json":
            raise Wrong("holds another seal than its name says")
        whole(statement["leaves"], 1)
        unhex(statement["root"])
        imprint = b"\x04\x20" + sha256(seal["statement"].encode())
        for one in seal["timestamps"]:
            if imprint not in bytes.fromhex(one["response"]):
                self.fault("timestamp", path, f"{path} holds a timestamp that is about something else.")
            else:
                self.notes.append(
                    f"{path}: a timestamp names this seal. Whether the authority signed it is not checked here; "
                    "muniment check and openssl ts can."
                )
        self.seals[statement["seal"]] = statement
        self.counts["seals"] += 1

    def check_proof(self, path: str) -> None:
        proof = self.json(path, PROOF)
        if path != f"proofs/{proof['name']}.json":
            raise Wrong("proves another page than its name says")
        if proof["seal"] not in self.seals:
            raise Wrong("belongs to a seal that is not here")
        stretches = self.check_words(proof, self.seals[proof["seal"]])
        quotes: dict[str, str] = {}
        for quote in proof["quotes"]:
            self.within("quote", path, self.check_quote, quote, stretches, quotes)
        self.proofs[proof["name"]] = (stretches, quotes)
        self.counts["pages"] += 1

    def check_words(self, proof: dict[str, Any], statement: dict[str, Any]) -> dict[int, list[str]]:
        """The stretches that the proof opens: number -> the texts shown of it, one, or two with a gap between."""
        leaf, page = proof["leaf"], proof["page"]
        commitments = [unhex(one) for one in leaf["commitments"]]
        shown = {whole(leaf["index"]): sha256(b"\0", *commitments)}
        if (
            len(commitments) != len(PARTS)
            or covered_root(statement["leaves"], shown, leaf["cover"]).hex() != statement["root"]
        ):
            raise Wrong("belongs to a file that is not under the seal")
        for part, one in proof["opened"].items():
            if sha256(unhex(one["salt"]), one["written"].encode()) != commitments[PARTS.index(part)]:
                raise Wrong(f"does not open what was sealed as “{part}”")
        head, shown = json.loads(page["head"]), {0: sha256(b"\0", page["head"].encode())}
        stretches: dict[int, list[str]] = {}
        last = -1
        for one in page["stretches"]:
            last = at = whole(one["at"], last + 1)
            shown[at + 1] = stretch_hash(one)
            stretches[at] = ["".join(one[name]) for name in (("words",) if "words" in one else ("before", "after"))]
            self.counts["words"] += len(one.get("words", ())) + len(one.get("before", ())) + len(one.get("after", ()))
        root = covered_root(whole(head["stretches"]) + 1, shown, page["cover"])
        reading = covered_root(whole(page["of"], 1), {whole(page["at"]): sha256(b"\0", root)}, page["pages"])
        if reading.hex() != json.loads(proof["opened"]["words"]["written"])["root"]["hex"]:
            raise Wrong("shows words that are not those under the seal, or not all of them, or elsewhere")
        return stretches

    def check_quote(self, quote: dict[str, Any], stretches: dict[int, list[str]], quotes: dict[str, str]) -> None:
        exact, position = "", -1
        following: tuple[Any, ...] = ()
        for at, part, start, end in quote["pieces"]:
            texts = stretches[whole(at)]
            text = texts[whole(part)]
            if not whole(start) < whole(end) <= len(text) or (following and (at, part, start) != following):
                raise Wrong(f"quotes words ({quote['id']}) that do not stand where it says")
            if not exact and not part and all(len(stretches.get(one, ())) == 1 for one in range(at)):
                position = sum(len(stretches[one][0]) for one in range(at)) + start
            following = (at + 1, 0, 0) if end == len(text) and part == len(texts) - 1 else (None,)
            exact += text[start:end]
        if not exact or exact != quote["exact"]:
            raise Wrong(f"has a quote ({quote['id']}) with other words than the page shows there")
        if "start" in quote and (position < 0 or (quote["start"], quote["end"]) != (position, position + len(exact))):
            raise Wrong(f"has a quote ({quote['id']}) that does not stand where it says")
        quotes[quote["id"]] = exact
        self.counts["quotes"] += 1

    def check_html(self, path: str) -> None:
        shown = Shown(self.read(path).decode())
        for page in shown.pages:
            self.within("page", path, self.check_page, page)
        for names, text in shown.quotes:
            self.within("quote", path, self.check_shown_quote, names, text)

    def check_page(self, page: dict[str, Any]) -> None:
        name = page["name"]
        if name not in self.proofs:
            raise Wrong(f"shows the page “{name}”, for which there is no proof that holds")
        proved = [(str(at), [plain(text) for text in texts]) for at, texts in sorted(self.proofs[name][0].items())]
        for (at, shown), (number, texts) in zip(page["stretches"], proved):
            if (at, [plain(text) for text in shown]) != (number, texts):
                raise Wrong(f"shows other words in stretch {at} of the page “{name}” than were proved")
        if len(page["stretches"]) != len(proved):
            raise Wrong(f"shows more or less of the page “{name}” than was proved")
        if plain(page["stray"]):
            raise Wrong(f"shows words on the page “{name}” that no proof covers")

    def check_shown_quote(self, names: str, text: str) -> None:
        exact = ""
        for one in names.split():
            name, _, quote = one.partition("#")
            if name not in self.proofs or quote not in self.proofs[name][1]:
                raise Wrong(f"shows the quote “{one}”, for which there is no proof that holds")
            exact += self.proofs[name][1][quote]
        if plain(exact) != plain(text):
            raise Wrong(f"shows the quote “{names}” in other words than were proved")

    def check_editions(self, good: list[str]) -> None:
        """Follow the chain of editions back to the first."""
        known, later = {self.manifest_hash}, self.manifest
        for number in range(self.manifest["edition"] - 1, 0, -1):
            prefix = f"editions/{number}/"
            if prefix + "manifest.json" not in good or prefix + "manifest.sig" not in good:
                self.fault("corrections", "manifest.json", f"Edition {number}, which came before, is not kept here.")
                return
            faults = len(self.faults)
            self.within("corrections", prefix + "manifest.json", self.check_edition, prefix + "manifest.json", later)
            if len(self.faults) > faults:
                return
            data = self.read(prefix + "manifest.json")
            known.add(sha256(data).hex())
            later = json.loads(data.decode())
            self.check_stamp(good, prefix, later)
        if later.get("former") or later["corrections"]:
            self.fault("corrections", "manifest.json", "The first edition names one before it.")
        if self.former and self.former not in known:
            self.fault("corrections", "manifest.json", "This does not come after the edition that you noted.")

    def check_edition(self, path: str, later: dict[str, Any]) -> None:
        former = self.json(path, PUBLICATION)
        if sha256(self.read(path)).hex() != later["former"]:
            raise Wrong("is not the edition that the one after it names")
        if (former["edition"], former["publication"]) != (later["edition"] - 1, later["publication"]):
            raise Wrong("is an edition of something else")
        self.check_signature(path[: -len("manifest.json")], former["public_key"])
        kept = len(former["corrections"])
        if later["corrections"][:kept] != former["corrections"]:
            raise Wrong("lists a correction that a later edition dropped or changed")
        if len(later["corrections"]) <= kept:
            raise Wrong("was followed by an edition that does not say what it corrects")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--key", default="", help="the public key that must have signed, in hexadecimal")
    parser.add_argument("--former", default="", help="the SHA-256 of the manifest of an edition that you noted")
    arguments = parser.parse_args()
    if not os.path.isdir(arguments.folder):
        parser.error("this is no folder")
    try:
        done = Check(arguments.folder, arguments.key, arguments.former).run()
    except OSError as error:
        parser.error(f"a file cannot be read: {error}")
    for kind, _, says in done.faults:
        print(f"{kind:12}{clean(says)}")
    for note in done.notes:
        print(f"{'note':12}{clean(note)}")
    if done.manifest:
        print(f"\npublication {clean(done.manifest['publication'])}, edition {done.manifest['edition']}")
        print(f"key         {done.manifest['public_key']}\nmanifest    {done.manifest_hash}")
        counts = (f"{count} {what[:-1] if count == 1 else what}" for what, count in done.counts.items())
        print("checked     " + ", ".join(counts))
    if done.faults or not done.manifest:
        print(f"\nNOT AS IT WAS: {len(done.faults)} faults.")
        sys.exit(1)
    print("\nNothing was changed, and the words shown are those that were sealed.")
    if not arguments.key:
        print("Compare the key with one that you have from somewhere else: anybody can sign with a key of their own.")


def clean(text: str) -> str:
    return "".join(one if one.isprintable() else "�" for one in text)


if __name__ == "__main__":
    main()
