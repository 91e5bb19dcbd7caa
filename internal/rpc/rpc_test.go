package rpc_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"grantlens/internal/rpc"
)

const canary = "canary-5eed-must-not-come-back"

func mux() *rpc.Mux {
	var m rpc.Mux
	m.Register("echo", rpc.Typed(func(p struct {
		Text string `json:"text"`
	}) (any, error) {
		return map[string]string{"text": p.Text}, nil
	}))
	m.RegisterData("echo", func(params json.RawMessage, data []byte) (any, error) {
		return map[string]any{"params": string(params), "data": string(data)}, nil
	})
	m.Register("refuse", func(json.RawMessage) (any, error) { return nil, rpc.BadInput("not this", "Give that.") })
	m.Register("busy", func(json.RawMessage) (any, error) {
		return nil, &rpc.Failure{Code: rpc.CodeBadInput, Message: rpc.Text{EN: "busy", RU: "занято"}, Hint: rpc.Text{EN: "Wait.", RU: "Подождите."}}
	})
	m.Register("fail", func(p json.RawMessage) (any, error) { return nil, errors.New("inner: " + string(p)) })
	m.Register("panic", func(p json.RawMessage) (any, error) { panic("inner: " + string(p)) })
	return &m
}

func TestHandle(t *testing.T) {
	tests := []struct{ name, request, want string }{
		{"a call", `{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"ü"}}`, `{"jsonrpc":"2.0","id":1,"result":{"text":"ü"}}`},
		{"a string id comes back as it was", `{"jsonrpc":"2.0","id":"a","method":"echo","params":{}}`, `{"jsonrpc":"2.0","id":"a","result":{"text":""}}`},
		{"bytes beside the request", "\x00" + `{"jsonrpc":"2.0","id":1,"method":"echo","params":{}}` + "\na\nb\"", `{"jsonrpc":"2.0","id":1,"result":{"data":"a\nb\"","params":"{}"}}`},
		{"no bytes beside it", "\x00" + `{"jsonrpc":"2.0","id":1,"method":"echo","params":{}}`, `{"jsonrpc":"2.0","id":1,"result":{"data":"","params":"{}"}}`},
		{"bytes for a method that takes none", "\x00" + `{"jsonrpc":"2.0","id":1,"method":"refuse"}` + "\n" + canary, `{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"there is no method of this name here"}}`},
		{"a notification has no answer", `{"jsonrpc":"2.0","method":"echo","params":{}}`, ``},
		{"not JSON", `{"jsonrpc`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"the request is not JSON"}}`},
		{"another version", `{"id":1,"method":"echo"}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"the request is not JSON-RPC 2.0"}}`},
		{"no such method", `{"jsonrpc":"2.0","id":1,"method":"` + canary + `"}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"there is no method of this name here"}}`},
		{"parameters of another shape", `{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":["` + canary + `"]}}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"the parameters are not of this method's shape"}}`},
		{"a refusal with its hint", `{"jsonrpc":"2.0","id":1,"method":"refuse"}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"not this","data":{"hint":"Give that."}}}`},
		{"an inner error keeps its text", `{"jsonrpc":"2.0","id":1,"method":"fail","params":"` + canary + `"}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"the engine failed on this input","data":{"hint":"The input is untouched; please report what kind of input it was."}}}`},
		{"a failure in the language of the call", `{"jsonrpc":"2.0","id":1,"method":"busy","params":{"lang":"ru"}}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"занято","data":{"hint":"Подождите."}}}`},
		{"a failure in another language", `{"jsonrpc":"2.0","id":1,"method":"busy","params":{"lang":"de"}}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"busy","data":{"hint":"Wait."}}}`},
		{"a failure when the language is no text", `{"jsonrpc":"2.0","id":1,"method":"busy","params":{"lang":7}}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"busy","data":{"hint":"Wait."}}}`},
		{"no such method, in Russian", `{"jsonrpc":"2.0","id":1,"method":"nope","params":{"lang":"ru"}}`, `{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"метода с таким именем здесь нет"}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := string(mux().Handle([]byte(test.request)))
			if got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestLanguageOfAConnection: where a call names no language, failures are in the connection's, every one of them.
func TestLanguageOfAConnection(t *testing.T) {
	m := mux()
	m.Lang = "ru"
	for _, request := range []string{`{"jsonrpc`, `{"id":1,"method":"echo"}`, `{"jsonrpc":"2.0","id":1,"method":"nope"}`, `{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":[]}}`,
		`{"jsonrpc":"2.0","id":1,"method":"busy"}`, `{"jsonrpc":"2.0","id":1,"method":"busy","params":{"lang":""}}`, `{"jsonrpc":"2.0","id":1,"method":"fail"}`, `{"jsonrpc":"2.0","id":1,"method":"panic"}`} {
		var answer struct{ Error rpc.Error }
		if err := json.Unmarshal(m.Handle([]byte(request)), &answer); err != nil || !strings.ContainsAny(answer.Error.Message, "абвгдезиклмнопрстуя") {
			t.Errorf("%s: %+v, %v", request, answer.Error, err)
		}
	}
	if got := string(m.Handle([]byte(`{"jsonrpc":"2.0","id":1,"method":"busy","params":{"lang":"en"}}`))); !strings.Contains(got, "busy") {
		t.Errorf("a call that asks for English: %s", got)
	}
}

// TestPanicHoldsNoInput: a method that panics is answered, without what it was given.
func TestPanicHoldsNoInput(t *testing.T) {
	got := string(mux().Handle([]byte(`{"jsonrpc":"2.0","id":7,"method":"panic","params":"` + canary + `"}`)))
	if !strings.Contains(got, `"id":7`) || !strings.Contains(got, `-32603`) || strings.Contains(got, canary) {
		t.Errorf("answer %s", got)
	}
}

func FuzzHandle(f *testing.F) {
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"x"}}`))
	f.Add([]byte("\x00{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}\nx"))
	f.Fuzz(func(t *testing.T, request []byte) {
		answer := mux().Handle(request)
		if answer != nil && !json.Valid(answer) {
			t.Errorf("answer is not JSON: %q", answer)
		}
	})
}
