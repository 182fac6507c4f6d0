"""评价: by link, at a counter, on a device, and what is published of it."""
