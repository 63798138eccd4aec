"""Profiles of sites that users declare: a folder of TOML files, checked before anything is read.

See docs/profiles.md. What a profile does is :mod:`mentorlit.pages.profile`.
"""
