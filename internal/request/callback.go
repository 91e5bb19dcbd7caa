package request

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"grantlens/internal/providers"
)

// Expected is what the request that led to a callback was made with; what is empty is not compared.
type Expected struct {
	State        string `json:"state"`
	Nonce        string `json:"nonce"`
	Issuer       string `json:"issuer"`
	ClientID     string `json:"clientId"`
	RedirectURI  string `json:"redirectUri"`
	ResponseMode string `json:"responseMode"`
	// Verifies: whoever asks verifies the signature of a JARM answer, so that nothing needs to be said of it.
	Verifies bool `json:"verifies,omitempty"`
}

// Where the parameters of a callback stood.
const (
	InQuery    = "query"
	InFragment = "fragment"
	InForm     = "form"
)

// Callback is the answer of an authorization endpoint, as the browser brought it.
type Callback struct {
	Params []Pair `json:"params"` // of a JARM answer, those of its claims follow the response parameter
	In     string `json:"in"`
	// JARM: the answer is the JWT of the parameter response, whose claims alone count; its signature is not checked here.
	JARM             bool      `json:"jarm,omitempty"`
	Code             string    `json:"code"`
	State            string    `json:"state,omitempty"`
	Issuer           string    `json:"issuer,omitempty"`
	Error            string    `json:"error"`
	ErrorDescription string    `json:"errorDescription"`
	Tokens           []Named   `json:"tokens"`
	Findings         []Finding `json:"findings"`
	// Text is what the callback was read from, for the page to hand on.
	Text string `json:"text"`
}

// Named is a token with the parameter it came in.
type Named struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Finding is one thing said of a callback.
type Finding struct {
	Severity string `json:"severity"` // error, warning, info
	Title    string `json:"title"`
	Detail   string `json:"detail"`
	Fix      string `json:"fix"`
}

// answerParams are the parameters by which text is taken for a callback.
var answerParams = []string{"code", "error", "access_token", "id_token", "response", "oauth_token"}

// callbackIn reports whether a text is a callback: one URL, a path with a query, or form-encoded parameters.
func callbackIn(text, lang string) (Callback, bool) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "GET /"); ok { // the first line of a request, from an access log
		text, _, _ = strings.Cut("/"+rest, " ")
	}
	if strings.ContainsAny(text, " \t\r\n\"'{}") || len(text) > 64<<10 {
		return Callback{}, false
	}
	params, in, _ := callbackParams(text)
	has := func(name string) bool {
		return slices.ContainsFunc(params, func(p Pair) bool { return p[0] == name && p[1] != "" })
	}
	if has("response_type") || has("grant_type") || has("client_id") || !slices.ContainsFunc(answerParams, has) {
		return Callback{}, false
	}
	c := ReadCallback(text, Expected{}, time.Time{}, lang)
	c.In = in
	return c, true
}

// callbackParams finds the parameters: of the fragment when it has an answer, else of the query, else of the text as a
// form. ok is false when some of it is not validly encoded.
func callbackParams(text string) (params []Pair, in string, ok bool) {
	head, fragment, hasFragment := strings.Cut(text, "#")
	_, query, hasQuery := strings.Cut(head, "?")
	if hasFragment {
		if _, inner, routed := strings.Cut(fragment, "?"); routed { // of a router in the page: #/callback?code=…
			fragment = inner
		}
		pairs, valid := DecodePairs(fragment)
		if slices.ContainsFunc(pairs, isAnswer) {
			return pairs, InFragment, valid
		}
	}
	switch {
	case hasQuery:
		pairs, valid := DecodePairs(query)
		return pairs, InQuery, valid
	case !hasFragment && strings.Contains(text, "=") && !strings.Contains(text, "://"):
		pairs, valid := DecodePairs(text)
		return pairs, InForm, valid
	}
	return nil, InQuery, true
}

func isAnswer(p Pair) bool { return slices.Contains(answerParams, p[0]) || p[0] == "state" }

