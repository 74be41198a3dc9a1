package main

import (
	"fmt"
	"net"
)

func main() {
	if _, err := net.Dial("tcp", "127.0.0.1:8080"); err != nil {
		fmt.Println("refused")
	} else {
		fmt.Println("connected")
	}
}
