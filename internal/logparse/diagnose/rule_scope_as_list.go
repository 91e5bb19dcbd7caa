package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "scope-as-list",
	Title:    Text{"The client cannot read scope of a good answer", "Клиент не может прочитать scope исправного ответа"},
	About:    Text{"scope comes as a JSON array where RFC 6749 has one string with blanks, and the client's parser stops there. The token is in the answer.", "scope приходит массивом JSON, а по RFC 6749 это одна строка с пробелами; разбор клиента на этом останавливается. Токен в ответе есть."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "token-answer-unreadable", "answer-not-json"},
	Detail: Text{"A parser that complains of the type of scope reads a token response, so the provider issued a token. RFC 6749 §3.3 makes scope one string, its values parted by blanks; this provider sends an array (Twitch does), and the strict parser refuses the whole answer.",
		"Разбор, жалующийся на тип scope, читает ответ с токеном — значит, провайдер токен выдал. По RFC 6749 §3.3 scope — одна строка со значениями через пробел; этот провайдер присылает массив (так делает Twitch), и строгий разбор отвергает весь ответ."},
	Causes: []Text{
		{"The provider does not conform: Twitch and some own servers send scope as an array of strings", "Провайдер не соблюдает стандарт: Twitch и некоторые собственные серверы присылают scope массивом строк"},
		{"The client's type has scope as a string and allows nothing else", "В типе клиента scope — строка, и ничего другого он не допускает"},
	},
	Fixes: []Text{
		{"Read it leniently: an own type or converter that takes a string and an array (Rust oauth2: an own TokenResponse; Go: json.RawMessage; Jackson ACCEPT_SINGLE_VALUE_AS_ARRAY with a List; Swift: a custom init(from:); oauth4webapi / Auth.js: a conform hook that joins it with blanks)", "Читайте мягко: свой тип или конвертер, принимающий строку и массив (Rust oauth2: свой TokenResponse; Go: json.RawMessage; Jackson: List с ACCEPT_SINGLE_VALUE_AS_ARRAY; Swift: свой init(from:); oauth4webapi / Auth.js: хук conform, соединяющий пробелами)"},
		{"Or use the library's own definition of this provider", "Или возьмите готовое описание этого провайдера в библиотеке"},
	},
	Refs: []Ref{{"RFC 6749 §3.3 scope", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"}},
	Check: func(f *exchange.Flow) []Verdict {
		if f.Claimed == exchange.Success {
			return nil
		}
		// That an answer has a list is no failure: a parser that met one and wanted another type says so.
		list := findAny(f, "was begin_array", "start_array", "cannot unmarshal array", "invalid type: sequence", "token type 'startarray'", "found an array", "'list<dynamic>' is not a subtype of type 'string", "_list<dynamic>' is not a subtype", "expected string, got array", "expected string, received array", "expected a string, got array")
		var out []Verdict
		for _, at := range list {
			from, to := linesAround(f.Text.Data, at.Start, 1, 2)
			for _, s := range f.Find("scope") {
				if s.Start >= from && s.End <= to {
					return append(out, Verdict{Evidence: []source.Span{at, s}, Confidence: Likely})
				}
			}
		}
		return out
	},
})
