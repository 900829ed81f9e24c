package main

import (
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// runBatch does what a batch job or an init task does: its calls, one after another, then its time; then it exits. The code
// is the one it was told, else 1 when a call failed.
func runBatch(s settings) int {
	note("started", "name", s.Name, "version", s.Version, "instance", s.Instance)
	code := 0
	for _, wanted := range s.Calls {
		if !batchCall(wanted) {
			code = 1
		}
	}
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM, syscall.SIGINT)
	select {
	case got := <-terminated:
		remember(signalName(got))
		return 143
	case <-time.After(s.Runs):
	}
	if s.ExitSet {
		code = s.Exit
	}
	note("done", "code", code)
	return code
}

// batchCall reads `[METHOD] name /path`; the name `*` is every upstream.
func batchCall(wanted string) bool {
	words := strings.Fields(wanted)
	method := "GET"
	if len(words) > 0 && words[0] == strings.ToUpper(words[0]) && words[0] != "*" {
		method, words = words[0], words[1:]
	}
	if len(words) == 0 {
		note("no upstream is named", "call", wanted)
		return false
	}
	names, path := words[:1], strings.Join(words[1:], "")
	if names[0] == "*" {
		names = upstreams(envNames())
	}
	ok := true
	for _, name := range names {
		values := map[string]string{"to": name, "path": path, "method": method}
		c, err := newCall(func(key string) string { return values[key] }, nil)
		r := result{}
		if err != nil {
			r.Error = err.Error()
		} else {
			r = callOnce(c)
		}
		note("called", "to", name, "path", path, "method", method, "status", r.Status, "error", r.Error, "body", r.Body)
		ok = ok && !r.failed()
	}
	return ok
}
