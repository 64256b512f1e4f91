"""Benchmarks: ratios against a floor measured in the same run, beside the design's budgets."""
