"""What is found with a list of terms."""

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import NAMED, SOUND, Botched, bookmark, info, on_page

from muniment.redact.leaks.report import Kind


def _names() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pdf.Root.Dests = Dictionary({"/Marta_Quill": Array([page.obj, Name.Fit])})

    return made(story() + SOUND, change)


def _xmp(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = f"Statement of {SECRET}"


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("witness"), V=String(SECRET)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    del page


def _link(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.invalid/people/marta%20quill"))
    paper.annotation(Subtype=Name.Link, Rect=Array([72, 600, 200, 620]), A=action)(pdf, page)


def _script(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"var who = '{SECRET}';"))


def _script_in_codes(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    coded = "".join(f"\\u{ord(letter):04X}" for letter in SECRET)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"var who = '{coded}';"))


def _packed_private(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    data = b"%AI12_CompressedData" + zlib.compress(f"layer of {SECRET}".encode())
    page.obj.PieceInfo = Dictionary(Editor=Dictionary(Private=pdf.make_stream(data)))


def _rich_comment(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    rich = String("<body><p>ask Marta <b>Quill</b></p></body>")
    paper.annotation(Subtype=Name.Text, Rect=Array([300, 700, 320, 720]), RC=rich, F=2)(pdf, page)


def _private(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.PieceInfo = Dictionary(Editor=Dictionary(Private=Dictionary(Undo=String(f"delete {SECRET}"))))
    del pdf


def _structure(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, ActualText=String(SECRET)))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


def _comment(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.annotation(Subtype=Name.Text, Rect=Array([300, 700, 320, 720]), Contents=String(f"remove {SECRET}"))(
        pdf, page
    )


def _layered_name(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.layer(on=True)(pdf, page)
    pdf.Root.OCProperties.OCGs[0].Name = String(f"Notes on {SECRET}")


TERMS = [
    Botched("title", on_page(SOUND, info), Kind.METADATA, terms=(SECRET,)),
    Botched("XMP", on_page(SOUND, _xmp), Kind.METADATA, terms=(SECRET,)),
    Botched("bookmark", on_page(SOUND, bookmark), Kind.BOOKMARK, terms=(SECRET,)),
    Botched("form value", on_page(SOUND, _form), Kind.FORM_VALUE, terms=(SECRET,)),
    Botched("link", on_page(SOUND, _link), Kind.LINK, "", terms=(SECRET,)),
    Botched("script in codes", on_page(SOUND, _script_in_codes), Kind.SCRIPT, "", terms=(SECRET,)),
    Botched("private data packed twice", on_page(SOUND, _packed_private), Kind.TERM_IN_FILE, terms=(SECRET,)),
    Botched("comment with markup", on_page(SOUND, _rich_comment), Kind.ANNOTATION, "", terms=(SECRET,)),
    Botched("script", on_page(SOUND, _script), Kind.SCRIPT, terms=(SECRET,)),
    Botched("private data", on_page(SOUND, _private), Kind.PRIVATE_DATA, terms=(SECRET,)),
    Botched("read aloud", on_page(SOUND, _structure), Kind.STRUCTURE, terms=(SECRET,)),
    Botched("comment", on_page(SOUND, _comment), Kind.ANNOTATION, terms=(SECRET,)),
    Botched("name of a layer", on_page(SOUND, _layered_name), Kind.NAME, terms=(SECRET,)),
    Botched("name of a place", _names, Kind.NAME, "", terms=(SECRET,)),
    Botched(
        "attachment's name",
        on_page(SOUND, paper.attachment("Marta Quill.txt", b"nothing")),
        Kind.ATTACHMENT,
        terms=(SECRET,),
    ),
    Botched(
        "attachment in UTF-16",
        on_page(SOUND, paper.attachment("a.bin", SECRET.encode("utf-16-le"))),
        Kind.ATTACHMENT,
        terms=(SECRET,),
    ),
    Botched("visible", on_page(NAMED), Kind.TERM_ON_PAGE, terms=(SECRET,)),
    Botched(
        "visible in a scan",
        lambda: made(
            "612 0 0 792 0 0 cm /P Do",
            paper.picture("P", paper.scan([*paper.STORY, f"The witness was {SECRET}."], dpi=150)),
        ),
        Kind.TERM_IN_PICTURE,
        terms=(SECRET,),
    ),
    Botched(
        "kerned apart",
        on_page(SOUND + "BT 3 Tr /F1 12 Tf 162 640 Td [(Ma) -900 (r) 20 (ta Qu) -700 (ill)] TJ ET"),
        Kind.TERM_IN_FILE,
        "",
        terms=(SECRET,),
    ),
    Botched(
        "backwards",
        on_page(SOUND + "BT 3 Tr /F1 12 Tf 162 640 Td (lliuQ atraM) Tj ET"),
        Kind.TERM_IN_FILE,
        "",
        terms=(SECRET,),
    ),
    Botched("the width of the gap", on_page(SOUND), Kind.WIDTH, SECRET, terms=(SECRET, *paper.OTHERS)),
]
