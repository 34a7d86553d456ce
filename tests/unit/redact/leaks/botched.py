"""Redactions that failed, each in one way; with what must be found of each. By families, and all together here."""

from tests.unit.redact.leaks.botched_covered import COVERED
from tests.unit.redact.leaks.botched_files import FILES
from tests.unit.redact.leaks.botched_further import FURTHER
from tests.unit.redact.leaks.botched_pictures import PICTURES
from tests.unit.redact.leaks.botched_terms import TERMS
from tests.unit.redact.leaks.botched_unseen import UNSEEN

WITHOUT_TERMS = [*COVERED, *UNSEEN, *PICTURES, *FILES, *FURTHER]
WITH_TERMS = TERMS
