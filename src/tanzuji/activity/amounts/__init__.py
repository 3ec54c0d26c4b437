"""From readings to amounts, as plain arithmetic: no table, no request.

`series` turns registers into intervals and intervals into the amount of a period, with what is missing; `stocks` does the
same for goods; `calibration` says for how much of a period a meter was calibrated; `sharing` splits what several products
have in common; `scores` rates what came out.
"""
