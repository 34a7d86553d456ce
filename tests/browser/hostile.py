"""Attacks by documents: names and texts that would run, mislead or break out, were they not made harmless.

Each marker word is a word of its own, so that a test can search for it and look at what the page shows.
"""

from pathlib import Path

RUNS = "document.title='PWNED';window.pwned=1"
"""What every attack tries to run: tests look for ``window.pwned``."""

TEXTS: dict[str, str] = {
    "script": f"hostileword <script>{RUNS}</script> end",
    "image": f'hostileword <img src=x onerror="{RUNS}"> end',
    "svg": f'hostileword <svg/onload="{RUNS}"> <math><mtext></style><img src onerror={RUNS}> end',
    "attribute": f'hostileword " autofocus onfocus="{RUNS}" x=" \' onmouseover=\'{RUNS}\' end',
    "close": f"hostileword </bdi></mark></script></textarea></title><script>{RUNS}</script> end",
    "template": "hostileword {{ 7331*7331 }} {% raw %} {{ cycler.__init__.__globals__ }} ${7331*7331}<%= 7331*7331 %>"
    " end",
    "link": f"hostileword javascript:{RUNS} data:text/html,<script>{RUNS}</script> end",
    "elsewhere": "hostileword <img src=http://203.0.113.7/pixel.png> <link rel=stylesheet href=//203.0.113.7/x.css>",
    "bidi": "hostileword \u202egpj.exe\u202c \u2066isolated \u2067turned\u2069 end",
    "controls": "hostileword \x1b[31mred\x1b[0m \x07 \x08\x08 \u200b\ufeff zero end",
    "entities": "hostileword &lt;script&gt; &#60;b&#62; &amp;amp; end",
    "frame": f"hostileword <iframe srcdoc='<script>parent.{RUNS}</script>'></iframe><base href=//203.0.113.7/> end",
    "form": "hostileword <form action=//203.0.113.7/><input name=form_token><button>ok</button></form> end",
    "formula": 'hostileword =HYPERLINK("http://203.0.113.7/","x") end',
    "zalgo": "hostileword " + "a" + "\u0301\u0323" * 60 + " end",
    "long": "hostileword " + "w" * 4000 + " end",
}
"""Texts of documents, each with the word "hostileword" so that all are found together."""

NAMES: tuple[bytes, ...] = (
    b"<script>window.pwned=1<?script>.txt".replace(b"?", b""),
    b"<img src=x onerror=window.pwned=1>.txt",
    b'"onmouseover="window.pwned=1" x=".txt',
    b"'-window.pwned=1-'.txt",
    "invoice \u202etxt.exe".encode(),
    b"two\nlines\tand\x1b[2Jescape.txt",
    b"not utf8 \xc3\x28 \xff\xfe.txt",
    b"..%2f..%2fetc%2fpasswd.txt",
    b"{{ 7331*7331 }}{% raw %}.txt",
    b"=cmd|' !A0.txt",
    b"@SUM(1+1).txt",
    "．．／ｆｕｌｌ ｗｉｄｔｈ.txt".encode(),
    b"name " + b"n" * 200 + b".txt",
    "نام فايل \u200fخصمانه.txt".encode(),
)
"""Names of files: none of them may run, hide its ending, or leave its line."""


def build(folder: Path) -> None:
    """Write the attacks into ``folder``: each text in a file of its own, each name with a harmless text."""
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / f"text {name}.txt").write_text(text + "\n", "utf-8")
    for number, odd_name in enumerate(NAMES):
        with open(bytes(folder) + b"/" + odd_name, "wb") as file:  # noqa: PTH123 - names are bytes that Path cannot hold
            file.write(f"hostilename number {number}, the text itself is harmless\n".encode())
