package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// settings are the environment of the image and of the task.
type settings struct {
	Role, Name, Task, Version, Instance string
	// Programs of the image that this one stands in for, with their roles.
	Programs map[string]string
	Listen   []listener
	// Shared is true when the ports come from the image: another task of the same allocation may have some of them.
	Shared        bool
	Health        []string
	FailHealth    bool
	Exit          int
	ExitSet       bool
	IgnoreSigterm time.Duration
	Runs          time.Duration
	Calls         []string
}

func readSettings(env func(string) string) (settings, error) {
	s := settings{
		Role:     first(env("STANDIN_ROLE"), "service"),
		Name:     first(env("STANDIN_NAME"), env("NOMAD_JOB_NAME"), "standin"),
		Task:     env("NOMAD_TASK_NAME"),
		Version:  first(env("VERSION"), env("STANDIN_VERSION")),
		Instance: env("NOMAD_SHORT_ALLOC_ID"),
		Programs: map[string]string{},
		Health:   fields(first(env("STANDIN_HEALTH"), "/ready,/healthz,/health,/-/healthy")),
		Calls:    fields(env("STANDIN_CALL")),
	}
	s.FailHealth = env("STANDIN_FAIL_HEALTH") == "1"
	if s.Instance == "" && len(env("NOMAD_ALLOC_ID")) >= 8 {
		s.Instance = env("NOMAD_ALLOC_ID")[:8]
	}
	for _, program := range fields(env("STANDIN_PROGRAMS")) {
		name, role, _ := strings.Cut(program, "=")
		s.Programs[name] = role
	}
	listen := env("STANDIN_LISTEN")
	if listen == "" {
		listen, s.Shared = env("STANDIN_IMAGE_LISTEN"), true
	}
	var err error
	if s.Listen, err = parseListeners(listen, "127.0.0.1"); err != nil {
		return s, fmt.Errorf("STANDIN_LISTEN: %w", err)
	}
	if exit := env("STANDIN_EXIT"); exit != "" {
		if s.Exit, err = strconv.Atoi(exit); err != nil {
			return s, fmt.Errorf("STANDIN_EXIT: %w", err)
		}
		s.ExitSet = true
	}
	for name, at := range map[string]*time.Duration{"STANDIN_IGNORE_SIGTERM": &s.IgnoreSigterm, "STANDIN_SECONDS": &s.Runs} {
		if *at, err = parseDuration(env(name)); err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
	}
	return s, nil
}

// parseDuration reads `800ms` or `5s`; a number alone is seconds.
func parseDuration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return time.Duration(seconds * float64(time.Second)), nil
	}
	return time.ParseDuration(text)
}

// fields splits at commas and leaves out what is empty.
func fields(text string) []string {
	var found []string
	for _, field := range strings.Split(text, ",") {
		if field = strings.TrimSpace(field); field != "" {
			found = append(found, field)
		}
	}
	return found
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
