"""The engine that reads what a page of a publisher, repository or catalogue says of one work.

It sees located lines of visible text (:mod:`.lines`), whatever they were cut from, and gives
claims with the lines behind them (:mod:`.findings`); :mod:`.engine` tells the steps in order.
Words of all kinds are data in ``tables/pages``.
"""
