let number = 1

failwithf "broken %d" number
