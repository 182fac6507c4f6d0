"""Promises of whoever applies (告知承诺, 先办后补, 信用承诺). Pure.

Who may make them, what they say, what becomes of them.
"""
