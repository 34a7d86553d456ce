"""The names of months as documents write them, in the languages in which dates are most often copied from a page."""

from collections.abc import Mapping

_NAMES = """
january jan janvier januar enero январь января
february feb février fevrier februar febrero февраль февраля
march mar mars märz marz marzo март марта
april apr avril abril апрель апреля
may mai mayo май мая
june jun juin juni junio июнь июня
july jul juillet juli julio июль июля
august aug août aout agosto август августа
september sep sept septembre septiembre сентябрь сентября
october oct octobre oktober octubre октябрь октября
november nov novembre noviembre ноябрь ноября
december dec décembre decembre dezember diciembre декабрь декабря
"""
"""A line for each month: English, French, German, Spanish, Russian (by itself, and after a day)."""

MONTHS: Mapping[str, int] = {
    name: number for number, line in enumerate(_NAMES.strip().splitlines(), 1) for name in line.split()
}
"""The number of each month, from 1, by its names in small letters."""
