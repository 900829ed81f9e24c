package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// answers is the handler of every http listener. What a request wants beyond an answer stands in its headers, so that
// paths and methods stay what intentions speak about.
type answers struct {
	settings settings
	health   health
	slow     atomic.Int64 // nanoseconds added to every request

	lock   sync.Mutex
	failed map[string]int // requests refused so far, by key of x-standin-fail-first
	counts map[string]int // requests by method and path
}

func newAnswers(s settings) *answers {
	a := &answers{settings: s, failed: map[string]int{}, counts: map[string]int{}}
	a.health.paths = s.Health
	a.health.failing.Store(s.FailHealth)
	return a
}

// greetingJSON is the body of an ordinary answer.
type greetingJSON struct {
	Name     string            `json:"name"`
	Version  string            `json:"version"`
	Instance string            `json:"instance"`
	Task     string            `json:"task"`
	Path     string            `json:"path"`
	Method   string            `json:"method"`
	Protocol string            `json:"protocol"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body,omitempty"`
	Calls    []result          `json:"calls,omitempty"`
}

func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	isGRPC := strings.HasPrefix(r.Header.Get("content-type"), "application/grpc")
	if a.health.asks(r) || r.URL.Path == grpcHealthCheck {
		a.answerHealth(w, isGRPC)
		return
	}
	a.count(r)
	time.Sleep(time.Duration(a.slow.Load()))
	if delay, err := parseDuration(r.Header.Get("x-standin-delay")); err == nil {
		time.Sleep(delay)
	}
	w.Header().Set("x-standin-name", a.settings.Name)
	w.Header().Set("x-standin-version", a.settings.Version)
	w.Header().Set("x-standin-instance", a.settings.Instance)
	status := http.StatusOK
	if wanted, err := strconv.Atoi(r.Header.Get("x-standin-status")); err == nil && wanted >= 200 && wanted <= 599 {
		status = wanted
	}
	if a.failsFirst(r.Header.Get("x-standin-fail-first")) {
		status = http.StatusServiceUnavailable
	}
	body, _ := io.ReadAll(io.LimitReader(r.Body, 2048))
	greeting := greetingJSON{
		Name: a.settings.Name, Version: a.settings.Version, Instance: a.settings.Instance, Task: a.settings.Task,
		Path: r.URL.RequestURI(), Method: r.Method, Protocol: r.Proto, Headers: flat(r.Header), Body: string(body),
	}
	greeting.Headers["host"] = r.Host
	if r.Header.Get("x-standin-call") != "" {
		greeting.Calls = callByHeaders(r.Header)
	}
	switch {
	case !isGRPC:
		writeJSON(w, status, greeting)
	case greeting.Calls == nil:
		answerGRPC(w, nil, grpcCode(status))
	default: // nobody decodes the message by a schema, and the caller wants to read what became of the calls
		message, _ := json.Marshal(greeting)
		answerGRPC(w, message, grpcCode(status))
	}
}

func (a *answers) answerHealth(w http.ResponseWriter, isGRPC bool) {
	if isGRPC {
		answerGRPC(w, a.health.grpcStatus(), "0")
		return
	}
	status, word := http.StatusOK, "ok"
	if a.health.failing.Load() {
		status, word = http.StatusServiceUnavailable, "fail"
	}
	writeJSON(w, status, map[string]string{
		"health": word, "name": a.settings.Name, "version": a.settings.Version, "instance": a.settings.Instance,
	})
}

// failsFirst reads `n:key`: the first n requests with that key fail, the others do not.
func (a *answers) failsFirst(wanted string) bool {
	number, key, _ := strings.Cut(wanted, ":")
	limit, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.failed[key] >= limit {
		return false
	}
	a.failed[key]++
	return true
}

func (a *answers) count(r *http.Request) {
	a.lock.Lock()
	defer a.lock.Unlock()
	if key := r.Method + " " + r.URL.Path; len(a.counts) < 1000 || a.counts[key] > 0 {
		a.counts[key]++
	}
}

func (a *answers) counted() map[string]int {
	a.lock.Lock()
	defer a.lock.Unlock()
	counts := make(map[string]int, len(a.counts))
	for key, count := range a.counts {
		counts[key] = count
	}
	return counts
}

// grpcCode is what a gRPC server says in place of an HTTP status.
func grpcCode(status int) string {
	switch {
	case status < 300:
		return "0"
	case status == http.StatusServiceUnavailable:
		return "14" // UNAVAILABLE
	case status == http.StatusForbidden:
		return "7" // PERMISSION_DENIED
	default:
		return "2" // UNKNOWN
	}
}

func flat(headers http.Header) map[string]string {
	found := make(map[string]string, len(headers))
	for name, values := range headers {
		found[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	return found
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("content-type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