// ReadCallback reads the answer of an authorization endpoint and says what is wrong with it. Text is the address the
// browser came back to, or the posted form. Now is for the expiry of a JARM answer; zero leaves it out.
func ReadCallback(text string, want Expected, now time.Time, lang string) Callback {
	text = strings.TrimSpace(text)
	c := Callback{Params: []Pair{}, Tokens: []Named{}, Findings: []Finding{}, Text: text}
	params, in, valid := callbackParams(text)
	if in == InFragment && strings.HasPrefix(want.ResponseMode, "form_post") {
		in = InForm // the server hands a posted form on behind a #
	}
	c.In = in
	c.Params = append(c.Params, params...)
	j := &judge{Callback: &c, want: want, lang: lang}
	if !valid {
		j.say("warning", words{"The parameters are not validly encoded", "Параметры закодированы неверно"},
			words{"A percent sign without two hex digits, or bytes that are no UTF-8: the address was cut off or changed on its way.", "Знак процента без двух шестнадцатеричных цифр или байты не UTF-8: адрес обрезан или изменён по пути."},
			words{"Copy the whole address of the browser.", "Скопируйте адрес из браузера целиком."})
	}
	if response := j.get("response"); response != "" {
		c.JARM = true
		j.jarm(response, now)
	}
	c.Code, c.State, c.Issuer, c.Error, c.ErrorDescription = j.get("code"), j.get("state"), j.get("iss"), j.get("error"), j.get("error_description")
	for _, name := range []string{"access_token", "id_token", "refresh_token"} {
		if v := j.get(name); v != "" {
			c.Tokens = append(c.Tokens, Named{name, v})
		}
	}
	j.answer()
	j.repeated()
	j.state()
	j.issuer()
	j.place(text)
	j.address(text)
	j.code()
	j.idToken()
	return c
}

type judge struct {
	*Callback
	want  Expected
	lang  string
	inner int // of a JARM answer, the first of Params that is a claim
}

func (j *judge) get(name string) string {
	for _, p := range j.Params[j.inner:] {
		if p[0] == name {
			return p[1]
		}
	}
	return ""
}

func (j *judge) say(severity string, title, detail, fix words) {
	j.Findings = append(j.Findings, Finding{severity, title.in(j.lang), detail.in(j.lang), fix.in(j.lang)})
}

// maxJARM is the longest life of a JARM answer that is recommended (JARM 2.1), in seconds, and a little for clocks.
const maxJARM = 10*60 + 60

