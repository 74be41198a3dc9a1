package main

import (
	"fmt"
	"os"
)

func main() {
	os.MkdirAll("/workspace/data", 0o777)
	os.WriteFile("data/note.txt", []byte("kept\n"), 0o666)
	note, _ := os.ReadFile("/workspace/data/note.txt")
	fmt.Print(string(note))
}
