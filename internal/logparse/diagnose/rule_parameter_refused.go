package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "parameter-refused",
	Confidence: Certain,
	Title:      Text{"The server refuses a parameter of the request", "Сервер не принимает параметр запроса"},
	About:      Text{"The server names a parameter that it does not know, does not allow here, or whose value is not one of its own: nonce, claims, prompt, response_mode, resource.", "Сервер называет параметр, которого не знает, который здесь не разрешён или имеет не его значение: nonce, claims, prompt, response_mode, resource."},
	Rank:       66,
	Outcome:    exchange.Refused,
	Detail: Text{"The server read the request and stopped at one parameter: it does not know it, does not allow it with this response_type or grant, or its value is not one it takes. Client and user were not judged.",
		"Сервер прочитал запрос и остановился на одном параметре: не знает его, не разрешает с этим response_type или грантом либо не принимает значение. Клиент и пользователь не проверялись."},
	Causes: []Text{
		{"The client or its library adds it by default, and this provider does not support it or wants it in another form (claims is JSON with id_token or userinfo, nonce belongs to OpenID Connect, resource to Entra ID v1 and RFC 8707)", "Клиент или его библиотека добавляет параметр по умолчанию, а провайдер его не поддерживает или ждёт в другом виде (claims — JSON с id_token или userinfo, nonce — из OpenID Connect, resource — из Entra ID v1 и RFC 8707)"},
		{"Its value is not one of the provider's list, is empty, or is encoded twice", "Значения нет в списке провайдера, оно пустое или закодировано дважды"},
		{"The request went to another version of the endpoint than the client was written for", "Запрос ушёл на другую версию endpoint, чем та, под которую написан клиент"},
	},
	Fixes: []Text{
		{"Leave it out, or send a value the provider documents: the setting is mostly called extra, additional or authorization parameters (omniauth_openid_connect send_nonce: false)", "Уберите его или передайте значение из документации провайдера: настройка чаще называется extra, additional или authorization parameters (omniauth_openid_connect send_nonce: false)"},
		{"Compare it with /.well-known/openid-configuration: claims_parameter_supported, prompt_values_supported, response_modes_supported, acr_values_supported, code_challenge_methods_supported", "Сверьте с /.well-known/openid-configuration: claims_parameter_supported, prompt_values_supported, response_modes_supported, acr_values_supported, code_challenge_methods_supported"},
	},
	Refs:     []Ref{{"OpenID Connect Core §3.1.2.1", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"}},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			facts := factsOf(e)
			known := len(facts) > 0 && (facts[0].Pattern != "" || facts[0].Code != "") // the provider's own entry says more
			if name := refusedParameter(e.Description.Text); name != "" && e.Outcome.Failed() && !known {
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Key: name, Title: Text{"The server refuses the parameter " + name, "Сервер не принимает параметр " + name}})
			}
		}
		return out
	},
})

// refusedParameter is the parameter of which an error description says that it is not accepted, "" for none. Names that are words
// of any sentence count in quotes only.
func refusedParameter(description string) string {
	said := strings.ToLower(description)
	if !holdsAny(said, "parameter", "value") || holdsAny(said, "missing", "required") || !holdsAny(said, "not allowed", "not permitted", "supported", "invalid", "not valid", "unknown", "unrecogni", "unexpected", "illegal") {
		return ""
	}
	for at := 0; at < len(said); at++ {
		from := at
		for at < len(said) && (said[at] == '_' || said[at] >= 'a' && said[at] <= 'z') {
			at++
		}
		common, ok := refusableParameters[said[from:at]]
		if ok && (!common || from > 0 && strings.IndexByte("'\"`", said[from-1]) >= 0) {
			return said[from:at]
		}
	}
	return ""
}

// refusableParameters are the request's parameters that have no rule of their own; true: the name is a word of any sentence.
var refusableParameters = map[string]bool{"nonce": false, "claims": false, "prompt": false, "response_mode": false, "acr_values": false, "max_age": false, "ui_locales": false, "login_hint": false, "id_token_hint": false, "access_type": false, "approval_prompt": false, "code_challenge_method": false, "request_uri": false, "domain_hint": false, "requested_token_type": false, "subject_token_type": false, "client_assertion_type": false, "authorization_details": false, "include_granted_scopes": false, "resource": true, "audience": true, "display": true, "request": true, "registration": true, "state": true, "hd": true}
