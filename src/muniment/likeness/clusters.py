"""Putting what was found alike together: union-find over the numbers of documents."""


class Groups:
    """Documents put together two by two; everything put together is one group."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, one: int) -> int:
        """A document that stands for the group of ``one``: the same for all its members."""
        root = one
        while (above := self._above.get(root, root)) != root:
            root = above
        while one != root:
            self._above[one], one = root, self._above.get(one, one)
        return root

    def put_together(self, one: int, other: int) -> None:
        """Make the groups of both one."""
        root, other_root = sorted((self.root(one), self.root(other)))
        self._above[other_root] = root
        self._above.setdefault(root, root)

    def groups(self) -> list[list[int]]:
        """The groups of two and more, each in order of numbers."""
        found: dict[int, list[int]] = {}
        for one in sorted(self._above):
            found.setdefault(self.root(one), []).append(one)
        return [members for members in found.values() if len(members) > 1]
