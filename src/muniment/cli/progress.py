"""Showing how a run goes: a live line on a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from muniment.acquire.names import shown
from muniment.ingest.progress import Progress

PLAIN_SECONDS = 10.0
"""How often a line is printed where nobody watches live."""

_BAR_WIDTH = 28
_WARM_UP_SECONDS = 3.0


class ProgressDisplay:
    """Shows progress on stderr; a context manager."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._quiet = quiet
        self._live = Live(console=self._console, refresh_per_second=8, transient=True) if self._is_live else None
        self._last = time.monotonic()

    @property
    def _is_live(self) -> bool:
        return sys.stderr.isatty() and not self._quiet

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, progress: Progress) -> None:
        """Show this moment."""
        if self._live is not None:
            self._live.update(_panel(progress))
        elif not self._quiet and time.monotonic() - self._last >= PLAIN_SECONDS:
            self._last = time.monotonic()
            self._console.print(_line(progress), soft_wrap=True)


def _line(progress: Progress) -> str:
    return (
        f"found {progress.found:,}, read {progress.read:,}, waiting {progress.to_read:,}; "
        f"recognised {progress.recognised:,} pages, waiting {progress.to_recognise:,}; {progress.seconds:.0f} s"
    )


def _panel(progress: Progress) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(Text("files", style="bold"), _bar(progress.read, progress.to_read), _rate(progress.read, progress))
    if progress.recognised or progress.to_recognise:
        table.add_row(
            Text("scans", style="bold"),
            _bar(progress.recognised, progress.to_recognise),
            _rate(progress.recognised, progress),
        )
    table.add_row(Text("now", style="bold"), Text(shown(progress.now)[:60], style="dim"), _time_left(progress))
    return table


def _bar(done: int, waiting: int) -> Text:
    share = done / (done + waiting) if done + waiting else 0.0
    filled = round(share * _BAR_WIDTH)
    return Text.assemble(
        ("━" * filled, "green"), ("━" * (_BAR_WIDTH - filled), "bright_black"), f" {done:,} of {done + waiting:,}"
    )


def _rate(done: int, progress: Progress) -> Text:
    per_second = done / max(progress.seconds, 0.1)
    return Text(f"{per_second:,.1f}/s" if per_second >= 1 else f"{per_second * 60:,.1f}/min", style="dim")


def _time_left(progress: Progress) -> Text:
    waiting, done = progress.to_read + progress.to_recognise, progress.read + progress.recognised
    unknown = not done or (progress.to_recognise and not progress.recognised)
    if progress.walking or unknown or progress.seconds < _WARM_UP_SECONDS:
        return Text("still finding files" if progress.walking else "", style="dim")
    seconds = 0.0
    if progress.read:
        seconds += progress.to_read * progress.seconds / progress.read
    if progress.recognised:
        seconds += progress.to_recognise * progress.seconds / progress.recognised
    told = f"{seconds:,.0f} s" if seconds < 120 else f"{seconds / 60:,.0f} min"  # noqa: PLR2004 - minutes read better
    return Text(f"about {told} left" if waiting else "", style="dim")