// jarm reads the JWT of a JARM answer: its claims are the parameters (JARM 2.1), by the rules of JARM 2.4.
func (j *judge) jarm(response string, now time.Time) {
	claims := claimsOf(response)
	required := words{"iss, aud and exp are required (JARM 2.1).", "iss, aud и exp обязательны (JARM 2.1)."}
	reject := words{"Reject it: it may have been injected.", "Отклоните его: он мог быть подставлен."}
	switch {
	case strings.Count(response, ".") == 4:
		j.say("error", words{"The answer is encrypted", "Ответ зашифрован"}, words{"response is a JWE: the parameters can be read with the client's private key only.", "response — это JWE: параметры прочитает только закрытый ключ клиента."}, words{"Decrypt it in the Token view, then paste the parameters.", "Расшифруйте его в виде Token и вставьте параметры."})
		return
	case claims == nil:
		j.say("error", words{"response is not a JWT", "response — не JWT"}, words{"A JARM answer is a signed JWT; this one does not decode.", "Ответ JARM — подписанный JWT; этот не раскодируется."}, words{"Look whether the address was cut off.", "Проверьте, не обрезан ли адрес."})
		return
	}
	if slices.ContainsFunc(j.Params, func(p Pair) bool { return p[0] != "response" && isAnswer(p) || p[0] == "iss" }) {
		j.say("warning", words{"Parameters stand beside the JARM answer", "Рядом с ответом JARM есть другие параметры"}, words{"Nobody signed them: only what is inside response counts, and they are not read here.", "Их никто не подписывал: считается только то, что внутри response; здесь они не читаются."}, words{"Make sure that the client does not read them either.", "Убедитесь, что клиент их тоже не читает."})
	}
	j.inner = len(j.Params)
	for _, p := range claims {
		if p[0] != "aud" && p[0] != "exp" && p[0] != "iat" && p[0] != "nbf" {
			j.Params = append(j.Params, p)
		}
	}
	claim := func(name string) string {
		for _, p := range claims {
			if p[0] == name {
				return p[1]
			}
		}
		return ""
	}
	var header struct {
		Alg string `json:"alg"`
	}
	json.Unmarshal([]byte(headerOf(response)), &header)
	unsigned := header.Alg == "" || strings.EqualFold(header.Alg, "none")
	if unsigned {
		j.say("error", words{"The JARM answer is not signed", "Ответ JARM не подписан"}, words{"alg is none or missing, which JARM forbids (2.4): anybody can make such an answer.", "alg равен none или отсутствует, а JARM это запрещает (2.4): такой ответ может составить кто угодно."}, reject)
	}
	if claim("iss") == "" {
		j.say("error", words{"The JARM answer has no iss", "В ответе JARM нет iss"}, required, words{"", ""})
	}
	aud := claim("aud")
	switch {
	case aud == "":
		j.say("error", words{"The JARM answer has no aud", "В ответе JARM нет aud"}, required, words{"", ""})
	case j.want.ClientID != "" && aud != j.want.ClientID && !strings.Contains(aud, `"`+j.want.ClientID+`"`):
		j.say("error", words{"The JARM answer is for another client", "Ответ JARM предназначен другому клиенту"}, words{"aud is not the client_id of the request.", "aud не равен client_id запроса."}, reject)
	}
	switch exp, ok := number(claim("exp")); {
	case !ok:
		j.say("error", words{"The JARM answer has no exp", "В ответе JARM нет exp"}, required, words{"", ""})
	case !now.IsZero() && now.Unix() > exp:
		j.say("error", words{"The JARM answer has expired", "Ответ JARM просрочен"}, words{"It is meant to be read at once: ten minutes are the most.", "Он рассчитан на немедленное чтение: не больше десяти минут."}, words{"Log in again; compare the clocks.", "Войдите заново; сравните часы."})
	case !now.IsZero() && exp-now.Unix() > maxJARM:
		j.say("info", words{"The JARM answer is valid for long", "Ответ JARM действует долго"}, words{"Ten minutes are the most that is recommended (JARM 2.1): a stolen one is good as long.", "Рекомендуется не больше десяти минут (JARM 2.1): украденный ответ годен всё это время."}, words{"", ""})
	}
	if !j.want.Verifies && !unsigned {
		j.say("info", words{"The signature of the JARM answer is not checked here", "Подпись ответа JARM здесь не проверяется"}, words{"The parameters were read from the JWT as they stand.", "Параметры взяты из JWT как есть."}, words{"Verify it in the Token view with the keys of the server.", "Проверьте его в виде Token ключами сервера."})
	}
}

func number(s string) (int64, bool) {
	n, digits := int64(0), 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' && digits < 15 {
		n = n*10 + int64(s[digits]-'0')
		digits++
	}
	return n, digits > 0 && (digits == len(s) || s[digits] == '.')
}

// headerOf is the decoded header of a JWT, "" when it is none.
func headerOf(jwt string) string {
	head, _, _ := strings.Cut(jwt, ".")
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(head, "="))
	if err != nil {
		return ""
	}
	return string(b)
}

// claimsOf are the claims of a JWT as text, in order; nil when it is none.
func claimsOf(jwt string) []Pair {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil || !json.Valid(b) {
		return nil
	}
	return jsonPairs(string(b))
}

// answer: there is one, and it says one thing.
func (j *judge) answer() {
	switch {
	case j.Error != "":
		j.refused()
		if j.Code != "" {
			j.say("warning", words{"Code and error came together", "Пришли и code, и error"}, words{"An answer is one or the other (RFC 6749 section 4.1.2).", "Ответ содержит либо одно, либо другое (RFC 6749, раздел 4.1.2)."}, words{"Do not redeem the code.", "Не обменивайте код."})
		}
	case j.Code == "" && len(j.Tokens) == 0 && j.get("oauth_token") != "":
		j.say("error", words{"This is a callback of OAuth 1.0a", "Это callback OAuth 1.0a"}, words{"oauth_token and oauth_verifier belong to another protocol.", "oauth_token и oauth_verifier — из другого протокола."}, words{"Use the provider's OAuth 2.0 endpoints.", "Используйте endpoints OAuth 2.0 провайдера."})
	case j.Code == "" && len(j.Tokens) == 0 && !j.JARM:
		j.say("error", words{"Neither code nor error came back", "Не вернулись ни code, ни error"},
			words{"The browser came to the callback without an answer: by hand, by a reload after the parameters were removed, from a proxy that drops the query, or with the answer in a fragment that a server never sees.", "Браузер пришёл на callback без ответа: вручную, после перезагрузки уже очищенного адреса, через прокси, который убирает query, или с ответом во фрагменте, которого сервер не видит."},
			words{"Start at the authorization endpoint; look at the first request to the callback in the browser's network view.", "Начните с authorization endpoint; посмотрите первый запрос к callback на вкладке Network браузера."})
	}
}

