package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "action-link-refused",
	Title:   Text{"The link from the e-mail is not accepted", "Ссылка из письма не принята"},
	About:   Text{"Keycloak refuses the action token of an e-mailed link (verify the address, reset the password, required actions): expired, used, or of an operation the server does not know.", "Keycloak отклоняет action token ссылки из письма (подтверждение адреса, сброс пароля, обязательные действия): истёк, использован или операция серверу неизвестна."},
	Rank:    78,
	Outcome: exchange.Refused,
	Detail: Text{"The link in the e-mail carries an action token: a JWT signed by the realm, with the name of the operation (typ), a lifetime and a number that may be used once. The server refused it; no client and no token request take part in this step.",
		"Ссылка в письме несёт action token: JWT, подписанный realm, с названием операции (typ), сроком жизни и одноразовым номером. Сервер его отклонил; ни клиент, ни запрос токена в этом шаге не участвуют."},
	Causes: []Text{
		{"It expired: the lifetime of user or administrator actions is short (5 minutes, 12 hours)", "Истёк: срок действий пользователя или администратора мал (5 минут, 12 часов)"},
		{"It was used already: a mail scanner or a link preview opened it first", "Уже использован: первым её открыл почтовый сканер или предпросмотр ссылок"},
		{"The operation (typ) has no handler on this server: the extension with the ActionTokenHandler is not deployed on this node or is of another version", "У операции (typ) нет обработчика на этом сервере: расширение с ActionTokenHandler не установлено на узле или другой версии"},
		{"The token was signed with a key of another realm, or the hostname in it (iss, aud) is not the one the server has now", "Токен подписан ключом другого realm, либо имя хоста в нём (iss, aud) не то, что у сервера сейчас"},
	},
	Fixes: []Text{
		{"Send the link again and open it once, in the browser that started the action", "Отправьте ссылку заново и откройте один раз, в том браузере, где начали действие"},
		{"Raise the lifetime: Realm settings → Tokens → Action tokens", "Увеличьте срок: Realm settings → Tokens → Action tokens"},
		{"Check that the extension is listed under Server info → Providers → actionTokenHandler", "Проверьте, что расширение есть в Server info → Providers → actionTokenHandler"},
	},
	Missing:  []Text{{"The token's typ, exp and iss, and the event's reason", "typ, exp и iss токена и reason события"}},
	Refs:     []Ref{{"Keycloak: action token SPI", "https://www.keycloak.org/docs/latest/server_development/#_action_token_spi"}},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if actionLink(e) {
				return []Verdict{{Exchange: e, Evidence: []source.Span{e.Code.Span, e.Event.Name.Span}, Codes: []string{e.Code.Text}}}
			}
		}
		return nil
	},
})

// actionLink says whether e is Keycloak's event of an e-mailed link refused.
func actionLink(e *exchange.Exchange) bool {
	return e.Event != nil && strings.HasPrefix(e.Event.Name.Text, "EXECUTE_ACTION_TOKEN") && (e.Code.Text == "invalid_code" || e.Code.Text == "expired_code")
}
