package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// plainAnswer is what a plain-text body that begins with a letter usually says.
type plainAnswer struct {
	first   rune
	says    string
	meaning Text
	outcome exchange.Outcome
}

var plainAnswers = []plainAnswer{
	{'U', "Unauthorized", Text{"the plain text “Unauthorized” (HTTP 401): the call was refused, the presented token was not accepted", "простой текст «Unauthorized» (HTTP 401): вызов отвергнут, предъявленный токен не принят"}, exchange.Rejected},
	{'F', "Forbidden", Text{"the plain text “Forbidden” (HTTP 403): the call was refused", "простой текст «Forbidden» (HTTP 403): вызов отвергнут"}, exchange.Rejected},
	{'N', "Not Found", Text{"the plain text “Not Found” (HTTP 404): the path does not exist there", "простой текст «Not Found» (HTTP 404): такого пути там нет"}, exchange.WrongBody},
	{'I', "Internal Server Error", Text{"a plain text such as “Internal Server Error” (HTTP 500) or “Invalid …”", "простой текст вроде «Internal Server Error» (HTTP 500) или «Invalid …»"}, exchange.WrongBody},
	{'B', "Bad Request", Text{"a plain text such as “Bad Request” (HTTP 400) or “Bad Gateway” (HTTP 502)", "простой текст вроде «Bad Request» (HTTP 400) или «Bad Gateway» (HTTP 502)"}, exchange.WrongBody},
	{'T', "Too Many Requests", Text{"a plain text such as “Too Many Requests” (HTTP 429) or a sentence", "простой текст вроде «Too Many Requests» (HTTP 429) или фраза"}, exchange.WrongBody},
	{'A', "Access denied", Text{"a plain text such as “Access denied”", "простой текст вроде «Access denied»"}, exchange.Rejected},
	{'e', "eyJ", Text{"a bare JWT (eyJ…, content type application/jwt) or a text that begins with “error”", "голый JWT (eyJ…, тип application/jwt) или текст, который начинается с «error»"}, exchange.Unknown},
	{'p', "page not found", Text{"a text such as “404 page not found”: the path does not exist there", "текст вроде «404 page not found»: такого пути там нет"}, exchange.WrongBody},
	{'s', "success", Text{"a plain text such as “success”: the call itself may have gone well", "простой текст вроде «success»: сам вызов мог пройти успешно"}, exchange.Unknown},
	{'u', "upstream", Text{"a text such as “upstream connect error” from a proxy, or the word undefined", "текст вроде «upstream connect error» от прокси или слово undefined"}, exchange.Unknown},
	{'n', "no healthy upstream", Text{"a text such as “no healthy upstream” from a proxy", "текст вроде «no healthy upstream» от прокси"}, exchange.Unknown},
}

