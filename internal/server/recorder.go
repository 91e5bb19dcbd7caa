package server

import (
	"bufio"
	"net"
	"net/http"
)

// recorder keeps what the access line says of an answer.
type recorder struct {
	http.ResponseWriter
	status int   // 0 until the answer begins
	bytes  int64 // of the body; of a WebSocket, of its messages
	err    error // why the handler gave no answer of its own
}

var _ http.Hijacker = (*recorder)(nil)

func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(p []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(p)
	rec.bytes += int64(n)
	return n, err
}

// Hijack hands the connection to the WebSocket.
func (rec *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(rec.ResponseWriter).Hijack()
	if err == nil {
		rec.status = http.StatusSwitchingProtocols
	}
	return conn, rw, err
}

// Unwrap lets http.ResponseController set deadlines.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }
