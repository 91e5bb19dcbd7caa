// Package engine registers the methods that read logs: the same in the worker and on the server.
package engine

import (
	"encoding/json"
	"strconv"
	"time"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc"
)

// Version is what hello answers; set at link time.
var Version = "dev"

// MaxInput bounds what redact takes, in bytes. A diagnosis takes any size: it is read in pieces.
const MaxInput = 256 << 20

// Register adds the methods both faces offer: hello, diagnose.open, diagnose.feed, diagnose.close, redact. None of them takes a key.
func Register(m *rpc.Mux) {
	e := &engine{sessions: map[string]*session{}}
	m.Register("hello", func(json.RawMessage) (any, error) {
		return Hello{Version: Version, Schema: report.Schema, Methods: m.Methods()}, nil
	})
	m.Register("diagnose.open", rpc.Typed(e.open))
	m.Register("diagnose.feed", rpc.Typed(e.feedText))
	m.RegisterData("diagnose.feed", e.feedData)
	m.Register("diagnose.close", rpc.Typed(e.close))
	m.Register("redact", rpc.Typed(redactText))
	m.RegisterData("redact", rpc.TypedText(func(p *RedactParams, text string) { p.Text = text }, redactText))
}

// Hello is the answer of hello.
type Hello struct {
	Version string   `json:"version"`
	Schema  int      `json:"schema"`
	Methods []string `json:"methods"`
}

type engine struct {
	sessions map[string]*session
	last     int
}

type session struct {
	parser *logparse.Parser
	fed    int
}

// maxSessions bounds the sessions open at once: a page needs one, and one more while it replaces it.
const maxSessions = 8

// OpenParams are the parameters of diagnose.open. Now and Clock are RFC 3339, as in logparse.Options;
// empty means unknown.
type OpenParams struct {
	Lang  string `json:"lang"`
	Now   string `json:"now"`
	Clock string `json:"clock"`
}

// Opened is the answer of diagnose.open.
type Opened struct {
	Session string `json:"session"`
}

func (e *engine) open(p OpenParams) (any, error) {
	opts := logparse.Options{Lang: p.Lang}
	for _, given := range []struct {
		text string
		to   *time.Time
	}{{p.Now, &opts.Now}, {p.Clock, &opts.Clock}} {
		if given.text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, given.text)
		if err != nil {
			return nil, errNow
		}
		*given.to = at
	}
	if len(e.sessions) >= maxSessions {
		return nil, errSessions
	}
	e.last++
	id := strconv.Itoa(e.last)
	e.sessions[id] = &session{parser: logparse.New(opts)}
	return Opened{Session: id}, nil
}

// FeedParams are the parameters of diagnose.feed: Text is UTF-8. Bytes of any encoding stand beside the request.
type FeedParams struct {
	Session string `json:"session"`
	Text    string `json:"text"`
}

// Fed is the answer of diagnose.feed: bytes taken so far.
type Fed struct {
	Bytes int `json:"bytes"`
}

func (e *engine) feedText(p FeedParams) (any, error) { return e.feed(p.Session, []byte(p.Text)) }

func (e *engine) feedData(raw json.RawMessage, data []byte) (any, error) {
	return rpc.Typed(func(p FeedParams) (any, error) { return e.feed(p.Session, data) })(raw)
}

func (e *engine) feed(session string, chunk []byte) (any, error) {
	s, ok := e.sessions[session]
	if !ok {
		return nil, errNoSession
	}
	s.fed += len(chunk)
	s.parser.Feed(chunk)
	return Fed{Bytes: s.fed}, nil
}

// CloseParams are the parameters of diagnose.close.
type CloseParams struct {
	Session string `json:"session"`
}

func (e *engine) close(p CloseParams) (any, error) {
	s, ok := e.sessions[p.Session]
	if !ok {
		return nil, errNoSession
	}
	delete(e.sessions, p.Session)
	return s.parser.Close(), nil
}

// What a caller can do wrong.
var (
	errNow       = &rpc.Failure{Code: rpc.CodeInvalidParams, Message: rpc.Text{EN: "now or clock is not an RFC 3339 time", RU: "now или clock – не время по RFC 3339"}}
	errNoSession = &rpc.Failure{Code: rpc.CodeInvalidParams, Message: rpc.Text{EN: "there is no open diagnosis of this id", RU: "открытого разбора с таким id нет"}}
	errSessions  = &rpc.Failure{Code: rpc.CodeBadInput, Message: rpc.Text{EN: "too many diagnoses are open", RU: "открыто слишком много разборов"},
		Hint: rpc.Text{EN: "Close one with diagnose.close first.", RU: "Сначала закройте один из них: diagnose.close."}}
	errTooLong = &rpc.Failure{Code: rpc.CodeBadInput, Message: rpc.Text{EN: "the text is larger than 256 MB", RU: "текст больше 256 МБ"},
		Hint: rpc.Text{EN: "Use the command line: grantlens redact reads files of any size.", RU: "Командная строка читает файлы любого размера: grantlens redact."}}
)
