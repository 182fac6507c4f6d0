"""What anyone may check: published lists, results, whether a paper is real."""