// refused explains the error by the catalogue.
func (j *judge) refused() {
	provider, _ := providers.ByIssuer(strings.TrimSpace(j.want.Issuer))
	if j.want.Issuer == "" {
		provider, _ = providers.ByIssuer(j.get("iss"))
	}
	title := words{"The server answered the error " + clip(j.Error), "Сервер ответил ошибкой " + clip(j.Error)}
	facts := providers.Lookup(providers.Query{Provider: provider, Endpoint: "authorize", Error: j.Error, Description: j.ErrorDescription})
	if len(facts) == 0 {
		j.say("error", title, words{"The login ended there, no code was issued.", "Вход на этом закончился, код не выдан."}, words{"Read error_description, and the log of the server.", "Прочитайте error_description и лог сервера."})
		return
	}
	f := facts[0]
	j.say("error", title, words{f.Meaning.EN + " " + f.Cause.EN, f.Meaning.RU + " " + f.Cause.RU}, of(f.Fix))
}

func clip(s string) string {
	for i, r := range s {
		if i > 60 {
			return s[:i] + "…"
		}
		if r < ' ' {
			return s[:i]
		}
	}
	return s
}

func (j *judge) repeated() {
	seen := map[string]bool{}
	for _, p := range j.Params {
		if seen[p[0]] && slices.Contains([]string{"code", "state", "error", "iss", "id_token", "access_token"}, p[0]) && !j.JARM {
			j.say("error", words{p[0] + " came more than once", p[0] + " пришёл больше одного раза"},
				words{"A parameter must not be repeated (RFC 6749 section 3.1); programs take the first or the last of them. redirect_uri may hold a parameter of the same name.", "Параметр не должен повторяться (RFC 6749, раздел 3.1); программы берут первый или последний. Возможно, в redirect_uri есть параметр с тем же именем."},
				words{"Take the parameter out of redirect_uri.", "Уберите этот параметр из redirect_uri."})
		}
		seen[p[0]] = true
	}
}

func (j *judge) state() {
	switch state := j.State; {
	case j.want.State == "" && state == "" && (j.Code != "" || len(j.Tokens) > 0):
		j.say("warning", words{"There is no state", "Нет state"}, words{"Nothing ties this answer to a login that was begun here; anybody can send the browser to this address with a code of their own (CSRF).", "Ничто не связывает этот ответ с начатым здесь входом; кто угодно может отправить браузер по этому адресу со своим кодом (CSRF)."}, words{"Send a random state, and compare it.", "Передавайте случайный state и сравнивайте его."})
	case j.want.State == "" || j.Params == nil || len(j.Params) == 0:
	case state == "":
		j.say("error", words{"state did not come back", "state не вернулся"}, words{"It was sent, and the server must return it unchanged (RFC 6749 section 4.1.2).", "Он был отправлен, и сервер обязан вернуть его без изменений (RFC 6749, раздел 4.1.2)."}, words{"Do not redeem the code: the answer may not be for this login.", "Не обменивайте код: ответ может быть не от этого входа."})
	case state == j.want.State:
	case strings.EqualFold(state, j.want.State) || strings.ReplaceAll(state, " ", "+") == j.want.State:
		j.say("error", words{"state was changed on its way", "state изменён по пути"}, words{"It differs in the case of letters, or a + became a space: something between recoded the address.", "Он отличается регистром букв, или + стал пробелом: что-то по пути перекодировало адрес."}, words{"Make state of letters, digits, - and _ only.", "Составляйте state только из букв, цифр, - и _."})
	default:
		j.say("error", words{"state is not the one that was sent", "state не тот, что был отправлен"}, words{"The answer is of another login: an older tab, a bookmark, a second login begun meanwhile, or an attack.", "Ответ от другого входа: старая вкладка, закладка, второй вход, начатый тем временем, или атака."}, words{"Begin the login again in this tab; do not redeem the code.", "Начните вход заново в этой вкладке; код не обменивайте."})
	}
}

