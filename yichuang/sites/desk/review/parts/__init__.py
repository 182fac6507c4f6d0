"""Parts of the page of a case: what is shown of its answers, of whom they name, and of what was granted before."""
