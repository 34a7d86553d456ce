"""What holds for every page of the workbench, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

PATHS = ("/",)

each_path = pytest.mark.parametrize("path", PATHS)


@each_path
def test_a_page_has_its_landmarks(page: Page, path: str) -> None:
    page.goto(path)
    for role in ("banner", "navigation", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page).to_have_title(re.compile("workbench"))


@each_path
def test_a_phone_scrolls_only_down(phone: Page, path: str) -> None:
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
