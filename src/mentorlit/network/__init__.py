"""The door to the network: one question to a server, under one policy for all of them.

Nothing else in mentorlit opens a connection. Addresses are checked at the socket
(:mod:`~mentorlit.network.addresses`, :mod:`~mentorlit.network.sockets`), one try is bounded in time
and size (:mod:`~mentorlit.network.exchange`), and tries are paced, repeated and remembered
(:mod:`~mentorlit.network.door`).
"""
