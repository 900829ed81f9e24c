package main

import (
	"bufio"
	"fmt"
	"net"
)

// echo says who it is in a first line, and gives every line back.
func echo(socket net.Listener, greeting string) {
	for {
		connection, err := socket.Accept()
		if err != nil {
			note("stopped listening", "error", err)
			return
		}
		go func() {
			defer connection.Close()
			fmt.Fprintln(connection, greeting)
			for lines := bufio.NewScanner(connection); lines.Scan(); {
				if _, err := fmt.Fprintln(connection, lines.Text()); err != nil {
					return
				}
			}
		}()
	}
}
