// Command standin takes the place of every program of an estate: it answers, calls and misbehaves on request.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	settings, err := readSettings(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(2)
	}
	role, args := chooseRole(settings, os.Args)
	settings.Role = role
	switch role {
	case "service", "worker":
		os.Exit(serve(settings))
	case "batch":
		os.Exit(runBatch(settings))
	case "healthy":
		os.Exit(askHealth(settings))
	case "external":
		os.Exit(serveExternal(settings, args))
	case "get":
		os.Exit(get(args))
	case "exec":
		err := syscall.Exec(args[0], args, os.Environ())
		fmt.Fprintln(os.Stderr, "standin:", err)
	default:
		fmt.Fprintf(os.Stderr, "standin: no role %q\n", role)
	}
	os.Exit(2)
}

// chooseRole finds the role by how the binary was called. A job may call a program of the image that it stands in for
// (`/app/migrate`): through a link, or as the first argument of the entry point. Arguments it does not know are the
// arguments of the program it stands in for, and mean nothing here.
func chooseRole(settings settings, argv []string) (role string, args []string) {
	if role, known := settings.Programs[filepath.Base(argv[0])]; known {
		return role, argv[1:]
	}
	if len(argv) > 1 {
		switch first := argv[1]; {
		case first == "get", first == "external", first == "healthy":
			return first, argv[2:]
		case settings.Programs[filepath.Base(first)] != "":
			return settings.Programs[filepath.Base(first)], argv[2:]
		case strings.HasPrefix(first, "/") && isForeign(first):
			return "exec", argv[1:]
		}
	}
	return settings.Role, argv[1:]
}

// isForeign says whether a file is an executable other than this one.
func isForeign(path string) bool {
	file, err := os.Stat(path)
	if err != nil || file.IsDir() || file.Mode()&0o111 == 0 {
		return false
	}
	own, err := os.Stat("/proc/self/exe")
	return err == nil && !os.SameFile(own, file)
}
