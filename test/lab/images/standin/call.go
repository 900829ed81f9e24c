package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// call is one request to an upstream, or several of the same.
type call struct {
	URL, Method, Protocol, Body string
	Headers                     http.Header
	Times, Parallel             int
	Timeout                     time.Duration
	KeepAlive                   bool
	// WholeBody is for people and tests who read long answers; in answers about answers the first part is enough.
	WholeBody bool
}

// result is what came back. Status 0 with an error is a call that had no answer; for tcp, 200 is a connection that spoke.
type result struct {
	Status     int               `json:"status"`
	GRPCStatus string            `json:"grpcStatus,omitempty"`
	Body       string            `json:"body"`
	Error      string            `json:"error,omitempty"`
	Ms         float64           `json:"ms"`
	Headers    map[string]string `json:"responseHeaders,omitempty"`
}

// failed says whether a caller would have seen an error.
func (r result) failed() bool {
	return r.Error != "" || r.Status >= 400 || r.GRPCStatus != "" && r.GRPCStatus != "0"
}

// newCall reads a call from named values: headers of a request, or the query of an admin request.
func newCall(value func(string) string, headers []string) (call, error) {
	c := call{Method: first(value("method"), http.MethodGet), Protocol: first(value("protocol"), "http"), Body: value("body"), Headers: http.Header{}}
	c.KeepAlive = value("keepalive") == "1"
	c.Times, c.Parallel = count(value("times")), count(value("parallel"))
	for _, header := range headers {
		name, text, _ := strings.Cut(header, ":")
		c.Headers.Add(strings.TrimSpace(name), strings.TrimSpace(text))
	}
	if host := c.Headers.Get("host"); host != "" {
		c.Headers.Del("host")
		c.Headers[hostKey] = []string{host}
	}
	var err error
	if c.Timeout, err = parseDuration(first(value("timeout"), "15s")); err != nil {
		return c, err
	}
	c.URL, err = target(first(value("to"), value("call")), value("path"), envNames())
	return c, err
}

// hostKey keeps the wanted Host among the headers under a name that no header has.
const hostKey = ":host"

func count(text string) int {
	if number, err := strconv.Atoi(text); err == nil && number > 0 {
		return number
	}
	return 1
}

// callByHeaders reads x-standin-call, -path, -method, -protocol, -times, -parallel, -timeout, -body and -header.
func callByHeaders(headers http.Header) []result {
	c, err := newCall(func(name string) string { return headers.Get("x-standin-" + name) }, headers.Values("x-standin-header"))
	if err != nil {
		return []result{{Error: err.Error()}}
	}
	return callTimes(c)
}

// callTimes gives the results in the order of the calls.
func callTimes(c call) []result {
	results := make([]result, max(1, c.Times))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(max(1, c.Parallel), len(results)) {
		workers.Go(func() {
			for i := range next {
				results[i] = callOnce(c)
			}
		})
	}
	for i := range results {
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

func callOnce(c call) result {
	if c.Timeout == 0 {
		c.Timeout = 15 * time.Second
	}
	started := time.Now()
	var r result
	if c.Protocol == "tcp" {
		r = callTCP(c)
	} else {
		r = callHTTP(c)
	}
	r.Ms = float64(time.Since(started).Microseconds()) / 1000
	return r
}

func callHTTP(c call) result {
	limited, cancel := context.WithTimeout(context.Background(), c.Timeout)
	defer cancel()
	method, body := first(c.Method, http.MethodGet), []byte(c.Body)
	if c.Protocol == "grpc" {
		method, body = http.MethodPost, frame(body)
	}
	request, err := http.NewRequestWithContext(limited, method, c.URL, bytes.NewReader(body))
	if err != nil {
		return result{Error: err.Error()}
	}
	for name, values := range c.Headers {
		if name == hostKey {
			request.Host = values[0]
		} else {
			request.Header[name] = values
		}
	}
	if c.Protocol == "grpc" {
		request.Header.Set("content-type", "application/grpc")
		request.Header.Set("te", "trailers")
	}
	client := http.Client{
		Transport:     transport(c.Protocol, c.KeepAlive),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return result{Error: err.Error()}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	r := result{Status: response.StatusCode, Headers: flat(response.Header), Body: c.kept(text)}
	if err != nil {
		r.Error = err.Error()
	}
	if c.Protocol == "grpc" {
		r.GRPCStatus = first(response.Trailer.Get("grpc-status"), response.Header.Get("grpc-status"))
		if message, err := unframe(text); err == nil {
			r.Body = c.kept(message)
		}
	}
	return r
}

var transports sync.Map // those that keep connections, by protocol

// transport opens a connection for every call unless told to keep it: net/http silently repeats a GET whose kept
// connection broke, which would hide exactly the failures that a roll-out is watched for.
func transport(protocol string, keepAlive bool) *http.Transport {
	if known, ok := transports.Load(protocol); ok && keepAlive {
		return known.(*http.Transport)
	}
	var protocols http.Protocols
	if protocol == "http2" || protocol == "grpc" {
		protocols.SetUnencryptedHTTP2(true)
		protocols.SetHTTP2(true)
	} else {
		protocols.SetHTTP1(true)
	}
	made := &http.Transport{
		Protocols:           &protocols,
		DisableKeepAlives:   !keepAlive,
		MaxIdleConnsPerHost: 64,
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
	}
	if keepAlive {
		transports.Store(protocol, made)
	}
	return made
}

// callTCP reads the first line, sends the body as a line when there is one, and reads it back.
func callTCP(c call) result {
	at, err := url.Parse(c.URL)
	if err != nil {
		return result{Error: err.Error()}
	}
	connection, err := net.DialTimeout("tcp", at.Host, c.Timeout)
	if err != nil {
		return result{Error: err.Error()}
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(c.Timeout))
	lines := bufio.NewReader(connection)
	text, err := lines.ReadString('\n')
	if err == nil && c.Body != "" {
		var back string
		if _, err = connection.Write([]byte(c.Body + "\n")); err == nil {
			back, err = lines.ReadString('\n')
			text += back
		}
	}
	if err != nil {
		return result{Body: text, Error: err.Error()}
	}
	return result{Status: http.StatusOK, Body: strings.TrimSuffix(text, "\n")}
}

func (c call) kept(body []byte) string {
	if c.WholeBody {
		return string(body)
	}
	return string(body[:min(len(body), 2048)])
}
