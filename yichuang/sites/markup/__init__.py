"""How a template is written and read: a line break in it is nothing on the page. See docs/adr/0031."""
