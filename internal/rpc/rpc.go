// Package rpc turns JSON-RPC 2.0 requests, as bytes, into calls of registered methods and their answers, as bytes.
//
//	bytes ─Mux.Handle─▶ Method(params) ─▶ bytes
//
// The worker (WASM) and the server's WebSocket each build a Mux with the methods they may offer.
package rpc

import (
	"bytes"
	"encoding/json"
	"sort"
	"sync"
)

// Codes of Error, from the JSON-RPC 2.0 specification, section 5.1; CodeBadInput is ours.
const (
	CodeParse          = -32700
	CodeInvalidRequest = -32600
	CodeNoMethod       = -32601
	CodeInvalidParams  = -32602
	CodeInternal       = -32603
	CodeBadInput       = -32000
)

// Error is a failure the caller may show: Message says what is wrong, Hint what to do. Neither holds input.
type Error struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    *Hint  `json:"data,omitempty"`
}

// Text is a sentence in both languages. A WASM of one language holds that one twice.
type Text struct{ EN, RU string }

// In returns the sentence in "ru" or else in English.
func (t Text) In(lang string) string {
	if lang == "ru" {
		return t.RU
	}
	return t.EN
}

// Failure is an Error before its language is known: that of the call, or else of the connection. Neither text holds input;
// Hint may be empty.
type Failure struct {
	Code          int
	Message, Hint Text
}

func (f *Failure) Error() string { return "rpc: " + f.Message.EN }

// In words a Failure.
func (f *Failure) In(lang string) *Error {
	e := &Error{Code: f.Code, Message: f.Message.In(lang)}
	if hint := f.Hint.In(lang); hint != "" {
		e.Data = &Hint{Hint: hint}
	}
	return e
}

// What the Mux itself finds wrong.
var (
	errNotJSON  = &Failure{Code: CodeParse, Message: Text{"the request is not JSON", "запрос – не JSON"}}
	errNotRPC   = &Failure{Code: CodeInvalidRequest, Message: Text{"the request is not JSON-RPC 2.0", "запрос – не JSON-RPC 2.0"}}
	errNoMethod = &Failure{Code: CodeNoMethod, Message: Text{"there is no method of this name here", "метода с таким именем здесь нет"}}
	errParams   = &Failure{Code: CodeInvalidParams, Message: Text{"the parameters are not of this method's shape", "параметры не той формы, которую принимает этот метод"}}
	errInternal = &Failure{CodeInternal, Text{"the engine failed on this input", "движок не справился с этими данными"},
		Text{"The input is untouched; please report what kind of input it was.", "Данные не тронуты; сообщите, пожалуйста, какого они были рода."}}
)

// Hint is what a user can do about an Error. Code is the HTTP API's word for the same failure, where it has one.
type Hint struct {
	Hint  string `json:"hint"`
	Code  string `json:"code,omitempty"`
	Words Words  `json:"words,omitempty"`
}

// Said is a message with what to do about it, in one language.
type Said struct {
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Words are the same thing said in every language, by its name: a page that changes its language changes what it shows too.
type Words map[string]Said

// In returns what is said in "ru" or else in English.
func (w Words) In(lang string) Said {
	if lang == "ru" {
		return w["ru"]
	}
	return w["en"]
}

func (e *Error) Error() string { return "rpc: " + e.Message }

// BadInput returns an Error about what the user gave.
func BadInput(message, hint string) *Error {
	return &Error{Code: CodeBadInput, Message: message, Data: &Hint{Hint: hint}}
}

// DataMethod is a procedure that takes bytes beside its parameters. It must not keep data.
type DataMethod func(params json.RawMessage, data []byte) (any, error)

// Method is one procedure. The error should be an *Error or a *Failure; any other becomes an internal error without its text.
type Method func(params json.RawMessage) (any, error)

// Mux holds methods by name. The zero value works. Its methods are called one after another, but for those registered as
// slow, which Serve runs beside the others.
type Mux struct {
	// Lang is the language of failures where a call names none in its parameter lang: en or ru.
	Lang string

	methods map[string]Method
	slow    map[string]bool
	data    map[string]DataMethod
	running sync.WaitGroup
}

// Register adds a method; a name given twice is a programmer's mistake and panics.
func (m *Mux) Register(name string, method Method) {
	if m.methods == nil {
		m.methods = map[string]Method{}
	}
	if _, taken := m.methods[name]; taken {
		panic("rpc: method registered twice: " + name)
	}
	m.methods[name] = method
}

// RegisterSlow adds a method that waits for something else than this machine. It must be safe to call concurrently.
func (m *Mux) RegisterSlow(name string, method Method) {
	m.Register(name, method)
	if m.slow == nil {
		m.slow = map[string]bool{}
	}
	m.slow[name] = true
}

// RegisterData adds another form of a method that is registered: the one for requests with bytes beside them.
func (m *Mux) RegisterData(name string, method DataMethod) {
	if m.data == nil {
		m.data = map[string]DataMethod{}
	}
	m.data[name] = method
}

// Methods lists the registered names, sorted.
func (m *Mux) Methods() []string {
	names := make([]string, 0, len(m.methods))
	for name := range m.methods {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Typed makes a Method of a function with typed parameters; unknown members are ignored, so that clients may be newer.
func Typed[P any](f func(P) (any, error)) Method {
	return func(raw json.RawMessage) (any, error) {
		var params P
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &params); err != nil {
				return nil, errParams
			}
		}
		return f(params)
	}
}

// TypedText is Typed for a request whose text stands beside it: put sets the parameter, which needs no writing as JSON and
// reading back.
func TypedText[P any](put func(params *P, text string), f func(P) (any, error)) DataMethod {
	return func(raw json.RawMessage, data []byte) (any, error) {
		return Typed(func(params P) (any, error) {
			put(&params, string(data))
			return f(params)
		})(raw)
	}
}

type request struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`

	data []byte // what stands beside the request; nil when nothing does
}

type response struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result,omitempty"`
	Error   *Error          `json:"error,omitempty"`
}

