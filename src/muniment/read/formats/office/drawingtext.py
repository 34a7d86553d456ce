"""The words of DrawingML: shapes, tables, diagrams and charts of Office documents."""

from muniment.read.formats.office.package import Element, iterwalk, local


def drawing_words(root: Element) -> str:
    """All paragraphs below ``root``, a line each; cells of a table parted by tabs."""
    out: list[str] = []
    for event, element in iterwalk(root):
        name = local(element)
        if event == "start":
            if name == "t":
                out.append(element.text or "")
            elif name == "br":
                out.append("\n")
            elif name == "tab":
                out.append("\t")
        elif name == "p":
            out.append("\n")
        elif name == "tc":
            _close(out, "\t")
        elif name == "tr":
            _close(out, "\n")
    return "".join(out)


def _close(out: list[str], mark: str) -> None:
    while out and out[-1] in {"\n", "\t"} and (mark == "\t" or out[-1] == "\t"):
        out.pop()
    out.append(mark)


def chart_words(root: Element) -> str:
    """Titles of a chart, then its cached names and values, a line each."""
    lines: list[str] = []
    for element in root.iter():
        if local(element) == "rich":
            lines.append(drawing_words(element).strip())
        elif local(element) == "v" and element.text:
            lines.append(element.text)
    return "\n".join(filter(None, lines))


def all_words(root: Element) -> str:
    """Every piece of text below ``root``, a line each, whatever its element."""
    return "\n".join(filter(None, (str(text).strip() for text in root.itertext())))
