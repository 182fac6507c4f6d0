"""Papers: one mechanism that numbers, renders, keeps and proves every sheet the platform hands out."""