// Handle answers one request, which is JSON; or, for a method that takes bytes, a zero byte, the JSON in one line, a line
// feed and the bytes. A notification (no id) is carried out and answered with nil. A panic in a method is
// answered as an internal error that holds no input.
func (m *Mux) Handle(raw []byte) (answer []byte) {
	req, malformed := parse(raw)
	if malformed != nil {
		return m.refuse(req, malformed)
	}
	return m.call(req)
}

// Serve gives the answer of one request, if it has one, to reply: before it returns, or later and from another goroutine
// when the method is slow.
func (m *Mux) Serve(raw []byte, reply func(answer []byte)) {
	req, malformed := parse(raw)
	if malformed != nil {
		reply(m.refuse(req, malformed))
		return
	}
	serve := func() {
		if answer := m.call(req); answer != nil {
			reply(answer)
		}
	}
	if m.slow[req.Method] {
		m.running.Go(serve)
		return
	}
	serve()
}

// Wait returns when the slow methods that Serve has started have ended.
func (m *Mux) Wait() { m.running.Wait() }

func parse(raw []byte) (req request, malformed *Failure) {
	if len(raw) > 0 && raw[0] == 0 {
		line, data, _ := bytes.Cut(raw[1:], []byte("\n"))
		raw, req.data = line, data[:len(data):len(data)]
		if data == nil {
			req.data = []byte{}
		}
	}
	if err := json.Unmarshal(raw, &req); err != nil {
		return request{}, errNotJSON
	}
	if req.Version != "2.0" || req.Method == "" {
		return req, errNotRPC
	}
	return req, nil
}

// lang is the language that a call asks for.
func (m *Mux) lang(params json.RawMessage) string {
	var asked struct {
		Lang string `json:"lang"`
	}
	json.Unmarshal(params, &asked) // parameters of another shape ask for none
	if asked.Lang == "" {
		return m.Lang
	}
	return asked.Lang
}

// said is what a caller hears of an error.
func (m *Mux) said(err error, params json.RawMessage) *Error {
	why := errInternal
	switch e := err.(type) {
	case *Error:
		return e
	case *Failure:
		why = e
	}
	return why.In(m.lang(params))
}

func (m *Mux) refuse(req request, why *Failure) []byte {
	return encode(response{ID: req.ID, Error: m.said(why, req.Params)})
}

func (m *Mux) call(req request) (answer []byte) {
	res := response{ID: req.ID}
	defer func() {
		if recover() != nil {
			res.Result, res.Error = nil, m.said(errInternal, req.Params)
		}
		if req.ID != nil {
			answer = encode(res)
		}
	}()
	method, ok := m.methods[req.Method]
	if ok && req.data != nil {
		var take DataMethod
		take, ok = m.data[req.Method]
		method = func(params json.RawMessage) (any, error) { return take(params, req.data) }
	}
	if !ok {
		res.Error = m.said(errNoMethod, req.Params)
		return nil
	}
	result, err := method(req.Params)
	if err != nil {
		res.Error = m.said(err, req.Params)
		return nil
	}
	res.Result = result
	return nil
}

// Notification encodes a message that has no answer: progress of a call under way.
func Notification(method string, params any) ([]byte, error) {
	return json.Marshal(struct {
		Version string `json:"jsonrpc"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
	}{"2.0", method, params})
}

func encode(res response) []byte {
	res.Version = "2.0"
	if res.ID == nil {
		res.ID = json.RawMessage("null")
	}
	if res.Result == nil && res.Error == nil {
		res.Result = struct{}{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(res); err != nil {
		return []byte(`{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"the answer could not be encoded"}}`)
	}
	return bytes.TrimSpace(b.Bytes())
}
