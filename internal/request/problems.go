package request

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"grantlens/internal/providers"
)

// Problem is something wrong, or noteworthy, in what was filled in.
type Problem struct {
	Field    string `json:"field"`    // "" when it is of the whole request
	Severity string `json:"severity"` // error: it will be refused; warning: likely wrong; info
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// Severities.
const (
	Bad     = "error"
	Doubt   = "warning"
	Comment = "info"
)

// maxJudged bounds the parameters of a request that are judged.
const maxJudged = 300

// critic gathers the problems of one step.
type critic struct {
	*plan
	step   string
	params []Pair
	out    []Problem
}

func (pl *plan) problems(step string, params []Pair) []Problem {
	params = params[:min(len(params), maxJudged)]
	c := &critic{plan: pl, step: step, params: params, out: []Problem{}}
	c.address()
	c.missing()
	for _, p := range params {
		c.value(p[0], p[1])
	}
	if id, sent := pl.Values["client_id"], c.get("client_id"); sent == "" && id != "" && authenticates(step) {
		c.shape("client_id", id)
	}
	if secret := pl.Values["client_secret"]; c.get("client_secret") == "" && secret != "" && pl.method == AuthBasic && authenticates(step) {
		c.shape("client_secret", secret)
	}
	if token := pl.Values["access_token"]; step == StepUserInfo && token != "" {
		c.value("access_token", token)
	}
	c.client()
	c.repeated()
	c.pkce()
	c.grantRules()
	c.providerRules()
	return c.out
}

func (c *critic) get(name string) string {
	for _, p := range c.params {
		if p[0] == name {
			return p[1]
		}
	}
	return ""
}

func (c *critic) add(severity, field string, message, hint words) {
	p := Problem{field, severity, message.in(c.Lang), hint.in(c.Lang)}
	if !slices.Contains(c.out, p) {
		c.out = append(c.out, p)
	}
}

func (c *critic) bad(field string, message, hint words)   { c.add(Bad, field, message, hint) }
func (c *critic) doubt(field string, message, hint words) { c.add(Doubt, field, message, hint) }
func (c *critic) info(field string, message, hint words)  { c.add(Comment, field, message, hint) }

// address judges where the request goes.
func (c *critic) address() {
	field := URLPrefix + c.step
	address := c.endpoint(c.step)
	if i := strings.IndexByte(address, '{'); i >= 0 {
		name, _, ok := strings.Cut(address[i+1:], "}")
		if ok && strings.TrimSpace(c.Values[field]) == "" {
			c.bad(VarPrefix+name, words{name + " is missing in the address", "в адресе не указан " + name}, words{"It is a part of the endpoint's URL.", "Это часть URL endpoint."})
			return
		}
	}
	scheme, host, target := split(address)
	name, _, _ := strings.Cut(host, ":")
	switch {
	case address == "":
		c.bad(field, words{"The address is missing", "Не указан адрес"}, words{"Take it from the discovery document.", "Возьмите его из документа discovery."})
	case strings.ContainsAny(address, " \t\r\n"):
		c.bad(field, words{"There is white space in the address", "В адресе пробельные символы"}, words{"Remove it.", "Уберите их."})
	case scheme != "https" && scheme != "http" || host == "":
		c.bad(field, words{"This is not an address of http or https", "Это не адрес http или https"}, words{"It begins with https://.", "Он начинается с https://."})
	case scheme == "http" && !loopback(name):
		c.doubt(field, words{"The address is http: secrets and tokens go in the clear", "Адрес по http: секреты и токены идут открытым текстом"}, words{"Use https; the specifications require it (RFC 6749 section 3.2).", "Используйте https, этого требуют спецификации (RFC 6749, раздел 3.2)."})
	case strings.Contains(target, "/.well-known/") && c.step != StepDiscovery && c.step != StepJWKS:
		c.bad(field, words{"This is the address of the discovery document", "Это адрес документа discovery"}, words{"Take the endpoint that stands in it.", "Возьмите endpoint, который в нём указан."})
	case name == "example.com" || strings.HasSuffix(name, ".example.com"):
		c.info(field, words{"The host is an example", "Хост — пример"}, words{"Put the host of your server in its place.", "Подставьте хост вашего сервера."})
	}
}

func loopback(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasPrefix(host, "127.") || host == "[::1]" || strings.HasPrefix(host, "[")
}

// missing names the required fields of the step that are empty.
func (c *critic) missing() {
	if c.step == StepAuthorize && c.Values["request_uri"] != "" {
		return
	}
	for _, f := range c.fields() {
		if !f.Required || !slices.Contains(f.Step, c.step) || f.Group == GroupEndpoint {
			continue
		}
		value, filled := c.Values[f.Name]
		if value != "" || !filled && f.Value != "" || f.Name == "client_id" && c.get("client_id") != "" {
			continue
		}
		if strings.HasPrefix(f.Name, AssertionPrefix) {
			if c.Assertion != "" || f.Name != AssertionPrefix+"key" {
				continue
			}
			c.bad(f.Name, words{"The client assertion is not signed", "client assertion не подписан"}, words{"Give the key: the assertion is signed in the page's worker.", "Укажите ключ: assertion подписывается в worker страницы."})
			continue
		}
		c.bad(f.Name, words{f.Name + " is missing", f.Name + " не указан"}, words{f.Help, f.Help})
	}
}

// shape judges what is around a value: it was copied from somewhere.
func (c *critic) shape(name, value string) {
	trimmed := strings.TrimSpace(value)
	switch {
	case value == Mask || strings.HasPrefix(value, "redacted-") || strings.Contains(value, "••"):
		c.bad(name, words{name + " is masked", name + " замаскирован"}, words{"Fill in the real value: what was masked is not known here.", "Подставьте настоящее значение: замаскированное здесь неизвестно."})
		return
	case placeholder(trimmed):
		c.bad(name, words{name + " looks like a placeholder", name + " похож на заглушку"}, words{"Put the real value in its place.", "Подставьте настоящее значение."})
		return
	case trimmed != value:
		c.doubt(name, words{"White space around " + name + " is sent with it", "Пробельные символы вокруг " + name + " уйдут вместе с ним"}, words{"Remove it: it was probably copied along.", "Уберите их: вероятно, скопированы случайно."})
	case len(value) > 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0]:
		c.doubt(name, words{"The quotation marks around " + name + " are sent with it", "Кавычки вокруг " + name + " уйдут вместе с ним"}, words{"Remove them.", "Уберите их."})
	}
	if strings.ContainsAny(value, "\u200b\u200c\u200d\u2060\ufeff\u00a0") {
		c.bad(name, words{"There is an invisible character in " + name, "В " + name + " невидимый символ"}, words{"Type the value anew, or copy it from its source.", "Наберите значение заново или скопируйте из источника."})
	}
}

