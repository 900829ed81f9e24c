package main

import (
	"fmt"
	"os"
)

// get is `standin get <url> [<method> [<body>]]`: the status, a line break, the body; exit code 1 when there is no answer
// or an error.
func get(args []string) int {
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "standin get <url> [<method> [<body>]]")
		return 2
	}
	c := call{URL: args[0], WholeBody: true}
	if len(args) > 1 {
		c.Method = args[1]
	}
	if len(args) > 2 {
		c.Body = args[2]
	}
	r := callOnce(c)
	if r.Error != "" {
		fmt.Fprintln(os.Stderr, r.Error)
		return 1
	}
	fmt.Printf("%d\n%s\n", r.Status, r.Body)
	if r.failed() {
		return 1
	}
	return 0
}