// issuer compares iss (RFC 9207).
func (j *judge) issuer() {
	iss, want := j.Issuer, j.want.Issuer
	switch {
	case want == "" || iss == want || iss == "":
		if want != "" && iss == "" && j.Code != "" && !j.JARM {
			j.say("info", words{"iss did not come back", "iss не вернулся"}, words{"Where the metadata says authorization_response_iss_parameter_supported, its absence is an error (RFC 9207 section 2.4); else there is nothing to compare.", "Если в метаданных есть authorization_response_iss_parameter_supported, его отсутствие — ошибка (RFC 9207, раздел 2.4); иначе сравнивать нечего."}, words{"", ""})
		}
	case strings.TrimRight(iss, "/") == strings.TrimRight(want, "/"):
		j.say("warning", words{"iss differs by a slash at its end", "iss отличается косой чертой в конце"}, words{"Libraries compare issuers as strings (RFC 9207 section 2.4).", "Библиотеки сравнивают issuer посимвольно (RFC 9207, раздел 2.4)."}, words{"Write the issuer in the settings exactly as the server's metadata has it.", "Укажите issuer в настройках точно как в метаданных сервера."})
	default:
		j.say("error", words{"The answer is of another issuer", "Ответ от другого issuer"}, words{"iss is not the server that the login was begun at: two servers are mixed up in the settings, a proxy changes the host, or this is a mix-up attack (RFC 9207).", "iss — не тот сервер, где начат вход: в настройках перепутаны два сервера, прокси меняет хост, или это mix-up атака (RFC 9207)."}, words{"Do not redeem the code. Compare the issuer in the settings with that of the metadata.", "Не обменивайте код. Сравните issuer в настройках и в метаданных."})
	}
}

// place: the answer came where it was asked to.
func (j *judge) place(text string) {
	mode, _, jwt := strings.Cut(j.want.ResponseMode, ".")
	if mode == "jwt" {
		mode, jwt = "", true
	}
	want := map[string]string{"query": InQuery, "fragment": InFragment, "form_post": InForm}[mode]
	switch {
	case want != "" && want != j.In && len(j.Params) > 0:
		j.say("warning", words{"The answer came in another place than asked for", "Ответ пришёл не туда, куда просили"}, words{"response_mode asked for " + want + ", it came as " + j.In + ": the server ignores response_mode, or the client does not allow it.", "response_mode просил " + want + ", пришло как " + j.In + ": сервер игнорирует response_mode или не разрешает его этому клиенту."}, words{"Read the answer from there, or ask for the mode that the metadata lists.", "Читайте ответ оттуда или запросите режим из метаданных."})
	case jwt && !j.JARM && j.Error == "":
		j.say("warning", words{"The answer is not a JARM answer", "Ответ не в формате JARM"}, words{"response_mode asked for a JWT, plain parameters came.", "response_mode просил JWT, пришли обычные параметры."}, words{"Look whether the server supports JARM for this client.", "Проверьте, поддерживает ли сервер JARM для этого клиента."})
	}
	if j.In == InQuery && slices.ContainsFunc(j.Tokens, func(n Named) bool { return n.Name != "id_token" }) {
		j.say("warning", words{"A token stands in the query", "Токен стоит в query"}, words{"A query is written to the logs of servers and to the browser's history.", "Query записывается в логи серверов и историю браузера."}, words{"Use the authorization code flow.", "Используйте authorization code flow."})
	} else if slices.ContainsFunc(j.Tokens, func(n Named) bool { return n.Name == "access_token" }) {
		j.say("info", words{"This is the implicit flow", "Это implicit flow"}, words{"The access token went through the browser's address; OAuth 2.1 drops the flow.", "Access-токен прошёл через адрес браузера; в OAuth 2.1 этого потока нет."}, words{"Ask for response_type=code with PKCE.", "Запрашивайте response_type=code с PKCE."})
	}
	if _, fragment, _ := strings.Cut(text, "#"); fragment == "_=_" {
		j.say("info", words{"#_=_ is an addition of Facebook", "#_=_ добавляет Facebook"}, words{"It does not belong to the code.", "К коду не относится."}, words{"Cut it off before the code is read.", "Отрежьте его до чтения кода."})
	}
}

