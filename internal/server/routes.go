package server

import (
	"errors"
	"net/http"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A handler answers a request, or returns the failure that writeError renders. What is no *apiError is an internal error.
type handler func(http.ResponseWriter, *http.Request) error

// A route is one method of one http.ServeMux pattern.
type route struct {
	method, pattern string
	handle          handler
}

// methods are the handlers of one pattern, by HTTP method. GET answers HEAD too.
type methods map[string]handler

func newMux(routes []route) *http.ServeMux {
	patterns := map[string]methods{}
	for _, r := range routes {
		if patterns[r.pattern] == nil {
			patterns[r.pattern] = methods{}
		}
		patterns[r.pattern][r.method] = r.handle
	}
	mux := http.NewServeMux()
	for pattern, m := range patterns {
		mux.Handle(pattern, m)
	}
	return mux
}

// ServeHTTP leaves a failure in the recorder that Server.ServeHTTP gave, so that one place writes and logs it.
func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := w.(*recorder)
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if handle, ok := m[method]; ok {
		rec.err = handle(rec, r)
		return
	}
	if r.Pattern == "/" && r.URL.Path != "/" { // the page's pattern takes what no other does: a mistyped address of the API, too
		rec.err = errNotFound
		return
	}
	allow := make([]string, 0, len(m)+1)
	for name := range m {
		allow = append(allow, name)
		if name == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	slices.Sort(allow)
	rec.Header().Set("Allow", strings.Join(allow, ", "))
	rec.err = errMethod
}

// ServeHTTP is the whole way of a request: headers, checks, route, error, access line.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rec := &recorder{ResponseWriter: w}
	s.answer(rec, r)
	broken := rec.err != nil && rec.status != 0 // half an answer is out: it can only be cut off
	if rec.err != nil && !broken {
		writeError(rec, r, rec.err)
	}
	s.logAccess(rec, r, time.Since(start))
	if broken {
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) answer(rec *recorder, r *http.Request) {
	defer func() {
		if recover() != nil {
			// The value that panicked may hold input; the functions it went through do not.
			s.cfg.Log.Error().Strs("stack", callers()).Msg("panic")
			rec.err = errInternal
		}
	}()
	setSecurityHeaders(rec.Header())
	switch {
	case !s.knowsHost(r.Host):
		rec.err = errHost
	case !safe(r.Method) && crossSite(r) && r.URL.Path != callbackPath:
		rec.err = errCrossSite
	case r.URL.Path != path.Clean(r.URL.Path):
		rec.err = errNotFound // not left to ServeMux: its redirect would repeat the query
	default:
		s.mux.ServeHTTP(rec, r)
	}
}

// callers names the functions on the stack, innermost first, without their arguments.
func callers() []string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var names []string
	for {
		frame, more := frames.Next()
		names = append(names, frame.Function)
		if !more {
			return names
		}
	}
}

// logAccess writes one line a request. Nothing in it comes from the request but what a fixed list allows.
func (s *Server) logAccess(rec *recorder, r *http.Request, took time.Duration) {
	level := s.cfg.Log.Info()
	if rec.status >= http.StatusInternalServerError {
		level = s.cfg.Log.Error()
	}
	method, route := "other", "none"
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}, r.Method) {
		method = r.Method
	}
	if r.Pattern != "" {
		route = r.Pattern
	}
	var failure *apiError
	if errors.As(rec.err, &failure) {
		level = level.Str("error", failure.code)
	}
	level.Str("method", method).Str("route", route).Int("status", rec.status).
		Int64("bytes", rec.bytes).Dur("ms", took).Msg("request")
}
