let one = 1

misspelt one
