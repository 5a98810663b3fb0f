"""Charts: one SVG kit with one look; Decimals and worded texts in, markup out, no sums and no decisions about data.

Marks stand in percent and text in pixels, so a chart flows to any width and its text never scales. What a label needs
is computed from its text, for the narrowest phone and for the narrowest half of a desk. Classes and attributes only.

    scale      ticks, axes, the row of numbers under a column of bars
    bars       bars that stand in the cells of a table, and the one bar that a page opens with
    columns    stacked columns, one a month
    lines      what was won so far, as a step against time
    scatter    records as dots in bands
    whiskers   a rate with its interval
    sparkline  a few values beside a word
    timeline   the stages of a deal in days, with what happened on the way
    labels     where labels go and which give way
    marks      the marks themselves; every text is escaped here
    widths     how wide a text is
"""
