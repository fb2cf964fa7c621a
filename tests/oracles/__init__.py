"""Interpreters of each target's rules, written from measured facts alone.

An oracle reads exported bytes as that LMS would and says what a response earns and shows.
Nothing here may import the package under test: a shared mistake would go unseen.
"""
