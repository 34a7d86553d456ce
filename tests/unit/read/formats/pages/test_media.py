import io
import wave

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.model import State
from muniment.read.formats.pages.media import MediaReader, spoken_length


def recording(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1000)
        file.writeframes(bytes(1000 * seconds))
    return out.getvalue()


def test_a_recording_is_empty_and_says_its_length() -> None:
    outcome = read(MediaReader(), recording(192), "audio/x-wav", suffix=".wav")
    assert outcome.state is State.EMPTY
    assert outcome.reason == "a sound recording (WAV, 3 min 12 s): Muniment does not transcribe"


def test_a_damaged_film_is_still_named() -> None:
    outcome = read(MediaReader(), b"\0\0\0\x18ftypmp42" + b"\xff" * 50, "video/mp4", suffix=".mp4")
    assert outcome.reason.startswith("a film (MP4")


@given(st.floats(0, 1e6))
def test_lengths_are_spoken_in_hours_minutes_and_seconds(seconds: float) -> None:
    spoken = spoken_length(seconds).split()
    assert spoken[1::2] in (["s"], ["min", "s"], ["h", "min"])
    assert all(0 <= int(number) < 60 for number in spoken[0::2][-1:])
