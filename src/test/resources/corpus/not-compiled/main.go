package main

func main() { misspelt() }
