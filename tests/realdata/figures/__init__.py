"""What our metrics say of each data set, in the shape of its `truth.json`: one module per set.

Each has `figures(imported)`, the nested figures; `TOGETHER`, entries of the truth that are one entry with us; and
`UNMET`, the parts of the truth that our book cannot say, and why.
"""
