package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGXFSZ)
	file, _ := os.Create("/workspace/big")
	block := make([]byte, 1<<16)
	for i := 0; i < 64; i++ {
		if _, err := file.Write(block); err != nil {
			fmt.Println("refused")
			return
		}
	}
	fmt.Println("written")
}
