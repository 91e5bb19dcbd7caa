package server

import (
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"grantlens/internal/cli"
	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
)

// chunkSize is how much of a posted log is read before the parser takes it, in bytes.
const chunkSize = 256 << 10

// A format is one rendering of the report, chosen by Accept.
type format struct {
	mediaType string // what Accept asks for
	charset   string // what Content-Type adds
	render    func(r *report.Report, lang string) []byte
}

// formats are the renderings in the order that decides between equals.
var formats = []format{
	{"application/json", "", func(r *report.Report, _ string) []byte { return report.JSON(r) }},
	{"text/plain", "; charset=utf-8", report.Text},
	{"text/markdown", "; charset=utf-8", report.Markdown},
	{"application/sarif+json", "", report.SARIF},
}

func formatNames() string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.mediaType
	}
	return strings.Join(names, ", ")
}

// diagnose reads a log and answers with its report, in the bytes that the command line prints.
//
// Query: lang is en or ru; now is a time, RFC 3339 or Unix seconds, that judges a log without a time of its own. Our clock judges a token
// that stands alone, and no log: it may be old, and the same log has the same report.
func (s *Server) diagnose(w http.ResponseWriter, r *http.Request) error {
	opts := logparse.Options{Lang: language(r), Clock: time.Now()}
	query := r.URL.Query()
	if query.Has("lang") && query.Get("lang") != opts.Lang {
		return errBadLanguage
	}
	if query.Has("now") {
		now, err := cli.Time(query.Get("now"))
		if err != nil {
			return errBadTime
		}
		opts.Now = now
	}
	format, err := acceptedFormat(r)
	if err != nil {
		return err
	}
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); strings.HasPrefix(mediaType, "multipart/") {
		return errMediaType // any other type is a log: curl --data-binary calls it a form
	}
	if r.ContentLength > s.cfg.MaxInput {
		return errTooLarge
	}
	select {
	case s.diagnoses <- struct{}{}:
		defer func() { <-s.diagnoses }()
	default:
		return errBusy
	}

	parser := logparse.New(opts)
	if err := s.feed(parser, w, r); err != nil {
		return err
	}
	body := format.render(parser.Close(), opts.Lang)

	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout)) // the time of reading does not count
	h := w.Header()
	h.Set("Content-Type", format.mediaType+format.charset)
	h.Set("Content-Language", opts.Lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept, Accept-Language")
	w.Write(body) // a client that went away is no failure of ours
	return nil
}

func acceptedFormat(r *http.Request) (format, error) {
	offers := make([]string, len(formats))
	for i, f := range formats {
		offers[i] = f.mediaType
	}
	accepted := preferred(r.Header, "Accept", offers...)
	for _, f := range formats {
		if f.mediaType == accepted {
			return f, nil
		}
	}
	return format{}, errNotAcceptable
}

// feed gives the body to the parser piece by piece. The limit counts what comes out of gzip, and separately what goes
// in: a chain of empty gzip members yields nothing for ever.
func (s *Server) feed(parser *logparse.Parser, w http.ResponseWriter, r *http.Request) error {
	raw := &failing{Reader: http.MaxBytesReader(w, r.Body, s.cfg.MaxInput)}
	var body io.Reader = raw
	conn := http.NewResponseController(w)
	conn.SetReadDeadline(time.Now().Add(s.bodyLimit))
	switch strings.ToLower(strings.Join(r.Header.Values("Content-Encoding"), ",")) {
	case "", "identity":
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(raw)
		if err != nil {
			return raw.failure()
		}
		body = unzipped
	default:
		return errEncoding
	}
	chunk := make([]byte, chunkSize)
	for left := s.cfg.MaxInput; ; {
		n, err := fill(body, chunk)
		if left -= int64(n); left < 0 {
			return errTooLarge
		}
		parser.Feed(chunk[:n])
		if err == io.EOF {
			conn.SetReadDeadline(time.Time{}) // or it would end the request while the engine works
			return nil
		}
		if err != nil {
			return raw.failure()
		}
		conn.SetReadDeadline(time.Now().Add(s.bodyLimit))
	}
}

// fill reads until buf is full or the reader ends. Unlike io.ReadFull it keeps apart an end and a body cut short.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var more int
		more, err = r.Read(buf[n:])
		n += more
	}
	return n, err
}

// failing is the body as it comes, and how reading it ended.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(p []byte) (n int, err error) {
	n, f.err = f.Reader.Read(p)
	return n, f.err
}

// failure says why the log could not be read to its end. Where the body itself is well, its compression is not.
func (f *failing) failure() error {
	var tooLarge *http.MaxBytesError
	switch {
	case f.err == nil, f.err == io.EOF:
		return errBadGzip
	case errors.As(f.err, &tooLarge):
		return errTooLarge
	case errors.Is(f.err, os.ErrDeadlineExceeded):
		return errSlowBody
	}
	return errCutBody
}
