# ruff: noqa: INP001, T201 - a script run by hand, which prints what it did
"""Draws ``terminal.png``, the picture in the README: what real commands print about the example case.

Run ``make demo`` first, then ``python docs/images/draw_terminal.py demo-case/case``. Needs Chromium, whose layout
puts right-to-left lines in order as a good terminal does, and fonts for Chinese and Arabic script.
"""

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

COLUMNS = 98
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("books",),
    ("search", "--limit", "2", "双锁"),
    ("search", "--limit", "1", "خاھىشى"),
)
"""The balance, and a search in Chinese and in Uyghur."""

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #16181d; width: 900px }}
pre {{ font: 14px/1.5 'DejaVu Sans Mono', 'Noto Sans CJK SC', 'Noto Naskh Arabic', 'Noto Sans Arabic', monospace;
      color: #d9d9d9; margin: 0; padding: 18px 22px; white-space: pre-wrap; overflow-wrap: anywhere }}
</style><pre>{code}</pre>"""


def main() -> None:
    """Draw the picture of the case named on the command line."""
    case = Path(sys.argv[1]).absolute()
    console = Console(record=True, file=StringIO(), width=10_000, highlight=False)
    for command in COMMANDS:
        console.print(Text(f"$ muniment {' '.join(command)}", style="bold bright_white"))
        console.print(Text.from_ansi(_printed_by(command, case)), soft_wrap=True)
        console.print()
    html = console.export_html(theme=MONOKAI, inline_styles=True, code_format=PAGE)
    target = Path(__file__).with_name("terminal.png")
    _draw(html, target)
    print(target)


def _printed_by(command: tuple[str, ...], case: Path) -> str:
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "MUNIMENT_CASE": str(case)}
    program = Path(sys.executable).with_name("muniment")
    done = subprocess.run(  # noqa: S603 - our own program, with the arguments above
        [program, *command], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.rstrip()


def _draw(html: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, "utf-8")
        subprocess.run(  # noqa: S603 - a browser that draws a page of our own
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--force-device-scale-factor=2", "--window-size=900,604", f"--user-data-dir={folder}/profile"),
                *(f"--screenshot={target}", page.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    main()
