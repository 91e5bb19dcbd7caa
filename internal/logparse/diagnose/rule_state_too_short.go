package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "state-too-short",
	Title:      Text{"state or nonce is missing or too short for this server", "state или nonce нет, либо он короток для этого сервера"},
	About:      Text{"Authelia, Ory Hydra and others built with fosite want at least eight characters of state and nonce.", "Authelia, Ory Hydra и другие на fosite требуют не менее восьми символов в state и nonce."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.Refused,
	Detail: Text{"The server refuses an authorization request whose state or nonce it could guess: it demands at least eight characters. The client sent none, an empty one or a short one. No code was given out.",
		"Сервер отвергает запрос авторизации с угадываемым state или nonce: нужно не менее восьми символов. Клиент не передал его, передал пустой или короткий. Код не выдан."},
	Causes: []Text{
		{"The client sends no state at all: a hand-made URL, or a library in which state must be switched on or passed", "Клиент вовсе не передаёт state: ссылка собрана вручную или в библиотеке state нужно включить или передать"},
		{"state or nonce is a constant or a short number", "state или nonce — константа или короткое число"},
	},
	Fixes: []Text{
		{"Send a random state of 16 bytes or more in each authorization request (and a nonce for OpenID Connect), keep it in the session and compare it in the callback", "Передавайте в каждом запросе авторизации случайный state от 16 байт (и nonce для OpenID Connect), храните его в сессии и сверяйте в callback"},
		{"If the client cannot: update it; Authelia's minimum_parameter_entropy lowers the limit for all clients and is the last resort", "Если клиент этого не умеет — обновите его; minimum_parameter_entropy у Authelia снижает порог для всех клиентов, это крайняя мера"},
	},
	Refs:     []Ref{{"RFC 6749 §10.12: state against CSRF", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"}},
	Explains: []string{"provider-error", "state-mismatch", "parameter-missing", "state-missing-in-callback"},
})
