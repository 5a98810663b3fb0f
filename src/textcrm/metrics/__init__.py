"""Numbers: pure functions of a book, a day and a period, one module per subject, that return frozen values.

A deal or a lead is as its history folds at the end of the day `as_of`; the settings are those of the book. Money is in
the company's currency, rounded per deal and then summed; an amount that is not known, or has no exchange rate, is left
out of the sum and listed. A rate keeps its k and its n. What could not be judged is listed, never left out in silence.

    pipeline             the open deals by stage; the weighted pipeline in and around a period
    concentration        how much of the pipeline hangs on few deals
    ageing, rotting      days in the stage, age, overdue; days without a touch
    steps                critical steps of open deals that are not done
    standing             what stands in each stage, for how long, and what is late there
    moves                from which stage to which deals went
    forecast_categories  closed, commit, best case, pipeline, omitted
    quota                attainment, gap, coverage, pace
    guesses              plain ways to tell what a period will come to
    outcomes             won, lost, abandoned, cancelled in a period
    win_rates            win rate and competitive win rate, by count and by value; cohorts by month of creation
    sales_cycle          days from creation to won
    velocity             money won in a day
    reasons, competitors why deals and leads were closed, and to whom deals were lost
    leaderboard          what each member of the team won, has open, and was asked for
    activities           by person, type and ISO week; open deals that nobody is at
    lead_sources         leads by source and by campaign, with what they cost and what became of them
    qualification        what is known of open leads, and what they lack to be qualified
    response_times       how long leads wait for a first answer, those counted that still wait
    conversion           leads that became deals, by month of creation
    agenda               what is to be done, by whom, by when
"""
