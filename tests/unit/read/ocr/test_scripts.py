from muniment.read.ocr.scripts import candidates, data_of_hints, is_plain_latin, is_plausible, package_for

INSTALLED = ("ara", "bod", "chi_sim", "eng", "kaz", "rus", "uig")


def test_hints_are_understood_with_two_letters_three_or_a_region() -> None:
    assert data_of_hints(("ug", "kaz", "ru-RU", "zh", "en_GB", "?")) == ("uig", "kaz", "rus", "eng")


def test_languages_known_in_the_case_are_tried_first_and_those_of_the_other_engine_not_at_all() -> None:
    assert candidates(INSTALLED, ("ug", "zh", "ru")) == ("uig", "rus", "ara", "bod", "kaz")


def test_the_package_named_is_one_that_is_missing_and_fits() -> None:
    assert package_for("Arabic", ("ug",), ()) == "tesseract-ocr-uig"
    assert package_for("Cyrillic", ("ug",), ("rus",)) == "tesseract-ocr-ukr"
    assert package_for("", ("bo",), INSTALLED[:1]) == "tesseract-ocr-bod"
    assert package_for("", (), INSTALLED) == ""


def test_signs_and_scattered_letters_are_no_plausible_line() -> None:
    assert is_plausible("the directive of the fifth of November", 22)
    assert is_plausible("སྔོན་བརྗོད", 6)
    assert not is_plausible(" ,    ; ", 22)
    assert not is_plausible("ab", 30)


def test_letters_of_other_latin_languages_are_noticed() -> None:
    assert is_plain_latin("Whereas, 1948")
    assert not is_plain_latin("fußgänger")
    assert not is_plain_latin("1948")
