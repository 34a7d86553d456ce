"""Quotes: finding words on a page, making a quote of them, and finding the quote again after the page was read anew."""
