// Package requests registers the methods of the request view: form and build a request, import one, read a callback,
// migrate one of MOEX. They exist in the browser's worker only: what is filled in there holds secrets, and the server
// sees a request when it is relayed and not before.
//
//	request.form, request.build, request.import, request.callback ─▶ internal/request · moex.migrate ─▶ internal/moex
package requests

import (
	"grantlens/internal/request"
	"grantlens/internal/rpc"
)

// Register adds the methods to a worker's Mux.
func Register(m *rpc.Mux) {
	m.Register("request.form", rpc.Typed(form))
	m.Register("request.build", rpc.Typed(build))
}

func form(p request.Params) (any, error) { return request.NewForm(p), nil }

func build(p request.Params) (any, error) { return request.Build(p), nil }
