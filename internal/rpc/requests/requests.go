// Package requests registers the methods of the request view: form and build a request, import one, read a callback,
// migrate one of MOEX. They exist in the browser's worker only: what is filled in there holds secrets, and the server
// sees a request when it is relayed and not before.
//
//	request.form, request.build, request.import, request.callback ─▶ internal/request · moex.migrate ─▶ internal/moex · providers.list
package requests

import (
	"time"

	"grantlens/internal/moex"
	"grantlens/internal/request"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/profiles"
	"grantlens/internal/token"
)

// Register adds the methods to a worker's Mux.
func Register(m *rpc.Mux) {
	profiles.Register(m)
	m.Register("request.form", rpc.Typed(form))
	m.Register("request.build", rpc.Typed(build))
	m.Register("request.import", rpc.Typed(importText))
	m.Register("request.callback", rpc.Typed(callback))
	m.Register("moex.migrate", rpc.Typed(migrate))
}

func form(p request.Params) (any, error) { return request.NewForm(p), nil }

func build(p request.Params) (any, error) { return request.Build(p), nil }

// ImportParams are the parameters of request.import: what was pasted.
type ImportParams struct {
	Text string `json:"text"`
	Lang string `json:"lang"`
}

func importText(p ImportParams) (any, error) { return request.Read(p.Text, p.Lang), nil }

// CallbackParams are the parameters of request.callback: the address the browser came back to, or the posted form, and
// what the login was begun with.
type CallbackParams struct {
	Text     string           `json:"text"`
	Expected request.Expected `json:"expected"`
	Lang     string           `json:"lang"`
}

func callback(p CallbackParams) (any, error) {
	return request.ReadCallback(p.Text, p.Expected, time.Now(), p.Lang), nil
}

// MigrateParams are the parameters of moex.migrate: the old request, or the new one to check. Environment is production
// or play; empty takes that of the request.
type MigrateParams struct {
	Text        string `json:"text"`
	Environment string `json:"environment"`
	Lang        string `json:"lang"`
}

func migrate(p MigrateParams) (any, error) {
	if len(p.Text) > request.MaxImport {
		return nil, rpc.BadInput(token.Say(p.Lang, "the text is larger than 8 MB", "текст больше 8 МБ"), token.Say(p.Lang, "Paste the request alone.", "Вставьте только запрос."))
	}
	return moex.Migrate(p.Text, p.Environment, p.Lang), nil
}
