// Package rpc turns JSON-RPC 2.0 requests, as bytes, into calls of registered methods and their answers, as bytes.
//
//	bytes ─Mux.Handle─▶ Method(params) ─▶ bytes
//
// The worker (WASM) and the server's WebSocket each build a Mux with the methods they may offer.
package rpc

import (
	"bytes"
	"encoding/json"
	"errors"
	"sort"
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

// Hint is what a user can do about an Error.
type Hint struct {
	Hint string `json:"hint"`
}

func (e *Error) Error() string { return "rpc: " + e.Message }

// BadInput returns an Error about what the user gave.
func BadInput(message, hint string) *Error {
	return &Error{Code: CodeBadInput, Message: message, Data: &Hint{Hint: hint}}
}

// Method is one procedure. The error should be an *Error; any other becomes an internal error without its text.
type Method func(params json.RawMessage) (any, error)

// Mux holds methods by name. The zero value works. Its methods are not called concurrently by Handle itself.
type Mux struct {
	methods map[string]Method
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
				return nil, &Error{Code: CodeInvalidParams, Message: "the parameters are not of this method's shape"}
			}
		}
		return f(params)
	}
}

type request struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

type response struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result,omitempty"`
	Error   *Error          `json:"error,omitempty"`
}

// Handle answers one request. A notification (no id) is carried out and answered with nil. A panic in a method is
// answered as an internal error that holds no input.
func (m *Mux) Handle(raw []byte) (answer []byte) {
	var req request
	if err := json.Unmarshal(raw, &req); err != nil {
		return encode(response{Error: &Error{Code: CodeParse, Message: "the request is not JSON"}})
	}
	if req.Version != "2.0" || req.Method == "" {
		return encode(response{ID: req.ID, Error: &Error{Code: CodeInvalidRequest, Message: "the request is not JSON-RPC 2.0"}})
	}
	res := response{ID: req.ID}
	defer func() {
		if recover() != nil {
			res.Result, res.Error = nil, &Error{Code: CodeInternal, Message: "the engine failed on this input", Data: &Hint{"The input is untouched; please report what kind of input it was."}}
		}
		if req.ID != nil {
			answer = encode(res)
		}
	}()
	method, ok := m.methods[req.Method]
	if !ok {
		res.Error = &Error{Code: CodeNoMethod, Message: "there is no method of this name here"}
		return nil
	}
	result, err := method(req.Params)
	if err != nil {
		if !errors.As(err, &res.Error) {
			res.Error = &Error{Code: CodeInternal, Message: "the engine failed on this input"}
		}
		return nil
	}
	res.Result = result
	return nil
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
