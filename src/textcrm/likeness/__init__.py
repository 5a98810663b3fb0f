"""What looks like the same person or company, ids made from names, and the word that was probably meant."""
