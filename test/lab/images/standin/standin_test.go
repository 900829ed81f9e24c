package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

func serving(t *testing.T, s settings) (*answers, string) {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	a := newAnswers(s)
	go serveHTTP(socket, a)
	return a, socket.Addr().String()
}

func TestOnePortSpeaksEveryProtocolOfTheMesh(t *testing.T) {
	_, address := serving(t, settings{Name: "orders", Version: "2"})
	for _, protocol := range []string{"http", "http2", "grpc"} {
		for _, keepAlive := range []bool{false, true} {
			r := callOnce(call{URL: "http://" + address + "/any/path", Protocol: protocol, KeepAlive: keepAlive})
			if r.failed() || r.Status != 200 || r.Headers["x-standin-version"] != "2" {
				t.Errorf("%s: %+v", protocol, r)
			}
			if want := map[string]string{"http": "HTTP/1.1", "http2": "HTTP/2.0"}[protocol]; !strings.Contains(r.Body, want) {
				t.Errorf("%s: the server saw another protocol: %s", protocol, r.Body)
			}
		}
	}
}

func TestHealthFailsForEveryKindOfCheck(t *testing.T) {
	a, address := serving(t, settings{Health: []string{"/ready"}})
	check := func(protocol, path string) result {
		return callOnce(call{URL: "http://" + address + path, Protocol: protocol})
	}
	if r := check("grpc", grpcHealthCheck); r.GRPCStatus != "0" || r.Body != "\x08\x01" {
		t.Errorf("not SERVING: %+v", r)
	}
	if r := check("http", "/ready"); r.Status != 200 {
		t.Errorf("not ready: %+v", r)
	}
	a.health.failing.Store(true)
	if r := check("grpc", grpcHealthCheck); r.GRPCStatus != "0" || r.Body != "\x08\x02" {
		t.Errorf("still SERVING: %+v", r)
	}
	if r := check("http", "/ready"); r.Status != 503 {
		t.Errorf("still ready: %+v", r)
	}
	if r := check("http", "/orders"); r.Status != 200 {
		t.Errorf("requests fail with the health: %+v", r)
	}
}

func TestFailsTheFirstRequestsOfAKey(t *testing.T) {
	_, address := serving(t, settings{})
	var seen []int
	for range 4 {
		r := callOnce(call{URL: "http://" + address, Headers: http.Header{"X-Standin-Fail-First": {"2:retry"}}})
		seen = append(seen, r.Status)
	}
	if want := []int{503, 503, 200, 200}; !reflect.DeepEqual(seen, want) {
		t.Errorf("%v, not %v", seen, want)
	}
}

func TestCallsAnUpstreamThatIsNamedInAHeader(t *testing.T) {
	_, ledger := serving(t, settings{Name: "ledger"})
	_, orders := serving(t, settings{Name: "orders"})
	t.Setenv("NOMAD_UPSTREAM_ADDR_sec_ledger", ledger)
	for _, protocol := range []string{"http", "grpc"} {
		r := callOnce(call{URL: "http://" + orders, Protocol: protocol, Headers: http.Header{"X-Standin-Call": {"ledger"}, "X-Standin-Path": {"/accounts"}}})
		if !strings.Contains(r.Body, `\"name\":\"ledger\"`) || !strings.Contains(r.Body, "/accounts") {
			t.Errorf("%s: %+v", protocol, r)
		}
	}
}

func TestAnAdminRequestSaysTheHeadersOfItsCall(t *testing.T) {
	r := httptest.NewRequest("GET", "/call?to=127.0.0.1:1&path=/x&header=x-standin-delay:1s&header=accept:text/plain", nil)
	c, ok := readCall(httptest.NewRecorder(), r)
	if want := (http.Header{"X-Standin-Delay": {"1s"}, "Accept": {"text/plain"}}); !ok || !reflect.DeepEqual(c.Headers, want) {
		t.Errorf("%v", c.Headers)
	}
}

func TestTCPSaysWhoItIsAndGivesLinesBack(t *testing.T) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	go echo(socket, "kafka 1 abc")
	r := callOnce(call{URL: "http://" + socket.Addr().String(), Protocol: "tcp", Body: "hello"})
	if r.Body != "kafka 1 abc\nhello" {
		t.Errorf("%+v", r)
	}
}

func TestFindsUpstreamsByNameWithAndWithoutThePrefix(t *testing.T) {
	env := map[string]string{
		"NOMAD_UPSTREAM_ADDR_sec_ledger": "127.0.0.1:13756", "NOMAD_UPSTREAM_ADDR_sec-ledger": "127.0.0.1:13756",
		"NOMAD_UPSTREAM_ADDR_sec_order_router": "127.0.0.1:15391", "NOMAD_UPSTREAM_ADDR_sec_pts_router": "127.0.0.1:15392",
	}
	for name, want := range map[string]string{
		"ledger": "http://127.0.0.1:13756/x", "sec-ledger": "http://127.0.0.1:13756/x", "order-router": "http://127.0.0.1:15391/x",
		"router": "", "nobody": "", "127.0.0.1:99": "http://127.0.0.1:99/x", "http://a.test:1": "http://a.test:1/x",
	} {
		if got, err := target(name, "/x", env); got != want || (want == "") != (err != nil) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestTheRoleFollowsHowTheBinaryIsCalled(t *testing.T) {
	s := settings{Role: "service", Programs: map[string]string{"migrate": "batch", "healthy": "healthy"}}
	for line, want := range map[string]string{
		"/usr/local/bin/standin":                     "service",
		"/usr/local/bin/standin --port 8080":         "service",
		"/usr/local/bin/standin /app/migrate --fast": "batch",
		"/app/migrate":                               "batch",
		"/app/healthy --group fills":                 "healthy",
		"/usr/local/bin/standin get http://x":        "get",
		"/usr/local/bin/standin /bin/sh -c true":     "exec",
		"/usr/local/bin/standin /no/such/program":    "service",
	} {
		if got, _ := chooseRole(s, strings.Fields(line)); got != want {
			t.Errorf("%s: %s, not %s", line, got, want)
		}
	}
}

func TestListenersAreOnLoopbackUnlessTheyNameAnAddress(t *testing.T) {
	got, err := parseListeners("http:8080, tcp:0.0.0.0:9092", "127.0.0.1")
	if want := []listener{{"http", "127.0.0.1:8080"}, {"tcp", "0.0.0.0:9092"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := parseListeners("udp:53", "127.0.0.1"); err == nil {
		t.Error("a protocol it cannot serve is accepted")
	}
}
