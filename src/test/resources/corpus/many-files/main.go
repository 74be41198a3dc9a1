package main

import (
	"fmt"
	"os"
)

func main() {
	for i := 0; i < 200; i++ {
		file, err := os.Create(fmt.Sprintf("/workspace/%d", i))
		if err != nil {
			fmt.Println("refused")
			return
		}
		file.Close()
	}
	fmt.Println("made")
}
