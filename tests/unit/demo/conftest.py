from pathlib import Path

import pytest

from muniment import demo


@pytest.fixture(scope="session")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "leak"
    demo.build(target)
    return target
