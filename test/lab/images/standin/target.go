package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

const upstreamAddress = "NOMAD_UPSTREAM_ADDR_"

// envNames is the environment as a map.
func envNames() map[string]string {
	found := map[string]string{}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		found[name] = value
	}
	return found
}

// target is the URL of an upstream: a URL or an address as it is, a name by the address that Nomad gives it. The platform
// puts a prefix before names; `ledger` finds `sec-ledger` where no other upstream ends so.
func target(name, path string, env map[string]string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("no upstream is named")
	}
	if strings.Contains(name, "://") {
		return strings.TrimSuffix(name, "/") + path, nil
	}
	if path == "" {
		path = "/"
	}
	if strings.Contains(name, ":") {
		return "http://" + name + path, nil
	}
	key := strings.ReplaceAll(name, "-", "_")
	if address := env[upstreamAddress+key]; address != "" {
		return "http://" + address + path, nil
	}
	var found []string
	for variable, address := range env {
		if strings.HasPrefix(variable, upstreamAddress) && strings.HasSuffix(strings.ReplaceAll(variable, "-", "_"), "_"+key) {
			found = append(found, address)
		}
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) != 1 {
		return "", fmt.Errorf("%d upstreams are called %s: %s", len(found), name, strings.Join(upstreams(env), " "))
	}
	return "http://" + found[0] + path, nil
}

// upstreams are the names that Nomad gave addresses for.
func upstreams(env map[string]string) []string {
	found := []string{}
	for variable := range env {
		if name, ok := strings.CutPrefix(variable, upstreamAddress); ok {
			found = append(found, strings.ReplaceAll(name, "-", "_"))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
