"""Drives nbgrader over a whole class: its gradebook, its exchange, its converters. Nothing of nbgrader's is written again."""
