"""Boards, by id."""
