package main

func main() {
	var hoard [][]byte
	for {
		more := make([]byte, 1<<20)
		for i := range more {
			more[i] = 1
		}
		hoard = append(hoard, more)
	}
}
