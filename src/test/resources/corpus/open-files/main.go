package main

import (
	"fmt"
	"os"
)

func main() {
	var kept []*os.File
	for i := 0; i < 200; i++ {
		file, err := os.Create(fmt.Sprintf("/workspace/%d", i))
		if err != nil {
			fmt.Println("refused")
			return
		}
		kept = append(kept, file)
	}
	fmt.Println("opened", len(kept))
}
