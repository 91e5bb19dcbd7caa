package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "unsupported-grant-type",
	Title:      Text{"The server does not support this grant_type", "Сервер не поддерживает такой grant_type"},
	About:      Text{"unsupported_grant_type: the value is misspelt, the grant is not built in, or the server could not read the body.", "unsupported_grant_type: опечатка в значении, grant не поддерживается или сервер не смог прочитать тело."},
	Confidence: Likely,
	Rank:       66,
	Detail: Text{"unsupported_grant_type means the server did not recognise the value of grant_type. That is a misspelt or vendor-specific value, a grant that is switched off, or a body the server could not read (JSON instead of application/x-www-form-urlencoded), so that it saw no grant_type at all.",
		"unsupported_grant_type: сервер не узнал значение grant_type. Это опечатка или значение другого вендора, выключенный grant либо тело, которое сервер не смог прочитать (JSON вместо application/x-www-form-urlencoded), и grant_type он не увидел вовсе."},
	Causes: []Text{
		{"The body was sent as JSON or without Content-Type: application/x-www-form-urlencoded, so grant_type was not read", "Тело отправлено как JSON или без Content-Type: application/x-www-form-urlencoded, и grant_type не прочитан"},
		{"The value has a typo, blanks or quotes, or is of another product (authorization-code, passport, implicit)", "В значении опечатка, пробелы или кавычки, либо оно от другого продукта (authorization-code, passport, implicit)"},
		{"The grant is not enabled in the server (password, device code, token exchange are often optional)", "Grant не включён на сервере (password, device code, token exchange часто отключены)"},
	},
	Fixes: []Text{
		{"Send grant_type=authorization_code | refresh_token | client_credentials | password | urn:ietf:params:oauth:grant-type:… in a form-encoded POST body", "Передавайте grant_type=authorization_code | refresh_token | client_credentials | password | urn:ietf:params:oauth:grant-type:… в теле POST в виде формы"},
		{"Compare with grant_types_supported in /.well-known/openid-configuration", "Сверьте с grant_types_supported в /.well-known/openid-configuration"},
	},
	Missing:  []Text{{"The token request as sent: Content-Type and body (without the secrets)", "Запрос за токеном как отправлен: Content-Type и тело (без секретов)"}},
	Refs:     []Ref{{"RFC 6749 §5.2 unsupported_grant_type", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
	Explains: []string{"provider-error", "token-endpoint-401"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Error.Text != "unsupported_grant_type" || !e.Outcome.Failed() {
				continue
			}
			v := Verdict{Exchange: e, Evidence: errorPlaces(e)}
			if p, ok := e.Params.Get("grant_type"); ok && e.Request != nil {
				v.Evidence = append(v.Evidence, paramSpan(p))
				if value := strings.TrimSpace(p.Value.Text); !knownGrants[value] && !strings.HasPrefix(value, "urn:") && len(value) < 40 && !placeholder(value) {
					v.Confidence, v.Missing = Certain, []Text{}
					v.Detail = Text{"grant_type was \"" + value + "\", which is no grant of OAuth 2.0: the server compares the value exactly. Usual values: authorization_code, refresh_token, client_credentials, password, urn:ietf:params:oauth:grant-type:device_code.",
						"grant_type был \"" + value + "\" — такого grant в OAuth 2.0 нет: сервер сравнивает значение точно. Обычные значения: authorization_code, refresh_token, client_credentials, password, urn:ietf:params:oauth:grant-type:device_code."}
				}
			}
			out = append(out, v)
		}
		return out
	},
})

var knownGrants = map[string]bool{"authorization_code": true, "refresh_token": true, "client_credentials": true, "password": true, "implicit": false}
