"""Yichuang (一窗): one window for the public services of human resources and social security."""
