package main

import (
	"encoding/binary"
	"errors"
	"net/http"
)

// frame puts gRPC's prefix before a message: not compressed, four bytes of length.
func frame(message []byte) []byte {
	prefix := make([]byte, 5, 5+len(message))
	binary.BigEndian.PutUint32(prefix[1:], uint32(len(message)))
	return append(prefix, message...)
}

// unframe is the first message of a gRPC body.
func unframe(body []byte) ([]byte, error) {
	if len(body) < 5 {
		return nil, errors.New("no gRPC message")
	}
	length := int(binary.BigEndian.Uint32(body[1:5]))
	if len(body) < 5+length {
		return nil, errors.New("a gRPC message that is cut short")
	}
	return body[5 : 5+length], nil
}

// answerGRPC sends one message and a grpc-status in the trailers; `status` 0 is OK. An error has no message.
func answerGRPC(w http.ResponseWriter, message []byte, status string) {
	w.Header().Set("content-type", "application/grpc")
	w.Header().Set("trailer", "grpc-status")
	w.WriteHeader(http.StatusOK)
	if status == "0" {
		_, _ = w.Write(frame(message))
	}
	w.Header().Set("grpc-status", status)
}
