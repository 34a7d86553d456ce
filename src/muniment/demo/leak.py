"""Lays out the leak: which document stands where, under which name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.demo import directive, oddities, packing, pictures
from muniment.demo.letters import letter as embassy_letter
from muniment.demo.mail import as_bytes, mailbox, message
from muniment.demo.points import names_key, points_table
from muniment.demo.press import letter as family_letter
from muniment.demo.press import report
from muniment.demo.richtext import rich_text
from muniment.demo.scanning import scanned
from muniment.demo.texts import Text, load, load_folder
from muniment.demo.word import WordText, document

PASSWORD = "Reedbay-4060-beds"  # noqa: S105  # stands in one of the mails: finding it is part of the example

DIRECTIVE = "01 directive/塔学堂发〔2031〕12号.pdf"  # noqa: RUF001  # official numbers have these brackets
SCAN = "01 directive/scan copy 000037.pdf"
TRANSLATION = "01 directive/Directive 12 (English translation).docx"
POINTS = "02 points/积分总表 2031年第二季度.xlsx"
MAILBOX = "03 mail/security-section.mbox"
LOCKED = "07 archives/names_key.zip"
BOMB = "07 archives/camera_backup.zip"
BACKUP = "07 archives/backup_2031-05.zip"
TRUNCATED = "08 as found/12号 (recovered).pdf"
BLANK = "08 as found/untitled.doc"
NOT_UTF8 = b"08 as found/" + "名单.txt".encode("gb18030")
"""A name from a computer that spoke GB18030. It is bytes because it is no text in UTF-8."""

LINK_INSIDE, LINK_OUTSIDE = "08 as found/latest", "08 as found/passwords"
LINKS = {LINK_INSIDE: f"../{DIRECTIVE}", LINK_OUTSIDE: "/etc/passwd"}
"""Where symbolic links point. The second is a trap: whoever follows it takes in their own machine's file."""

SCAN_SEED = 12
KEPT_OF_TRUNCATED = 0.4
EXPORTED_MAIL = "05"


@dataclass(frozen=True, slots=True)
class Leak:
    """The files of the leak; those that stand in several places are made once."""

    papers: dict[str, Text] = field(default_factory=lambda: dict(load_folder("papers")))
    mails: dict[str, Text] = field(default_factory=lambda: dict(load_folder("mail")))
    directive: bytes = field(default_factory=directive.as_printed)
    points: bytes = field(default_factory=lambda: points_table(load("points.txt")))

    def files(self) -> Iterator[tuple[str | bytes, bytes]]:
        """Every regular file: its path below the leak's folder, and its content."""
        yield "README.txt", self._plain("readme")
        yield DIRECTIVE, self.directive
        yield SCAN, scanned(directive.earlier_printing(), SCAN_SEED)
        yield TRANSLATION, _translation(load("directive_en.txt"))
        yield POINTS, self.points
        yield from self._mail()
        yield from self._bulletins()
        yield from ((f"05 press/{text['File']}", report(text)) for _, text in load_folder("press"))
        yield from self._statements()
        yield from self._archives()
        yield from self._as_found()

    def _mail(self) -> Iterator[tuple[str, bytes]]:
        attachments = {
            "directive": (DIRECTIVE.rpartition("/")[2], self.directive),
            "points": (POINTS.rpartition("/")[2], self.points),
        }
        mails = {name: message(text, attachments) for name, text in self.mails.items()}
        yield MAILBOX, mailbox(list(mails.values()))
        yield "03 mail/Re Urgent wording.eml", as_bytes(mails[EXPORTED_MAIL])

    def _bulletins(self) -> Iterator[tuple[str, bytes]]:
        uyghur, relatives, russian = (
            self.papers[name] for name in ("uyghur_bulletin", "uyghur_letter", "russian_bulletin")
        )
        words = WordText(uyghur["Title"], uyghur["Author"], uyghur.paragraphs, language="ug-CN", right_to_left=True)
        yield f"04 bulletins/{uyghur['Name']}", document(words)
        yield f"04 bulletins/{relatives['Name']}", family_letter(relatives, "ug")
        yield f"04 bulletins/{russian['Name']}", rich_text(russian)
        sign = self.papers["door_sign_zh"]
        yield f"04 bulletins/{sign['Name']}", pictures.door_sign(sign)

    def _statements(self) -> Iterator[tuple[str, bytes]]:
        ambassador, joint = self.papers["ambassador"], self.papers["joint_letter"]
        yield f"06 statements/{ambassador['Name']}", embassy_letter(ambassador)
        yield f"06 statements/{joint['Name']}", document(WordText(joint["Title"], joint["Author"], joint.paragraphs))
        yield f"06 statements/{self.papers['talking_points_gb18030']['Name']}", self._talking_points()

    def _archives(self) -> Iterator[tuple[str, bytes]]:
        inner = packing.tar_gz(
            [
                (f"KL-05/{self.papers[name]['Name']}", self._plain(name))
                for name in ("duty_log", "visit_route", "memo_first")
            ]
        )
        yield (
            BACKUP,
            packing.zipped([("hall_KL-05.tar.gz", inner), ("memos/memo_visit_draft2.txt", self._plain("memo_second"))]),
        )
        yield LOCKED, packing.locked_zip([("names_key.csv", names_key(load("points.txt")))], PASSWORD)
        yield BOMB, packing.bomb()

    def _as_found(self) -> Iterator[tuple[str | bytes, bytes]]:
        yield TRUNCATED, self.directive[: int(len(self.directive) * KEPT_OF_TRUNCATED)]
        yield BLANK, b""
        yield NOT_UTF8, self._plain("visit_route")
        yield "08 as found/.note", self._plain("hidden_note")
        yield "08 as found/.DS_Store", oddities.folder_notes()
        yield f"08 as found/__MACOSX/._{POINTS.rpartition('/')[2]}", oddities.apple_double()
        yield "08 as found/voice_memo.wav", oddities.silence()
        yield "08 as found/IMG_0413.jpg", pictures.blank_wall()
        yield "08 as found/memo_visit_draft1.txt", self._plain("memo_first")
        yield "08 as found/memo_visit_draft2.txt", self._plain("memo_second")
        yield "08 as found/copy of 12号.pdf", self.directive
        yield "08 as found/口径 (1).txt", self._talking_points()

    def _plain(self, name: str) -> bytes:
        return (self.papers[name].body + "\n").encode()

    def _talking_points(self) -> bytes:
        return (self.papers["talking_points_gb18030"].body + "\n").encode("gb18030")


def _translation(text: Text) -> bytes:
    opening = (text["Subtitle"], text["Signer"])
    return document(
        WordText(
            text["Title"],
            text["Author"],
            opening + text.paragraphs,
            comments={text[f"CommentOn{number}"]: text[f"Comment{number}"] for number in (1, 2)},
            footnotes={text["FootnoteOn"]: text["Footnote"]},
        )
    )
