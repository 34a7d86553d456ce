import io

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches
from PIL import Image
from tests.unit.read.formats.reading import corpus, packed, read

from muniment.read.formats.office.word import WordReader


def _saved(document: docx.document.Document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _picture() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (4, 4)).save(held, "PNG")
    held.seek(0)
    return held


def test_every_place_of_a_document_is_given_under_its_label() -> None:
    document = docx.Document()
    run = document.add_paragraph("The order, 关于教育培训").runs[0]
    document.add_comment(run, text="who signed this?", author="Clerk", initials="C")
    document.sections[0].header.paragraphs[0].text = "SECRET"
    document.sections[0].footer.paragraphs[0].text = "page foot"
    given = read(WordReader(), _saved(document))
    assert "The order, 关于教育培训" in given.page("")
    assert "who signed this?" in given.page("comments")
    assert given.page("comments").startswith("Clerk, ")
    assert "SECRET" in given.page("headers and footers")
    assert "page foot" in given.page("headers and footers")


def test_deleted_words_stand_apart_and_name_who_struck_them_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("kept ")
    xml = (
        f'<w:del {nsdecls("w")} w:id="1" w:author="Editor" w:date="2017-11-05T10:00:00Z">'
        "<w:r><w:delText>the number of inmates</w:delText></w:r></w:del>"
    )
    paragraph._p.append(parse_xml(xml))
    given = read(WordReader(), _saved(document))
    assert "inmates" not in given.page("")
    assert given.page("deleted text (tracked changes)") == "Editor, 2017-11-05T10:00:00Z: the number of inmates"
    assert ("tracked-changes-by", "Editor") in given.facts


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for number, cell in enumerate(table._cells):
        cell.text = f"cell {number}"
    given = read(WordReader(), _saved(document))
    assert "cell 0\tcell 1\t\ncell 2\tcell 3\t\n".replace("\t\n", "\n") in f"{given.page('')}\n"


def test_field_instructions_and_link_targets_are_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text in (' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"', " PAGE "):
        for kind in ("begin", "", "end"):
            run = paragraph.add_run()._r
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(docx.oxml.ns.qn("w:fldCharType"), kind)
            else:
                element.text = text
            run.append(element)
    document.part.relate_to("https://example.org/leak", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    links = read(WordReader(), _saved(document)).page("links and field codes")
    assert "DDEAUTO c:" in links
    assert "https://example.org/leak" in links
    assert "PAGE" not in links


def test_a_text_box_that_is_stored_twice_is_given_once() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>boxed words</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("before")._p.append(parse_xml(xml))
    assert read(WordReader(), _saved(document)).page("").count("boxed words") == 1


def test_pictures_are_given_as_files() -> None:
    document = docx.Document()
    document.add_picture(_picture(), width=Inches(1))
    members = read(WordReader(), _saved(document)).files
    assert members["word/media/image1.png"] == _picture().getvalue()


def test_properties_are_facts() -> None:
    document = docx.Document()
    document.core_properties.author = "王明"
    document.core_properties.title = "Directive"
    document.core_properties.last_modified_by = "Secretary"
    facts = read(WordReader(), _saved(document)).facts
    assert {("author", "王明"), ("title", "Directive"), ("last-author", "Secretary")} <= set(facts)


def test_a_document_without_its_main_part_is_damaged() -> None:
    given = read(WordReader(), packed({"word/styles.xml": "<a/>"}))
    assert given.reason == "the main part of the document is missing"


def test_real_documents_keep_their_notes_and_diagrams() -> None:
    given = read(WordReader(), corpus("microsoft/testWORD_2006ml.docx"))
    assert "And this is the footnote" in given.page("footnotes")
    assert "This is an endnote" in given.page("endnotes")
    assert "This is the chart title" in given.page("charts")
    assert "Deleted paragraph1" in given.page("deleted text (tracked changes)")
    assert given.files["word/embeddings/oleObject1 testJPEG_EXIF.jpg"].startswith(b"\xff\xd8")
    assert "東京(とうきょう)" in read(WordReader(), corpus("microsoft/testWORD_phonetic.docx")).page("")
