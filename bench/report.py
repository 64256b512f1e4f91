"""How figures are printed."""

from collections.abc import Sequence


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def row(name: str, value: str, budget: str = "", *, met: bool | None = None) -> None:
    """One figure; `met` says whether it keeps its budget."""
    mark = "" if met is None else ("ok" if met else "MISSED")
    print(f"  {name:<46} {value:>18}  {budget:<12} {mark}".rstrip())


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
