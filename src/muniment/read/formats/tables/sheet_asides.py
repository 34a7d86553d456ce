"""What an Office Open XML workbook says outside its cells, as lines a reporter can read."""

import re
from collections.abc import Iterator

from muniment.read.formats.office.package import Element, attribute, iterwalk, local

_SECTIONS = re.compile(r"&([LCR])")
_STYLES = re.compile(r"&(?:&|\"[^\"]*\"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z+-])")
_FIELDS = {"&P": "[page]", "&N": "[pages]", "&D": "[date]", "&T": "[time]", "&F": "[file]", "&A": "[sheet]"}
_FIELDS |= {"&Z": "[folder]", "&G": "[picture]", "&&": "&"}

_HEADERS = {
    "oddHeader": "header",
    "oddFooter": "footer",
    "evenHeader": "header of even pages",
    "evenFooter": "footer of even pages",
    "firstHeader": "header of the first page",
    "firstFooter": "footer of the first page",
}


def text_of(element: Element) -> str:
    """The characters below an element of the spreadsheet kind, readings in small letters (phonetics) left out."""
    out: list[str] = []
    phonetic = 0
    for event, child in iterwalk(element):
        name = local(child)
        if name == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "start" and name in {"t", "text"} and not phonetic:
            out.append(child.text or "")
    return "".join(out)


def comments(root: Element) -> Iterator[str]:
    """Classic comments: place, author, words."""
    authors = [element.text or "" for element in root.iter("{*}author")]
    for comment in root.iter("{*}comment"):
        number = attribute(comment, "authorId")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        yield _remark(attribute(comment, "ref"), author, text_of(comment))


def threaded_comments(root: Element, persons: dict[str, str]) -> Iterator[str]:
    """Comments with answers: place, person, time, words."""
    for comment in root.iter("{*}threadedComment"):
        person = persons.get(attribute(comment, "personId"), "")
        who = ", ".join(filter(None, (person, attribute(comment, "dT"))))
        yield _remark(attribute(comment, "ref"), who, text_of(comment))


def persons(root: Element) -> dict[str, str]:
    """Who takes part in threaded comments: names by identifier."""
    return {attribute(p, "id"): attribute(p, "displayName") for p in root.iter("{*}person")}


def _remark(place: str, author: str, text: str) -> str:
    head = f"{place} ({author})" if author else place
    return f"{head}: {text.strip()}"


def headers_footers(sheet: Element) -> Iterator[str]:
    """Headers and footers of the printed sheet, left, middle and right apart."""
    for element in sheet.iter():
        kind = _HEADERS.get(local(element))
        if kind and element.text:
            yield f"{kind}: {header_text(element.text)}"


def header_text(code: str) -> str:
    """The words of a header's code; fields such as the page number in brackets."""
    pieces = _SECTIONS.split(code)
    return " | ".join(words for piece in [pieces[0], *pieces[2::2]] if (words := _STYLES.sub(_field, piece).strip()))


def _field(mark: re.Match[str]) -> str:
    return _FIELDS.get(mark.group().upper(), "")


def hyperlinks(sheet: Element, targets: dict[str, str]) -> Iterator[str]:
    """Where links of cells lead; ``targets`` by the identifier of the relation."""
    for link in sheet.iter("{*}hyperlink"):
        target = targets.get(attribute(link, "id"), "")
        location = link.get("location", "")
        where = f"{target}#{location}" if target and location else target or location
        words = " ".join(filter(None, (link.get("display", ""), link.get("tooltip", ""))))
        yield f"{link.get('ref', '')}: {where}{f' ({words})' if words and words != where else ''}"


def validations(sheet: Element) -> Iterator[str]:
    """Prompts, error messages and lists of choices that hang on cells."""
    for rule in sheet.iter("{*}dataValidation"):
        words = [rule.get(name, "") for name in ("promptTitle", "prompt", "errorTitle", "error")]
        words += [(f.text or "") for f in rule.iter("{*}formula1", "{*}f") if (f.text or "").startswith('"')]
        if any(words):
            yield f"{rule.get('sqref', '')}: {'; '.join(filter(None, words))}"


def defined_names(workbook: Element) -> Iterator[str]:
    """Names given to cells and formulas, hidden ones too."""
    for name in workbook.iter("{*}definedName"):
        hidden = " (hidden)" if name.get("hidden") in {"1", "true"} else ""
        comment = name.get("comment", "")
        yield f"{name.get('name', '')}{hidden}: {name.text or ''}{f' ({comment})' if comment else ''}"


def attribute_values(root: Element) -> Iterator[str]:
    """Every value that a part states, an element a line: for small parts that are nothing but settings."""
    for element in root.iter():
        values = [str(value) for key, value in element.attrib.items() if "schemaLocation" not in str(key)]
        if element.text and element.text.strip():
            values.append(element.text.strip())
        if values and local(element) != local(root):
            yield f"{local(element)}: {'; '.join(values)}"


def external_cells(root: Element, target: str) -> Iterator[str]:
    """What is remembered of cells in another workbook, and the commands that links to other programs would run."""
    if target:
        yield f"file: {target}"
    sheets = [element.get("val", "") for element in root.iter("{*}sheetName")]
    for data in root.iter("{*}sheetData"):
        number = data.get("sheetId", "")
        sheet = sheets[int(number)] if number.isdecimal() and int(number) < len(sheets) else number
        for cell in data.iter("{*}cell"):
            if value := text_of(cell) or "".join(v.text or "" for v in cell.iter("{*}v")):
                yield f"{sheet}!{cell.get('r', '')}: {value}"
    for link in root.iter("{*}ddeLink", "{*}oleLink"):
        items = [item.get("name", "") for item in link.iter("{*}ddeItem", "{*}oleItem")]
        where = " ".join(filter(None, (link.get("ddeService", ""), link.get("ddeTopic", ""), link.get("progId", ""))))
        yield f"link to a program: {where} {' '.join(items)}".rstrip()
        yield from (f"value: {value.text}" for value in link.iter("{*}val") if value.text)


PivotField = tuple[str, list[str]]
"""The name of a column of a pivot table and its distinct values."""


def pivot_fields(root: Element) -> list[PivotField]:
    """The columns that a pivot table remembers."""
    fields: list[PivotField] = []
    for element in root.iter("{*}cacheField"):
        shared = element.find("{*}sharedItems")
        values = [child.get("v", "") for child in shared] if shared is not None else []
        fields.append((element.get("name", ""), values))
    return fields


def pivot_source(root: Element) -> Iterator[str]:
    """Where a pivot table took its rows from."""
    for source in root.iter("{*}worksheetSource", "{*}consolidation"):
        words = " ".join(filter(None, (source.get("sheet", ""), source.get("name", ""), source.get("ref", ""))))
        yield f"source: {words}"
    yield from (f"refreshed by: {by}" for by in [root.get("refreshedBy", "")] if by)


def pivot_rows(root: Element, fields: list[PivotField]) -> Iterator[str]:
    """The rows that a pivot table remembers, though the sheet they came from may be gone."""
    yield "\t".join(name for name, _ in fields)
    for record in root.iter("{*}r"):
        yield "\t".join(_pivot_value(child, position, fields) for position, child in enumerate(record))


def _pivot_value(child: Element, position: int, fields: list[PivotField]) -> str:
    value = child.get("v", "")
    if local(child) == "x" and position < len(fields) and value.isdecimal() and int(value) < len(fields[position][1]):
        return fields[position][1][int(value)]
    return value
