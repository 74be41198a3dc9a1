package main

import (
	"fmt"
	"strings"
)

func main() {
	for {
		fmt.Println(strings.Repeat("x", 1000))
	}
}
