package main

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// load repeats one call at a fixed pace until it is stopped, and counts what came back.
type load struct {
	lock     sync.Mutex
	Requests int            `json:"requests"`
	Failed   int            `json:"failed"`
	Statuses map[string]int `json:"statuses"`
	Versions map[string]int `json:"versions"`
	Servers  map[string]int `json:"instances"`
	// Failures are the first that were seen, with their time.
	Failures []failure `json:"failures"`
	MaxMs    float64   `json:"maxMs"`
	stop     chan struct{}
	running  sync.WaitGroup
}

type failure struct {
	At time.Time `json:"at"`
	result
}

func startLoad(c call, every time.Duration) *load {
	l := &load{Statuses: map[string]int{}, Versions: map[string]int{}, Servers: map[string]int{}, Failures: []failure{}, stop: make(chan struct{})}
	for range max(1, c.Parallel) {
		l.running.Go(func() {
			pace := time.NewTicker(max(every, time.Millisecond))
			defer pace.Stop()
			for {
				l.add(callOnce(c))
				select {
				case <-l.stop:
					return
				case <-pace.C:
				}
			}
		})
	}
	return l
}

func (l *load) add(r result) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.Requests++
	l.Statuses[strconv.Itoa(r.Status)]++
	l.MaxMs = max(l.MaxMs, r.Ms)
	if version, ok := r.Headers["x-standin-version"]; ok {
		l.Versions[version]++
		l.Servers[r.Headers["x-standin-instance"]]++
	}
	if r.failed() {
		l.Failed++
		if len(l.Failures) < 20 {
			l.Failures = append(l.Failures, failure{time.Now().UTC(), r})
		}
	}
}

// openLoad adds /load/start, /load and /load/stop; loads have names, so that several may run.
func openLoad(mux *http.ServeMux) {
	var lock sync.Mutex
	loads := map[string]*load{}
	find := func(w http.ResponseWriter, r *http.Request, remove bool) *load {
		lock.Lock()
		defer lock.Unlock()
		name := first(r.FormValue("name"), "load")
		l := loads[name]
		if l == nil {
			writeJSON(w, 404, map[string]string{"error": "no load runs under the name " + name})
		} else if remove {
			delete(loads, name)
		}
		return l
	}
	mux.HandleFunc("/load/start", func(w http.ResponseWriter, r *http.Request) {
		c, ok := readCall(w, r)
		every, err := parseDuration(first(r.FormValue("every"), "20ms"))
		if !ok {
			return
		}
		lock.Lock()
		defer lock.Unlock()
		name := first(r.FormValue("name"), "load")
		if err != nil || loads[name] != nil {
			writeJSON(w, 409, map[string]string{"error": "no pace, or a load already runs under the name " + name})
			return
		}
		loads[name] = startLoad(c, every)
		writeJSON(w, 200, map[string]string{"name": name, "url": c.URL})
	})
	mux.HandleFunc("/load", func(w http.ResponseWriter, r *http.Request) {
		if l := find(w, r, false); l != nil {
			l.lock.Lock()
			defer l.lock.Unlock()
			writeJSON(w, 200, l)
		}
	})
	mux.HandleFunc("/load/stop", func(w http.ResponseWriter, r *http.Request) {
		if l := find(w, r, true); l != nil {
			close(l.stop)
			l.running.Wait()
			writeJSON(w, 200, l)
		}
	})
}
