"""Pages whose words a seal can commit to in a second, on one core; aim: at least 300.

Prints one JSON line. Usage: word_roots.py [--pages N]
"""

import argparse
import json
import random
import time

from muniment.preserve.words import PageText, reading_root

LINES, WORDS = 45, 9
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    count = parser.parse_args().pages
    generator = random.Random(1)
    words = ["".join(generator.choices(LETTERS, k=generator.randint(2, 9))) for _ in range(500)]
    text = "\n".join(" ".join(generator.choices(words, k=WORDS)) for _ in range(LINES))
    begun = time.process_time()
    reading_root(bytes(32), (PageText(number, "text", text) for number in range(count)))
    seconds = time.process_time() - begun
    print(json.dumps({"bench": "words", "pages_per_second_and_core": round(count / seconds), "page_chars": len(text)}))


if __name__ == "__main__":
    main()
