"""One-time links and sessions."""

from muniment.web.access import LINK_SECONDS, MOST_SESSIONS, SESSION_SECONDS, Access


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def logged_in(access: Access) -> str:
    session = access.log_in(access.new_link_token())
    assert session is not None
    return session


def test_a_link_works_once() -> None:
    access = Access()
    token = access.new_link_token()
    assert access.log_in(token) is not None
    assert access.log_in(token) is None


def test_a_link_that_waited_too_long_is_used_up() -> None:
    clock = Clock()
    access = Access(clock)
    token = access.new_link_token()
    clock.now += LINK_SECONDS + 1
    assert access.log_in(token) is None
    clock.now -= LINK_SECONDS
    assert access.log_in(token) is None


def test_a_new_link_ends_the_one_before() -> None:
    access = Access()
    first, second = access.new_link_token(), access.new_link_token()
    assert access.log_in(first) is None
    assert access.log_in(second) is not None


def test_guesses_do_not_log_in_and_do_not_use_up_the_link() -> None:
    access = Access()
    token = access.new_link_token()
    for guess in ("", "x", token[:-1], token + "A", "\ud800", "ü"):
        assert access.log_in(guess) is None
    assert access.log_in(token) is not None


def test_a_session_ends_by_itself_and_by_logging_out() -> None:
    clock = Clock()
    access = Access(clock)
    first, second = logged_in(access), logged_in(access)
    access.log_out(first)
    assert not access.is_logged_in(first)
    assert access.is_logged_in(second)
    clock.now += SESSION_SECONDS + 1
    assert not access.is_logged_in(second)


def test_sessions_do_not_pile_up() -> None:
    access = Access()
    sessions = [logged_in(access) for _ in range(MOST_SESSIONS + 2)]
    assert [access.is_logged_in(one) for one in sessions[:3]] == [False, False, True]


def test_a_form_belongs_to_one_session() -> None:
    access = Access()
    first, second = logged_in(access), logged_in(access)
    assert access.is_form_token(first, access.form_token(first))
    assert not access.is_form_token(first, access.form_token(second))
    assert not access.is_form_token(first, "")
    assert access.form_token(first) != Access().form_token(first)