var _ = register(Rule{
	ID:    "answer-is-text",
	Title: Text{"Plain text came where JSON was expected", "Вместо JSON пришёл простой текст"},
	About: Text{"The first letter at which a JSON parser stops tells what the body was: U for Unauthorized, e for a bare JWT, s for success. The answer is plain text, not JSON.", "Буква, на которой остановился разбор JSON, говорит, что было в теле: U — Unauthorized, e — голый JWT, s — success. Ответ — простой текст, а не JSON."},
	Rank:  78,
	Detail: Text{"The answer is plain text, not JSON; the parser stopped at its first letter. The body, not the parse error, holds the reason.",
		"Ответ — простой текст, а не JSON; разбор остановился на первой букве. Причина — в теле, а не в ошибке разбора."},
	Causes: []Text{
		{"The server refused or answered in plain text (text/plain); its status was not looked at before the JSON parser ran", "Сервер отказал или ответил простым текстом (text/plain); статус не проверили до разбора JSON"},
		{"An ID token (or a refresh token) was sent where the access token belongs, so userinfo answers 401", "Вместо access-токена отправлен ID-токен (или refresh-токен), и userinfo отвечает 401"},
	},
	Fixes: []Text{
		{"Look at the status and the raw body: network tab, console.log(await response.text()), curl -i", "Посмотрите статус и исходное тело: вкладка Network, console.log(await response.text()), curl -i"},
		{"Check response.ok and Content-Type before response.json(); for an answer that is text, read it as text (Angular: responseType: 'text')", "Проверяйте response.ok и Content-Type до response.json(); ответ-текст читайте как текст (Angular: responseType: 'text')"},
		{"Send the access token, not the ID token: Authorization: Bearer <access_token>, with the scope openid for userinfo", "Отправляйте access-токен, а не ID-токен: Authorization: Bearer <access_token>, для userinfo — со scope openid"},
	},
	Missing:  []Text{{"The HTTP status, the Content-Type and the raw body of this answer", "HTTP-статус, Content-Type и исходное тело этого ответа"}},
	Refs:     []Ref{{"RFC 6750 §3.1 error codes of a refused token", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}, {"OpenID Connect Core §5.3 userinfo", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfo"}},
	Explains: []string{"token-missing-in-answer"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, n := range unreadable(f) {
			if v, ok := textVerdict(f, n); ok {
				out = append(out, v)
			}
		}
		return append(out, angularText(f, len(out) > 0)...)
	},
})

// answerOf tells what began with the letter the parser stopped at. A capital letter begins a sentence, whichever it is.
func answerOf(n notJSON) (plainAnswer, bool) {
	for _, p := range plainAnswers {
		if p.first == n.first {
			return p, n.inner == (p.first == 'p') && n.text != "undefined"
		}
	}
	return plainAnswer{n.first, string(n.first), Text{"a plain text, a sentence perhaps", "простой текст, возможно фраза"}, exchange.WrongBody}, n.first >= 'A' && n.first <= 'Z' && !n.inner
}

func textVerdict(f *exchange.Flow, n notJSON) (Verdict, bool) {
	name, call := whichCall(f, n)
	if p, ok := answerOf(n); ok {
		v := Verdict{Evidence: []source.Span{n.at}, Key: string(n.first)}
		what := p.meaning
		if n.text != "" && !strings.HasPrefix(strings.ToLower(p.says), strings.ToLower(n.text[:min(len(n.text), 5)])) {
			if looksSecret(n.text) {
				what = Text{"a text that is not repeated here", "текст, который здесь не повторён"}
			} else {
				what = Text{"the plain text “" + n.text + "…”", "простой текст «" + n.text + "…»"}
			}
		}
		v.Outcome = p.outcome
		if p.first == 'e' && (strings.HasPrefix(n.text, "eyJ") || bareJWT(f)) {
			return bareVerdict(v, call), true
		}
		if name == exchange.EndpointToken && v.Outcome == exchange.Rejected {
			v.Outcome = exchange.Refused
		}
		v.Detail = Text{"The parser stopped at the letter “{letter}”: the {call} answered with {what}; it is plain text, not JSON. The body, not the parse error, holds the reason.", "Разбор остановился на букве «{letter}» ({call}): в ответе {what}; это текст, а не JSON. Причина — в теле, а не в ошибке разбора."}.
			With("letter", string(n.first)).fill("call", call).fill("what", what)
		if name == exchange.EndpointDiscovery {
			v.Title = Text{"Discovery got plain text: no metadata at this address", "Вместо discovery — текст: метаданных по адресу нет"}
			v.Causes = []Text{
				{"The server publishes no metadata there: the issuer or resource URL misses its path (realm, tenant), or has one too much", "По этому адресу сервер метаданных не публикует: в URL issuer или ресурса нет части пути (realm, tenant) либо она лишняя"},
				{"It is no authorization server: for MCP, /.well-known/oauth-protected-resource of the resource has to name one", "Это не сервер авторизации: для MCP его должен назвать /.well-known/oauth-protected-resource самого ресурса"},
			}
			v.Fixes = []Text{
				{"Call <issuer>/.well-known/openid-configuration and /.well-known/oauth-authorization-server with curl -i: one of them must answer 200 with JSON", "Вызовите <issuer>/.well-known/openid-configuration и /.well-known/oauth-authorization-server через curl -i: один из них должен ответить 200 и JSON"},
				{"Set the issuer to what the provider publishes as issuer, or give the endpoints one by one", "Укажите issuer таким, каким его публикует провайдер, либо задайте endpoint по одному"},
			}
			return v, true
		}
		if p.first == 'U' {
			v.Title = Text{"“Unauthorized” was parsed as JSON", "Текст «Unauthorized» разбирали как JSON"}
			if name != exchange.EndpointToken {
				v.Causes = []Text{
					{"The token presented to the {call} was refused (401): an ID token (id_token) or a refresh token in place of the access token, an expired one, or one for another audience", "Предъявленный токен отвергнут (401; {call}): ID-токен (id_token) или refresh-токен вместо access-токена (access_token), истёкший или для другой аудитории"},
					{"The Authorization header is missing or malformed (“Bearer undefined”)", "Нет заголовка Authorization или он испорчен («Bearer undefined»)"},
				}
				for i := range v.Causes {
					v.Causes[i] = v.Causes[i].fill("call", call)
				}
			}
			v.Codes = []string{"401"}
		}
		return v, true
	}
	return Verdict{}, false
}

// bareJWT: Angular shows the unreadable body as text, and it is a JWT.
func bareJWT(f *exchange.Flow) bool {
	return hasAny(f, `text: "eyj`, `"text":"eyj`, `text: 'eyj`, `"text": "eyj`)
}

// bareVerdict: the whole body is a token; it is what was asked for, in another wrapping.
func bareVerdict(v Verdict, call Text) Verdict {
	v.Outcome = exchange.Issued
	v.Title = Text{"The answer is a bare JWT, not JSON", "Ответ — голый JWT, а не JSON"}
	v.Detail = Text{"The {call} answered with a token and nothing around it (eyJ…, plain text or application/jwt): what was asked for was issued. Only the client's JSON parser failed on it.", "Ответ ({call}) — сам токен без обёртки (eyJ…, простой текст или application/jwt): то, что просили, выдано. Не справился лишь разбор JSON в клиенте."}.fill("call", call)
	v.Causes = []Text{
		{"The back end returns the token as text, and the client expects a JSON object (Angular HttpClient, axios, response.json())", "Бэкенд возвращает токен текстом, а клиент ждёт объект JSON (HttpClient Angular, axios, response.json())"},
		{"userinfo is configured to be signed: it answers application/jwt (Keycloak: Advanced → User info signed response algorithm)", "userinfo настроен подписанным и отвечает application/jwt (Keycloak: Advanced → User info signed response algorithm)"},
	}
	v.Fixes = []Text{
		{"Read it as text: Angular { responseType: 'text' }, fetch response.text(); or let the back end return {\"token\": \"…\"} as application/json", "Читайте как текст: в Angular { responseType: 'text' }, у fetch response.text(); или пусть бэкенд вернёт {\"token\": \"…\"} как application/json"},
		{"For a signed userinfo use a client that verifies the JWT, or switch the signing off for this client", "Для подписанного userinfo используйте клиент, проверяющий JWT, или отключите подпись для этого клиента"},
	}
	v.Missing = []Text{}
	return v
}

// looksSecret tells a piece of a body that may be a token.
func looksSecret(s string) bool {
	return strings.HasPrefix(s, "eyJ") || len(s) > 12 && !strings.Contains(s, " ")
}

// angularText: Angular's HttpErrorResponse with a good status, whose parse failed: the body stands in error.text.
func angularText(f *exchange.Flow, said bool) []Verdict {
	at := f.Find("http failure during parsing")
	if len(at) == 0 || said || printedPage(f) {
		return nil
	}
	if bareJWT(f) {
		return []Verdict{bareVerdict(Verdict{Evidence: at[:1]}, anyCall)}
	}
	return []Verdict{{Evidence: at[:1],
		Title:  Text{"The answer is not JSON; only its parsing failed", "Ответ не JSON; не удался только его разбор"},
		Detail: Text{"status 200 with ok: false and “Http failure during parsing”: the server answered, and Angular's HttpClient could not parse the body as JSON. The body itself stands in error.text: plain text, an HTML page or nothing.", "Статус 200, ok: false и «Http failure during parsing»: сервер ответил, но HttpClient Angular не смог разобрать тело как JSON. Само тело — в error.text: простой текст, HTML-страница или пусто."},
	}}
}
