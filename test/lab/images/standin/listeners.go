package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// listener is one `<protocol>:[<address>:]<port>`; protocols: http (HTTP/1.1, cleartext HTTP/2 and gRPC), tcp (lines come
// back), https and tls (the same behind a certificate of its own).
type listener struct{ Protocol, Address string }

// MarshalText is how it was written.
func (l listener) MarshalText() ([]byte, error) { return []byte(l.Protocol + ":" + l.Address), nil }

func parseListeners(text, address string) ([]listener, error) {
	var found []listener
	for _, item := range fields(text) {
		protocol, at, ok := strings.Cut(item, ":")
		switch protocol {
		case "http", "https", "tcp", "tls":
		default:
			ok = false
		}
		if !ok {
			return nil, fmt.Errorf("%q is not http:, https:, tcp: or tls: with a port", item)
		}
		if !strings.Contains(at, ":") {
			at = net.JoinHostPort(address, at)
		}
		found = append(found, listener{protocol, at})
	}
	return found, nil
}

// openListeners serves every listener, and answers with those it could open. A port that another task of the allocation has
// is left to it when `shared`.
func openListeners(listeners []listener, shared bool, handler http.Handler, greeting string) ([]listener, error) {
	open := []listener{}
	for _, l := range listeners {
		socket, err := net.Listen("tcp", l.Address)
		if shared && errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return open, err
		}
		open = append(open, l)
		if l.Protocol == "https" || l.Protocol == "tls" {
			certificate, err := ownCertificate()
			if err != nil {
				return open, err
			}
			socket = tls.NewListener(socket, &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: protocolsOver(l.Protocol)})
		}
		if l.Protocol == "tcp" || l.Protocol == "tls" {
			go echo(socket, greeting)
		} else {
			go serveHTTP(socket, handler)
		}
	}
	return open, nil
}

func protocolsOver(protocol string) []string {
	if protocol == "https" {
		return []string{"h2", "http/1.1"}
	}
	return nil
}

// serveHTTP speaks HTTP/1.1 and HTTP/2, with and without TLS, on one port: what a sidecar sends depends on the protocol
// that the service declared.
func serveHTTP(socket net.Listener, handler http.Handler) {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := http.Server{Handler: handler, Protocols: &protocols}
	note("stopped serving", "error", server.Serve(socket))
}
