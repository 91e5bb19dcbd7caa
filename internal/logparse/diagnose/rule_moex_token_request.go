package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Paths of MOEX' two token endpoints.
const (
	moexNewPath = "/realms/sso/protocol/openid-connect/token"
	moexOldPath = "/auth/oauth/v2/token"
)

var _ = register(Rule{
	ID:    "moex-token-request",
	Title: Text{"The MOEX token request mixes the old and new form", "Запрос токена MOEX смешивает старый и новый вид"},
	About: Text{"The move of MOEX from grant_type=passport at api.moex.com to grant_type=password with grant_type_moex=passport at sso.moex.com: parameters, URL and encoding.", "Переход MOEX с grant_type=passport на api.moex.com к grant_type=password с grant_type_moex=passport на sso.moex.com: параметры, URL и кодирование."},
	Rank:  90,
	Detail: Text{"The new token endpoint of MOEX (sso.moex.com, for tests sso2.beta.moex.com) wants grant_type=password together with grant_type_moex=passport, new client credentials, and certificate, algorithm and signature as before.",
		"Новый token endpoint MOEX (sso.moex.com, для тестов sso2.beta.moex.com) ждёт grant_type=password вместе с grant_type_moex=passport, новые client_id и client_secret, а certificate, algorithm и signature — как раньше."},
	Causes: []Text{{"Only a part of the migration was done: URL, grant_type, grant_type_moex and the client credentials change together", "Переход выполнен частично: URL, grant_type, grant_type_moex и учётные данные клиента меняются вместе"}},
	Fixes: []Text{
		{"Send grant_type=password&grant_type_moex=passport with client_id, client_secret, scope, certificate, algorithm (GOST or RSA) and signature, without username and password", "Отправляйте grant_type=password&grant_type_moex=passport с client_id, client_secret, scope, certificate, algorithm (GOST или RSA) и signature, без username и password"},
		{"Production: https://sso.moex.com/auth/realms/SSO/protocol/openid-connect/token; play: https://sso2.beta.moex.com/auth/realms/SSO/protocol/openid-connect/token", "Промышленный контур: https://sso.moex.com/auth/realms/SSO/protocol/openid-connect/token; тестовый: https://sso2.beta.moex.com/auth/realms/SSO/protocol/openid-connect/token"},
	},
	Refs:     []Ref{{"MOEX", "https://www.moex.com/"}, {"RFC 6749 appendix B, form encoding", "https://www.rfc-editor.org/rfc/rfc6749#appendix-B"}},
	Explains: []string{"provider-error", "unsupported-grant-type", "parameter-missing"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Request == nil || e.Outcome == exchange.Issued {
				continue
			}
			u := strings.ToLower(e.URL())
			grant, _ := e.Params.Get("grant_type")
			ours := strings.Contains(u, "moex.com") || e.Params.Has("grant_type_moex") || e.Params.Has("certificate") && e.Params.Has("algorithm") && e.Params.Has("signature")
			if !ours {
				continue
			}
			fresh, old := strings.Contains(u, moexNewPath), strings.Contains(u, moexOldPath)
			add := func(title, detail Text, spans ...source.Span) {
				v := Verdict{Exchange: e, Evidence: spans, Title: title, Detail: detail, Key: title.EN}
				if e.Outcome.Failed() {
					v.Evidence = append(v.Evidence, errorPlaces(e)...)
				}
				out = append(out, v)
			}
			switch {
			case fresh && grant.Value.Text == "passport":
				add(Text{"grant_type=passport was sent to the new MOEX endpoint", "На новый endpoint MOEX отправлен grant_type=passport"},
					Text{"The URL is the new endpoint and the grant is the old one: there passport is no grant_type (unsupported_grant_type). It moved into a parameter of its own: grant_type=password and grant_type_moex=passport.",
						"URL — новый endpoint, а grant — старый: там passport не является grant_type (unsupported_grant_type). Он перенесён в отдельный параметр: grant_type=password и grant_type_moex=passport."}, paramSpan(grant))
			case (fresh || strings.Contains(u, "sso")) && grant.Value.Text == "password" && !e.Params.Has("grant_type_moex") && (e.Params.Has("certificate") || e.Params.Has("signature")):
				add(Text{"grant_type_moex=passport is missing", "Не передан grant_type_moex=passport"},
					Text{"Without grant_type_moex the server takes the request for an ordinary password grant and asks for a username (Missing parameter: username): the certificate and signature are not looked at.",
						"Без grant_type_moex сервер считает запрос обычным password grant и требует username (Missing parameter: username), а certificate и signature не рассматривает."}, paramSpan(grant))
			case old && (grant.Value.Text == "password" || e.Params.Has("grant_type_moex")):
				add(Text{"The new MOEX request was sent to the old URL", "Новый запрос MOEX отправлен на старый URL"},
					Text{"The parameters are those of the new endpoint and the URL is the old one, which knows grant_type=passport only.",
						"Параметры — нового endpoint, а URL — старый, который знает только grant_type=passport."}, paramSpan(grant))
			case strings.Contains(u, "sso") && strings.Contains(u, "moex.com") && old:
				add(Text{"The old path was called on the new MOEX host", "На новом хосте MOEX вызван старый путь"}, Text{"The new hosts serve …/auth/realms/SSO/protocol/openid-connect/token; /auth/oauth/v2/token exists on the old hosts only.", "Новые хосты обслуживают …/auth/realms/SSO/protocol/openid-connect/token; /auth/oauth/v2/token есть только на старых."}, e.Request.URL.Span)
			}
			if p, ok := e.Params.Get("algorithm"); ok && !strings.EqualFold(p.Value.Text, "gost") && !strings.EqualFold(p.Value.Text, "rsa") && !placeholder(p.Value.Text) {
				add(Text{"algorithm is neither GOST nor RSA", "algorithm — не GOST и не RSA"}, Text{"MOEX takes two values for algorithm: GOST and RSA, as the key of the signature is.", "MOEX принимает два значения algorithm: GOST и RSA — по ключу подписи."}, paramSpan(p))
			}
			for _, name := range [...]string{"signature", "certificate"} {
				p, ok := e.Params.Get(name)
				raw := f.Text.Slice(p.Value.Span)
				if ok && p.Type == 0 && (strings.Contains(raw, "+") || strings.Contains(strings.TrimSpace(p.Value.Text), " ")) && len(raw) > 20 {
					add(Text{name + " holds unencoded base64: + becomes a blank", "В " + name + " base64 без кодирования: + станет пробелом"},
						Text{"In a form body a plain + means a blank, so the server decodes another " + name + " than was sent. Characters + / = of base64 must be percent-encoded (%2B, %2F, %3D).",
							"В теле-форме обычный + означает пробел, и сервер раскодирует другое значение " + name + ". Символы + / = из base64 нужно кодировать процентами (%2B, %2F, %3D)."}, p.NameSpan)
				}
			}
		}
		return out
	},
})