// address: the browser came back to the redirect_uri of the request.
func (j *judge) address(text string) {
	want := j.want.RedirectURI
	if want == "" || !strings.Contains(text, "://") {
		return
	}
	got := text
	if i := strings.IndexAny(got, "?#"); i >= 0 {
		got = got[:i]
	}
	want, _, _ = strings.Cut(want, "?")
	if got == want {
		return
	}
	_, gotHost, gotPath := split(got)
	wantScheme, wantHost, wantPath := split(want)
	detail := words{"The path is another one.", "Путь другой."}
	switch {
	case !strings.EqualFold(gotHost, wantHost):
		detail = words{"The host or the port is another one: cookies and storage of the login are not there.", "Другой хост или порт: cookies и хранилище, где начат вход, там недоступны."}
	case !strings.HasPrefix(text, wantScheme+":"):
		detail = words{"The scheme is another one: a proxy ends TLS, or the cookie is Secure.", "Другая схема: TLS завершает прокси, или cookie с флагом Secure."}
	case strings.TrimRight(gotPath, "/") == strings.TrimRight(wantPath, "/"):
		detail = words{"They differ by a slash at the end.", "Отличаются косой чертой в конце."}
	}
	j.say("warning", words{"The address is not the redirect_uri of the request", "Адрес не совпадает с redirect_uri запроса"}, detail, words{"redirect_uri of the token request must be the one of the authorization request, character for character.", "redirect_uri в запросе токена должен посимвольно совпадать с redirect_uri запроса авторизации."})
}

func (j *judge) code() {
	switch code := j.Code; {
	case code == "":
	case escaped(code):
		j.say("warning", words{"The code is encoded twice", "Код закодирован дважды"}, words{"After decoding there is still a percent sign in it: sent like this it is another code.", "После раскодирования в нём остался знак процента: отправленный так, это другой код."}, words{"Decode it once more, or take it from the address by a library.", "Раскодируйте ещё раз или берите его из адреса библиотекой."})
	case strings.Contains(code, " "):
		j.say("warning", words{"There is a space in the code", "В коде пробел"}, words{"A + was sent without encoding, and became a space.", "Знак + передан без кодирования и стал пробелом."}, words{"Put the + back before the code is redeemed.", "Верните + перед обменом кода."})
	}
}

// escaped reports whether a percent-encoded byte stands in s.
func escaped(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '%' && strings.IndexByte("0123456789abcdefABCDEF", s[i+1]) >= 0 && strings.IndexByte("0123456789abcdefABCDEF", s[i+2]) >= 0 {
			return true
		}
	}
	return false
}

// idToken compares nonce and aud of an ID token that came through the browser.
func (j *judge) idToken() {
	claims := claimsOf(j.get("id_token"))
	if claims == nil {
		return
	}
	get := func(name string) string {
		for _, p := range claims {
			if p[0] == name {
				return p[1]
			}
		}
		return ""
	}
	if nonce := get("nonce"); j.want.Nonce != "" && nonce != j.want.Nonce {
		j.say("error", words{"nonce of the ID token is not the one that was sent", "nonce в ID-токене не тот, что был отправлен"}, words{"The token is of another login (OpenID Connect Core 3.1.3.7).", "Токен от другого входа (OpenID Connect Core 3.1.3.7)."}, words{"Begin the login again; do not use the token.", "Начните вход заново; токен не используйте."})
	}
	if aud := get("aud"); j.want.ClientID != "" && aud != j.want.ClientID && !strings.Contains(aud, `"`+j.want.ClientID+`"`) {
		j.say("error", words{"The ID token is for another client", "ID-токен предназначен другому клиенту"}, words{"aud does not hold the client_id of the request.", "В aud нет client_id запроса."}, words{"Do not use the token.", "Токен не используйте."})
	}
}
