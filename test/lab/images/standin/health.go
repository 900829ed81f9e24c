package main

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
)

const grpcHealthCheck = "/grpc.health.v1.Health/Check"

// health is what every kind of check is told: by HTTP path, by gRPC, or by a program of the image.
type health struct {
	failing atomic.Bool
	paths   []string
}

// asks says whether a request is a check: Consul's user agent comes through the exposed path of a sidecar unchanged, and
// the paths cover checks by hand.
func (h *health) asks(r *http.Request) bool {
	return slices.Contains(h.paths, r.URL.Path) || strings.HasPrefix(r.UserAgent(), "Consul Health Check")
}

// grpcStatus is a grpc.health.v1.HealthCheckResponse: field 1, SERVING or NOT_SERVING.
func (h *health) grpcStatus() []byte {
	if h.failing.Load() {
		return []byte{0x08, 0x02}
	}
	return []byte{0x08, 0x01}
}

// askHealth is what a script check runs inside the task.
func askHealth(settings) int {
	for _, address := range adminAddresses {
		result := callOnce(call{URL: "http://" + address + "/health"})
		if result.Error == "" {
			note("health", "status", result.Status, "body", result.Body)
			if result.Status == http.StatusOK {
				return 0
			}
			return 1
		}
	}
	note("nothing answers")
	return 1
}
