package main

import (
	"log/slog"
	"os"
	"sync"
	"time"
)

var logger = slog.New(slog.NewJSONHandler(os.Stdout, nil))

// event is something that happened to the process from outside.
type event struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
}

var (
	eventsLock sync.Mutex
	events     []event
)

// note writes one line of JSON to the log.
func note(what string, details ...any) { logger.Info(what, details...) }

// remember notes an event and keeps it for `/events`.
func remember(what string) {
	eventsLock.Lock()
	events = append(events, event{time.Now().UTC(), what})
	eventsLock.Unlock()
	note(what)
}

func remembered() []event {
	eventsLock.Lock()
	defer eventsLock.Unlock()
	return append([]event{}, events...)
}
