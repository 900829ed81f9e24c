package main

import (
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// serve is the role of a service and, without listeners, of a worker.
func serve(s settings) int {
	if s.ExitSet {
		note("told to exit", "code", s.Exit)
		return s.Exit
	}
	answers := newAnswers(s)
	listeners := s.Listen
	if s.Role == "worker" && s.Shared {
		listeners = nil
	}
	open, err := openListeners(listeners, s.Shared, answers, greeting(s))
	if err != nil {
		note("cannot listen", "error", err.Error())
		return 1
	}
	openAdmin(answers)
	note("up", "role", s.Role, "name", s.Name, "version", s.Version, "instance", s.Instance, "listen", open)
	return untilTerminated(s.IgnoreSigterm)
}

// serveExternal is a system outside the mesh, as a plain process: `standin external http:7001,tcp:7002`.
func serveExternal(s settings, args []string) int {
	listeners, err := parseListeners(strings.Join(args, ","), "0.0.0.0")
	if err == nil {
		listeners, err = openListeners(listeners, false, newAnswers(s), greeting(s))
	}
	if err != nil {
		note("cannot listen", "error", err.Error())
		return 1
	}
	note("up", "role", "external", "name", s.Name, "listen", listeners)
	return untilTerminated(0)
}

func greeting(s settings) string { return strings.Join([]string{s.Name, s.Version, s.Instance}, " ") }

// untilTerminated keeps signals for `/events`. SIGTERM ends the process at once, without waiting for open requests, unless
// it was told to go on serving for a while.
func untilTerminated(ignore time.Duration) int {
	received := make(chan os.Signal, 16)
	signal.Notify(received, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	for {
		got := <-received
		remember(signalName(got))
		if got == syscall.SIGTERM || got == syscall.SIGINT {
			break
		}
	}
	time.Sleep(ignore)
	note("exit")
	return 0
}

func signalName(got os.Signal) string {
	names := map[os.Signal]string{
		syscall.SIGTERM: "SIGTERM", syscall.SIGINT: "SIGINT", syscall.SIGHUP: "SIGHUP", syscall.SIGUSR1: "SIGUSR1", syscall.SIGUSR2: "SIGUSR2",
	}
	return names[got]
}
