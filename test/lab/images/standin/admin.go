package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// adminAddresses are outside the ports of upstreams and of Envoy. Tasks of one allocation share its network: each takes the
// first that is free.
var adminAddresses = []string{"127.0.0.1:9999", "127.0.0.1:9998", "127.0.0.1:9997", "127.0.0.1:9996"}

// openAdmin serves what only a process inside the allocation may ask.
func openAdmin(a *answers) {
	mux := http.NewServeMux()
	mux.HandleFunc("/env", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, envNames()) })
	mux.HandleFunc("/events", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, remembered()) })
	mux.HandleFunc("/counts", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, a.counted()) })
	mux.HandleFunc("/upstreams", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, upstreams(envNames())) })
	mux.HandleFunc("/file", showFile)
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		if set := r.FormValue("set"); set != "" {
			a.health.failing.Store(set == "fail")
			remember("health " + set)
		}
		a.answerHealth(w, false)
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		ms, err := strconv.Atoi(r.FormValue("ms"))
		if err != nil {
			writeJSON(w, 400, map[string]string{"error": err.Error()})
			return
		}
		a.slow.Store(int64(ms) * 1e6)
		remember(fmt.Sprintf("slow %d ms", ms))
		writeJSON(w, 200, map[string]int{"ms": ms})
	})
	mux.HandleFunc("/call", func(w http.ResponseWriter, r *http.Request) {
		if c, ok := readCall(w, r); ok {
			writeJSON(w, 200, callTimes(c))
		}
	})
	openLoad(mux)
	mux.HandleFunc("/exit", func(_ http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.FormValue("code"))
		remember(fmt.Sprintf("exit %d", code))
		os.Exit(code)
	})
	for _, address := range adminAddresses {
		if socket, err := net.Listen("tcp", address); err == nil {
			note("admin", "address", address)
			go serveHTTP(socket, mux)
			return
		}
	}
	note("no admin address is free")
}

// readCall answers 400 itself when the call makes no sense.
func readCall(w http.ResponseWriter, r *http.Request) (call, bool) {
	var c call
	err := r.ParseForm()
	if err == nil {
		c, err = newCall(r.Form.Get, r.Form["header"])
	}
	if err != nil {
		writeJSON(w, 400, map[string]string{"error": err.Error()})
	}
	return c, err == nil
}

// fileJSON is a file as the task itself sees it.
type fileJSON struct {
	Path    string   `json:"path"`
	Mode    string   `json:"mode,omitempty"`
	UID     uint32   `json:"uid"`
	GID     uint32   `json:"gid"`
	Size    int64    `json:"size"`
	Text    string   `json:"text,omitempty"`
	Entries []string `json:"entries,omitempty"`
	Error   string   `json:"error,omitempty"`
}

func showFile(w http.ResponseWriter, r *http.Request) {
	path := r.FormValue("path")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	shown := fileJSON{Path: path}
	info, err := os.Stat(path)
	if err == nil {
		shown.Mode, shown.Size = fmt.Sprintf("%04o", info.Mode().Perm()), info.Size()
		if owner, ok := info.Sys().(*syscall.Stat_t); ok {
			shown.UID, shown.GID = owner.Uid, owner.Gid
		}
		if info.IsDir() {
			var entries []os.DirEntry
			entries, err = os.ReadDir(path)
			for _, entry := range entries {
				shown.Entries = append(shown.Entries, entry.Name())
			}
		} else {
			var text []byte
			text, err = os.ReadFile(path)
			shown.Text = string(text)
		}
	}
	status := http.StatusOK
	if err != nil {
		status, shown.Error = http.StatusNotFound, err.Error()
		if os.IsPermission(err) {
			status = http.StatusForbidden
		}
	}
	w.Header().Set("content-type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(shown)
}
