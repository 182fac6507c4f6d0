"""Values as papers and pages say them."""

from datetime import date


def chinese_date(day: date) -> str:
    """2026年11月17日, without leading zeros (GB/T 9704 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"
