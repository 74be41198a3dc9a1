package main

import "os"

func main() {
	os.Stdin.Read(make([]byte, 1))
}
