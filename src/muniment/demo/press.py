"""News pages as they are saved from a browser: tags that name outlet, author and date, and the usual clutter."""

from html import escape

from muniment.demo.texts import BANNER, Text

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="{charset}">
<title>{title} | {outlet}</title>
<meta property="og:site_name" content="{outlet}">
<meta property="og:title" content="{title}">
<meta property="og:url" content="https://www.{site}/{date:.10}/kelmar">
<meta property="article:published_time" content="{date}">
<meta property="article:section" content="{section}">
<meta name="author" content="{byline}">
<meta name="description" content="{banner}">
<style>body {{ max-width: 44em; margin: auto; font: 18px/1.5 serif }} nav, aside, footer {{ color: #666 }}</style>
</head>
<body>
<nav>{outlet} · {section}</nav>
<article>
<h1>{title}</h1>
<p class="byline">{byline} · <time datetime="{date}">{date:.10}</time></p>
{paragraphs}
</article>
<aside>{banner}</aside>
<footer>{site}</footer>
<script>window.counted = true;</script>
</body>
</html>
"""


def report(text: Text) -> bytes:
    """A news page in the character set that its outlet uses."""
    charset = text.fields.get("Charset", "utf-8")
    fields = {name.lower(): escape(value) for name, value in text.fields.items()}
    page = _PAGE.format_map(
        {
            "language": "en",
            **fields,
            "charset": charset,
            "banner": BANNER,
            "paragraphs": _paragraphs(text),
        }
    )
    return page.encode(charset)


def letter(text: Text, language: str) -> bytes:
    """A page that somebody wrote at home and saved: right to left, and little else."""
    title = escape(text["Title"])
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"<body>\n<h2>{title}</h2>\n{_paragraphs(text)}\n</body>"
    return f'<!DOCTYPE html>\n<html lang="{language}" dir="rtl">\n{head}\n{body}\n</html>\n'.encode()


def _paragraphs(text: Text) -> str:
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