// placeholder reports whether a value is what a documentation has in the place of one.
func placeholder(s string) bool {
	if len(s) < 2 {
		return false
	}
	pair := s[:1] + s[len(s)-1:]
	lower := strings.ToLower(s)
	switch {
	case pair == "<>" || pair == "{}" && !strings.Contains(s, `"`) || pair == "%%" || s[0] == '$' && (s[1] == '{' || isName(s[1])) || s == "..." || s == "…":
		return true
	case strings.Trim(lower, "x") == "" || strings.Trim(s, "*") == "":
		return true
	}
	for _, word := range []string{"your_", "your-", "yourclient", "my-client-secret", "changeme", "change_me", "change-me", "replace_me", "replace-me", "new_client_", "insert_", "_here", "client_secret_value"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return slices.Contains([]string{"client_id", "client_secret", "clientid", "clientsecret", "secret_here"}, lower)
}

// value judges one parameter.
func (c *critic) value(name, value string) {
	if value == "" {
		return
	}
	c.shape(name, value)
	switch name {
	case "redirect_uri", "post_logout_redirect_uri":
		c.redirect(name, value)
	case "scope":
		c.scope(value)
	case "code", "device_code", "refresh_token", "access_token", "subject_token", "token", "id_token_hint", "auth_req_id":
		c.token(name, value)
	case "state":
		if len(value) < 8 {
			c.doubt(name, words{"state is short", "state короткий"}, words{"It must not be guessed: 128 random bits (RFC 6749 section 10.10).", "Его нельзя угадать: 128 случайных бит (RFC 6749, раздел 10.10)."})
		}
	case "authorization_details":
		var details []map[string]json.RawMessage
		if json.Unmarshal([]byte(value), &details) != nil {
			c.bad(name, words{"authorization_details is not a JSON array of objects", "authorization_details — не массив объектов JSON"}, words{`For example [{"type":"payment"}] (RFC 9396).`, `Например, [{"type":"payment"}] (RFC 9396).`})
		} else if slices.ContainsFunc(details, func(d map[string]json.RawMessage) bool { return d["type"] == nil }) {
			c.bad(name, words{"An object of authorization_details has no type", "У объекта authorization_details нет type"}, words{"type is required (RFC 9396 section 2).", "type обязателен (RFC 9396, раздел 2)."})
		}
	case "claims":
		var o map[string]json.RawMessage
		if json.Unmarshal([]byte(value), &o) != nil {
			c.bad(name, words{"claims is not a JSON object", "claims — не объект JSON"}, words{`For example {"id_token":{"acr":null}} (OpenID Connect Core 5.5).`, `Например, {"id_token":{"acr":null}} (OpenID Connect Core 5.5).`})
		}
	case "resource":
		if !strings.Contains(value, ":") || strings.Contains(value, "#") {
			c.bad(name, words{"resource is not an absolute URI without a fragment", "resource — не абсолютный URI без фрагмента"}, words{"It is the address of the API (RFC 8707 section 2).", "Это адрес API (RFC 8707, раздел 2)."})
		}
	case "max_age", "requested_expiry":
		if _, ok := number(value); !ok {
			c.bad(name, words{name + " is not a number of seconds", name + " — не число секунд"}, words{"", ""})
		}
	case "prompt":
		if list := strings.Fields(value); slices.Contains(list, "none") && len(list) > 1 {
			c.bad(name, words{"prompt=none stands with another value", "prompt=none указан с другим значением"}, words{"none excludes all others (OpenID Connect Core 3.1.2.1).", "none исключает все остальные (OpenID Connect Core 3.1.2.1)."})
		}
	case "response_type":
		if list := strings.Fields(value); slices.Contains(list, "token") {
			c.doubt(name, words{"The access token comes in the address of the browser", "Access-токен придёт в адресе браузера"}, words{"Use response_type=code with PKCE; OAuth 2.1 drops the implicit flow.", "Используйте response_type=code с PKCE; в OAuth 2.1 implicit flow нет."})
		}
		if strings.Contains(value, "id_token") && c.get("nonce") == "" {
			c.bad("nonce", words{"nonce is missing", "nonce не указан"}, words{"It is required when an ID token comes from the authorization endpoint (OpenID Connect Core 3.2.2.1).", "Он обязателен, если ID-токен приходит от authorization endpoint (OpenID Connect Core 3.2.2.1)."})
		}
	case "assertion":
		if claimsOf(value) == nil && strings.HasSuffix(c.Grant, "jwt-bearer") {
			c.bad(name, words{"assertion is not a JWT", "assertion — не JWT"}, words{"It is a signed JWT of three parts (RFC 7523).", "Это подписанный JWT из трёх частей (RFC 7523)."})
		}
	}
}

func (c *critic) redirect(name, value string) {
	scheme, rest, ok := strings.Cut(value, ":")
	host, _, _ := strings.Cut(strings.TrimPrefix(rest, "//"), "/")
	host, _, _ = strings.Cut(host, "?")
	bare, _, _ := strings.Cut(host, ":")
	switch {
	case strings.Contains(value, "#"):
		c.bad(name, words{name + " has a fragment (#)", "В " + name + " есть фрагмент (#)"}, words{"It must not (RFC 6749 section 3.1.2). A router in the page needs a real path for the callback.", "Его быть не должно (RFC 6749, раздел 3.1.2). Роутеру в странице нужен настоящий путь для callback."})
	case strings.Contains(strings.ToLower(value), "%3a%2f%2f"):
		c.bad(name, words{name + " is percent-encoded already", name + " уже закодирован процентами"}, words{"Give it plain: it is encoded here.", "Укажите обычный вид: кодирование выполняется здесь."})
	case strings.Contains(value, "*"):
		c.bad(name, words{name + " has a wildcard", "В " + name + " есть шаблон *"}, words{"The request names one address; a wildcard stands in the client's settings, if at all.", "В запросе указывают один адрес; шаблон может стоять только в настройках клиента."})
	case strings.HasPrefix(value, "urn:ietf:wg:oauth:2.0:oob"):
		c.doubt(name, words{"This is the out-of-band redirect that providers have removed", "Это out-of-band redirect, который провайдеры отключили"}, words{"Use a loopback address (RFC 8252 section 7.3) or the device flow.", "Используйте адрес loopback (RFC 8252, раздел 7.3) или device flow."})
	case !ok || strings.ContainsAny(scheme, "/.") && !strings.Contains(rest, "/"):
		c.bad(name, words{name + " is not an absolute address", name + " — не абсолютный адрес"}, words{"It begins with its scheme, such as https:// (RFC 6749 section 3.1.2).", "Он начинается со схемы, например https:// (RFC 6749, раздел 3.1.2)."})
	case scheme == "http" && !loopback(bare):
		c.doubt(name, words{name + " is http on another host than this machine", name + " по http на чужом хосте"}, words{"Most providers refuse it; use https.", "Большинство провайдеров откажет; используйте https."})
	case scheme == "http" && bare == "localhost":
		c.info(name, words{"localhost and 127.0.0.1 are different addresses to a provider", "localhost и 127.0.0.1 для провайдера — разные адреса"}, words{"Use the one that is registered; RFC 8252 section 8.3 recommends the IP address.", "Используйте зарегистрированный; RFC 8252 (раздел 8.3) рекомендует IP-адрес."})
	case scheme != "http" && scheme != "https" && !strings.Contains(scheme, "."):
		c.info(name, words{"The scheme of the app is not in reverse domain notation", "Схема приложения не в виде обратного доменного имени"}, words{"Another app may take the same one; use com.example.app:/callback (RFC 8252 section 7.1).", "Её может занять другое приложение; используйте com.example.app:/callback (RFC 8252, раздел 7.1)."})
	}
}

func (c *critic) scope(value string) {
	list := strings.Fields(value)
	commas := strings.Contains(value, ",") && !c.scopeCommas()
	switch {
	case commas || strings.ContainsAny(value, ";|"):
		c.doubt("scope", words{"Scopes are separated by spaces", "Scope разделяются пробелами"}, words{"A comma or a semicolon makes one unknown scope of them (RFC 6749 section 3.3).", "Запятая или точка с запятой превратит их в один неизвестный scope (RFC 6749, раздел 3.3)."})
	case strings.Contains(value, "%20") || len(list) == 1 && strings.Contains(value, "+") && !strings.Contains(value, "://"):
		c.doubt("scope", words{"scope is encoded already", "scope уже закодирован"}, words{"Write spaces between the scopes: they are encoded here.", "Пишите между scope пробелы: кодирование выполняется здесь."})
	case strings.Contains(value, `"`) || strings.Contains(value, `\`):
		c.bad("scope", words{"scope has a character it must not have", "В scope недопустимый символ"}, words{"Quotation marks and backslashes are not allowed (RFC 6749 section 3.3).", "Кавычки и обратные косые черты недопустимы (RFC 6749, раздел 3.3)."})
	}
	openid := slices.Contains(list, "openid")
	for i, w := range list {
		if slices.Contains(list[:i], w) {
			c.info("scope", words{"A scope stands twice", "Scope указан дважды"}, words{"", ""})
		}
		if !openid && strings.EqualFold(w, "openid") {
			c.bad("scope", words{"openid is written in lower case", "openid пишется строчными буквами"}, words{"Scopes are case-sensitive.", "Регистр в scope важен."})
			openid = true
		}
	}
	if c.get("nonce") != "" && !openid && c.step != StepToken {
		c.doubt("scope", words{"openid is missing", "Нет openid"}, words{"A nonce is sent, but without openid there is no ID token to hold it.", "nonce передаётся, но без openid не будет ID-токена, где он должен стоять."})
	} else if authorize := c.step == StepAuthorize || c.step == StepPAR; !openid && authorize && slices.ContainsFunc(c.profile.Scopes, func(t providers.Term) bool { return t.Name == "openid" }) {
		c.info("scope", words{"Without openid no ID token is issued", "Без openid ID-токен не выдаётся"}, words{"The access token alone says nothing certain of who logged in.", "По одному access-токену нельзя достоверно узнать, кто вошёл."})
	} else if !openid && c.step == StepCIBA {
		c.bad("scope", words{"openid is missing", "Нет openid"}, words{"It is required (CIBA Core 7.1).", "Он обязателен (CIBA Core 7.1)."})
	}
}

// scopeCommas reports whether the provider separates scopes by commas itself.
func (c *critic) scopeCommas() bool {
	for _, p := range c.grant.Params {
		if strings.Contains(p.Name, "scope") && strings.Contains(p.Help.EN, "comma") {
			return true
		}
	}
	if slices.Contains([]string{"facebook", "instagram", "strava", "tiktok", "shopify", "kakao", "wechat", "qq"}, c.profile.ID) {
		return true
	}
	return slices.ContainsFunc(c.profile.Quirks, func(q providers.Quirk) bool { return strings.Contains(q.Text.EN, "comma") })
}

func (c *critic) token(name, value string) {
	scheme, _, _ := strings.Cut(value, " ")
	switch {
	case strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "dpop"):
		c.bad(name, words{name + " begins with " + scheme, name + " начинается с " + scheme}, words{"Give the token alone.", "Укажите только токен."})
	case strings.Contains(value, "&state=") || strings.Contains(value, "&session_state=") || strings.HasPrefix(value, "code="):
		c.bad(name, words{"More than " + name + " was copied", "Скопировано больше, чем " + name}, words{"It ends before the next &.", "Он заканчивается перед следующим &."})
	case strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://"):
		c.bad(name, words{name + " is an address", name + " — это адрес"}, words{"Take the parameter out of it.", "Возьмите из него сам параметр."})
	case name == "code" && escaped(value):
		c.doubt(name, words{"code is still percent-encoded", "code всё ещё закодирован процентами"}, words{"Decode it first: sent like this it is another code.", "Сначала раскодируйте: в таком виде это другой код."})
	case name == "device_code" && len(value) <= 10:
		c.doubt(name, words{"This looks like user_code", "Это похоже на user_code"}, words{"device_code is the long value of the same answer.", "device_code — длинное значение из того же ответа."})
	case name == "refresh_token" && strings.HasPrefix(value, "eyJ"):
		for _, p := range claimsOf(value) {
			if p[0] == "typ" && (p[1] == "Bearer" || p[1] == "ID") {
				c.bad(name, words{"This is an access or ID token", "Это access-токен или ID-токен"}, words{"Its claim typ is " + p[1] + "; take refresh_token of the answer.", "В нём typ " + p[1] + "; возьмите refresh_token из ответа."})
			}
		}
	}
}

// client judges how the client authenticates itself.
func (c *critic) client() {
	if c.step == StepAuthorize {
		for _, name := range []string{"client_secret", "client_assertion", "password"} {
			if c.get(name) != "" {
				c.bad(name, words{name + " must not go through the browser", name + " не должен проходить через браузер"}, words{"The address stands in the history and in logs. Take it out.", "Адрес остаётся в истории и логах. Уберите его."})
			}
		}
		return
	}
	if !authenticates(c.step) {
		return
	}
	switch {
	case c.method == AuthNone && c.get("client_secret") != "":
		c.doubt("client_secret", words{"A public client sends a secret", "Публичный клиент передаёт секрет"}, words{"Choose client_secret_post, or leave the secret out: in a browser or an installed app it is none.", "Выберите client_secret_post или уберите секрет: в браузере и установленном приложении он не секрет."})
	case c.method == AuthNone && c.Grant == GrantClient && c.step == StepToken:
		c.bad("client_id", words{"client_credentials needs a confidential client", "client_credentials требует конфиденциального клиента"}, words{"Choose a client authentication other than none (RFC 6749 section 4.4).", "Выберите аутентификацию клиента, отличную от none (RFC 6749, раздел 4.4)."})
	case c.method == AuthTLS:
		c.info("", tlsNote, words{"", ""})
	}
	if c.ClientAuth != "" && len(c.profile.ClientAuth) > 0 && !slices.Contains(c.profile.ClientAuth, c.ClientAuth) {
		c.doubt("", words{"The profile does not list " + c.ClientAuth + " for this provider", "В профиле провайдера нет " + c.ClientAuth}, words{"It lists: " + strings.Join(c.profile.ClientAuth, ", ") + ".", "Есть: " + strings.Join(c.profile.ClientAuth, ", ") + "."})
	}
	if c.method == AuthBasic && c.get("client_secret") != "" {
		c.bad("client_secret", words{"The client authenticates itself twice", "Клиент аутентифицируется дважды"}, words{"One method a request (RFC 6749 section 2.3): the header or the form.", "Один способ на запрос (RFC 6749, раздел 2.3): заголовок или форма."})
	}
}

// repeated: parameters must not be (RFC 6749 section 3.2), but for those of RFC 8707 and RFC 8693.
func (c *critic) repeated() {
	seen := map[string]bool{}
	for _, p := range c.params {
		if seen[p[0]] && p[0] != "resource" && p[0] != "audience" {
			c.doubt(p[0], words{p[0] + " is sent more than once", p[0] + " передаётся больше одного раза"}, words{"RFC 6749 section 3.2 forbids it; Keycloak answers 400 \"duplicated parameter\".", "RFC 6749 (раздел 3.2) это запрещает; Keycloak отвечает 400 \"duplicated parameter\"."})
		}
		seen[p[0]] = true
	}
}

func (c *critic) pkce() {
	if c.Grant != GrantCode || c.Endpoint != "" || c.step == StepAuthorize && c.Values["request_uri"] != "" {
		return
	}
	challenge, verifier, method := c.Values["code_challenge"], c.Values["code_verifier"], c.Values["code_challenge_method"]
	if _, filled := c.Values["code_challenge_method"]; !filled {
		method = "S256"
	}
	authorize := c.step == StepAuthorize || c.step == StepPAR
	public := c.method == AuthNone
	switch {
	case authorize && challenge == "" && c.get("code_challenge") == "" && c.grant.PKCE != "unsupported":
		switch {
		case c.grant.PKCE == "required":
			c.bad("code_challenge", words{"PKCE is missing", "Нет PKCE"}, words{"This provider requires it.", "Этот провайдер его требует."})
		case public:
			c.doubt("code_challenge", words{"PKCE is missing", "Нет PKCE"}, words{"A public client needs it: without it, who gets hold of the code gets the tokens (RFC 9700 section 2.1.1).", "Публичному клиенту он нужен: без него перехвативший код получит токены (RFC 9700, раздел 2.1.1)."})
		default:
			c.info("code_challenge", words{"PKCE is missing", "Нет PKCE"}, words{"RFC 9700 recommends it for confidential clients too.", "RFC 9700 рекомендует его и для конфиденциальных клиентов."})
		}
	case authorize && challenge != "" && method != "plain" && (len(challenge) != 43 || !urlSafe(challenge)):
		c.bad("code_challenge", words{"code_challenge is not the base64url of a SHA-256", "code_challenge — не base64url от SHA-256"}, words{"It has 43 characters of A–Z a–z 0–9 - _, without = (RFC 7636 section 4.2).", "В нём 43 символа A–Z a–z 0–9 - _, без = (RFC 7636, раздел 4.2)."})
	case authorize && challenge != "" && method == "plain":
		c.doubt("code_challenge_method", words{"plain protects nothing that S256 would", "plain не защищает"}, words{"Use S256; OAuth 2.1 drops plain.", "Используйте S256; в OAuth 2.1 plain не рекомендован."})
	case authorize && challenge != "" && method == "":
		c.doubt("code_challenge_method", words{"Without code_challenge_method the server takes plain", "Без code_challenge_method сервер примет plain"}, words{"Send S256 (RFC 7636 section 4.3).", "Передавайте S256 (RFC 7636, раздел 4.3)."})
	}
	if c.step == StepToken && verifier == "" && challenge != "" {
		c.bad("code_verifier", words{"code_verifier is missing", "code_verifier не указан"}, words{"A code_challenge was sent with the authorization request.", "В запросе авторизации был передан code_challenge."})
	}
	if verifier == "" {
		return
	}
	switch sum := sha256.Sum256([]byte(verifier)); {
	case len(verifier) < 43 || len(verifier) > 128:
		c.bad("code_verifier", words{"code_verifier does not have 43 to 128 characters", "В code_verifier не 43–128 символов"}, words{"32 random bytes in base64url make 43 (RFC 7636 section 4.1).", "32 случайных байта в base64url дают 43 (RFC 7636, раздел 4.1)."})
	case !unreserved(verifier):
		c.bad("code_verifier", words{"code_verifier has a character it must not have", "В code_verifier недопустимый символ"}, words{"A–Z a–z 0–9 - . _ ~ only (RFC 7636 section 4.1): base64 needs the URL alphabet, without =.", "Только A–Z a–z 0–9 - . _ ~ (RFC 7636, раздел 4.1): base64 нужен с алфавитом URL, без =."})
	case challenge == "":
	case method == "plain" && challenge != verifier, method != "plain" && challenge != base64.RawURLEncoding.EncodeToString(sum[:]):
		c.bad("code_verifier", words{"code_verifier does not fit code_challenge", "code_verifier не соответствует code_challenge"}, words{"The challenge is the base64url of the SHA-256 of the verifier's text; the server will answer invalid_grant.", "challenge — base64url от SHA-256 текста verifier; сервер ответит invalid_grant."})
	}
}

func urlSafe(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
}

func unreserved(s string) bool { return urlSafe(strings.NewReplacer(".", "", "~", "").Replace(s)) }

// grantRules are the rules of single grants.
func (c *critic) grantRules() {
	if c.Endpoint == StepLogout {
		if c.get("post_logout_redirect_uri") != "" && c.get("id_token_hint") == "" && c.get("client_id") == "" {
			c.bad("id_token_hint", words{"post_logout_redirect_uri needs id_token_hint or client_id", "Для post_logout_redirect_uri нужен id_token_hint или client_id"}, words{"Otherwise the server cannot know whose address it is.", "Иначе сервер не узнает, чей это адрес."})
		}
		return
	}
	switch {
	case c.Grant == GrantCIBA && c.step == StepCIBA:
		hints := 0
		for _, name := range []string{"login_hint", "login_hint_token", "id_token_hint"} {
			if c.get(name) != "" {
				hints++
			}
		}
		if hints != 1 {
			c.bad("login_hint", words{"Exactly one hint says who is asked", "Нужна ровно одна подсказка, кого спрашивать"}, words{"login_hint, login_hint_token or id_token_hint (CIBA Core 7.1).", "login_hint, login_hint_token или id_token_hint (CIBA Core 7.1)."})
		}
	case c.Grant == GrantExchange:
		if (c.get("actor_token") != "") != (c.get("actor_token_type") != "") {
			c.bad("actor_token_type", words{"actor_token and actor_token_type come together", "actor_token и actor_token_type передаются вместе"}, words{"One without the other is invalid_request (RFC 8693 section 2.1).", "Одно без другого — invalid_request (RFC 8693, раздел 2.1)."})
		}
		if t := c.get("subject_token"); t != "" && claimsOf(t) == nil && strings.HasSuffix(c.get("subject_token_type"), ":jwt") {
			c.bad("subject_token_type", words{"subject_token is not a JWT", "subject_token — не JWT"}, words{"Choose the type that it has.", "Выберите его настоящий тип."})
		}
	}
	// What the provider does not want, although the standard has it.
	for _, g := range c.profile.Grants {
		if g.Type != c.Grant || c.Endpoint != "" || len(g.Variants) > 0 && !slices.Contains(g.Variants, c.variant.ID) {
			continue
		}
		for _, p := range g.Params {
			if p.Absent && (p.At == c.step || p.At == "") && c.get(p.Name) != "" {
				c.doubt(p.Name, words{"This provider does not take " + p.Name, "Этот провайдер не принимает " + p.Name}, of(p.Help))
			}
		}
	}
}

// providerRules are mistakes that are made with single providers.
func (c *critic) providerRules() {
	scope := strings.Fields(c.get("scope"))
	switch c.profile.ID {
	case "entra":
		if guid(c.Values["client_secret"]) && authenticates(c.step) {
			c.bad("client_secret", words{"This is the Secret ID, not the secret", "Это Secret ID, а не секрет"}, words{"The portal shows both: copy the column Value, which is visible only once.", "Портал показывает оба: скопируйте столбец Value, он виден один раз."})
		}
		if c.Grant == GrantClient && c.step == StepToken {
			if tenant := c.Vars["tenant"]; tenant == "common" || tenant == "organizations" || tenant == "consumers" {
				c.bad(VarPrefix+"tenant", words{"client_credentials needs the tenant itself", "Для client_credentials нужен конкретный tenant"}, words{"Put the tenant ID in the place of " + tenant + ".", "Подставьте tenant ID вместо " + tenant + "."})
			}
			if len(scope) > 0 && (len(scope) != 1 || !strings.HasSuffix(scope[0], "/.default")) {
				c.bad("scope", words{"scope is one resource with /.default", "scope — один ресурс с /.default"}, words{"Anything else is AADSTS1002012 or AADSTS70011.", "Остальное — AADSTS1002012 или AADSTS70011."})
			}
		}
	case "google":
		if id := c.Values["client_id"]; id != "" && !placeholder(id) && !strings.HasSuffix(id, ".apps.googleusercontent.com") && c.Grant != GrantJWT {
			c.doubt("client_id", words{"A client_id of Google ends in .apps.googleusercontent.com", "client_id Google заканчивается на .apps.googleusercontent.com"}, words{"The project's name or number is not it.", "Имя или номер проекта не подойдут."})
		}
		if c.step == StepAuthorize && c.get("access_type") != "offline" {
			c.info("access_type", words{"Without access_type=offline there is no refresh token", "Без access_type=offline не будет refresh_token"}, words{"", ""})
		}
	case "apple":
		if c.step == StepAuthorize && len(scope) > 0 && c.get("response_mode") != "form_post" {
			c.bad("response_mode", words{"A scope needs response_mode=form_post", "Со scope нужен response_mode=form_post"}, words{"Apple answers invalid_request otherwise.", "Иначе Apple ответит invalid_request."})
		}
	case "auth0":
		if c.step == StepAuthorize && c.get("audience") == "" {
			c.info("audience", words{"Without audience the access token is opaque", "Без audience access-токен непрозрачный"}, words{"Name the API's identifier to get a JWT for it.", "Укажите identifier API, чтобы получить JWT для него."})
		}
	case "keycloak":
		if strings.HasSuffix(strings.TrimRight(c.Vars["base"], "/"), "/auth") {
			c.doubt(VarPrefix+"base", words{"The address ends in /auth", "Адрес заканчивается на /auth"}, words{"Choose the variant with /auth, and the address without it; from Keycloak 17 on there is none by default.", "Выберите вариант с /auth, а адрес укажите без него; начиная с Keycloak 17 его по умолчанию нет."})
		}
	case "waves":
		c.wavesRules()
	}
}

// wavesRules look at the form of what the signer hands over; the Waves view verifies it.
func (c *critic) wavesRules() {
	if c.Grant != GrantPassword || c.step != StepToken {
		return
	}
	user, password := c.get("username"), c.get("password")
	if len(user) == 35 && user[0] == '3' {
		c.bad("username", words{"This is the address of the account", "Это адрес аккаунта"}, words{"username is its public key, 43 or 44 characters of base58.", "username — его открытый ключ, 43–44 символа base58."})
	}
	expires, signature, ok := strings.Cut(password, ":")
	seconds, isNumber := number(expires)
	switch {
	case password == "":
	case !ok || signature == "" || !isNumber:
		c.bad("password", words{"password is not (expires):(signature)", "password не вида (expires):(подпись)"}, words{"The Waves view makes it, and says what is wrong with one.", "Его делает вид Waves; он же скажет, что не так с готовым."})
	case seconds > 1e11:
		c.bad("password", words{"The expiry is in milliseconds", "Срок указан в миллисекундах"}, words{"It is in seconds, and so is what is signed.", "Нужны секунды, и в подписанном тексте тоже."})
	case seconds < 1e9:
		c.bad("password", words{"The expiry is a duration", "Срок указан как длительность"}, words{"It is a point in time: Unix time in seconds, at most 7 days ahead.", "Это момент: время Unix в секундах, не более 7 дней вперёд."})
	}
}

// guid reports whether s has the shape of a GUID.
func guid(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !(c >= 'a' && c <= 'f' || s[i] >= '0' && s[i] <= '9') {
			return false
		}
	}
	return true
}
