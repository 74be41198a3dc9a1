package main

import "fmt"

func main() {
	fmt.Println("żółw 🐢 日本")
}
