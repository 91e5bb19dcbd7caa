package token

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Results of a check. Unknown is an answer, and its reason says what is missing.
const (
	Pass    = "pass"
	Fail    = "fail"
	Unknown = "unknown"
)

// CheckResult is the outcome of one check.
type CheckResult struct {
	Name   string `json:"name"`             // stable id; CheckTitle puts it in words
	Result string `json:"result"`           // pass, fail or unknown
	Reason string `json:"reason"`           // in the language asked for
	Advice bool   `json:"advice,omitempty"` // a failure here is bad practice, not an invalid token
}

// CheckOptions is what a token is checked against. What is left empty makes its checks unknown.
type CheckOptions struct {
	Now         time.Time     // the time to judge by: the log's own, or the clock's
	Leeway      time.Duration // clock difference to forgive
	Keys        KeyChecker    // see package verify
	Algs        []string      // algorithms allowed; empty: all but none
	Use         string        // what the token is used as: "access", "id", "refresh", "logout"
	Issuer      string        // issuer of the discovery document
	Audience    string        // the API that receives an access token
	ClientID    string
	Nonce       string // sent in the authorization request
	AccessToken string // issued beside the ID token
	Code        string // authorization code issued beside the ID token
	Lang        string // "en" or "ru"
}

// KeyChecker judges what needs a key: checks kid, key, signature and weak_secret.
type KeyChecker interface {
	CheckKeys(t Token, lang string) []CheckResult
}

// checks lists every check in the order of the results; those without a function come from
// the KeyChecker.
var checks = []struct {
	name   string
	advice bool
	title  words
	run    func(*judge) (result, reason string)
}{
	{"form", false, words{"well formed", "правильная форма"}, (*judge).form},
	{"alg", false, words{"algorithm", "алгоритм"}, (*judge).alg},
	{"kid", false, words{"key found", "ключ найден"}, nil},
	{"key", false, words{"key type and size", "тип и размер ключа"}, nil},
	{"signature", false, words{"signature", "подпись"}, nil},
	{"weak_secret", false, words{"strength of the secret", "стойкость секрета"}, nil},
	{"exp", false, words{"not expired", "не истёк"}, (*judge).exp},
	{"nbf", false, words{"already valid", "уже действует"}, (*judge).nbf},
	{"iat", false, words{"issued in the past", "выдан в прошлом"}, (*judge).iat},
	{"iss", false, words{"issuer", "издатель"}, (*judge).iss},
	{"aud", false, words{"audience", "аудитория"}, (*judge).aud},
	{"azp", false, words{"client", "клиент"}, (*judge).azp},
	{"typ", false, words{"right kind of token", "нужный вид токена"}, (*judge).typ},
	{"nonce", false, words{"nonce", "nonce"}, (*judge).nonce},
	{"at_hash", false, words{"hash of the access token", "хэш access-токена"}, (*judge).atHash},
	{"c_hash", false, words{"hash of the code", "хэш кода"}, (*judge).cHash},
	{"crit", false, words{"critical parameters", "критические параметры"}, (*judge).crit},
	{"id_token", false, words{"ID token has what OIDC requires", "ID-токен содержит требуемое OIDC"}, (*judge).idToken},
	{"rfc9068", true, words{"access token follows RFC 9068", "access-токен следует RFC 9068"}, (*judge).rfc9068},
	{"embedded_key", true, words{"no key brought along", "нет приложенного ключа"}, (*judge).embeddedKey},
	{"lifetime", true, words{"lifetime", "срок жизни"}, (*judge).lifetime},
	{"personal_data", true, words{"personal data", "персональные данные"}, (*judge).personal},
}

// CheckTitle names a check in English or Russian ("ru").
func CheckTitle(name, lang string) string {
	for _, c := range checks {
		if c.name == name {
			return c.title.in(lang)
		}
	}
	return name
}

// Check runs every check; none stops another, and a failed one changes nothing of what was decoded.
func Check(t Token, o CheckOptions) []CheckResult {
	j := &judge{t: t, o: o, use: t.Use()}
	var keyed []CheckResult
	if o.Keys != nil && t.Kind == KindJWS {
		keyed = o.Keys.CheckKeys(t, o.Lang)
	}
	list := make([]CheckResult, 0, len(checks))
	for _, c := range checks {
		r := CheckResult{Name: c.name, Advice: c.advice}
		if i := slices.IndexFunc(keyed, func(k CheckResult) bool { return k.Name == c.name }); i >= 0 {
			r = keyed[i]
		} else if t.Kind == KindOpaque && t.Header == nil {
			r.Result, r.Reason = j.unknown("no JWT: only the issuer can tell, at its introspection endpoint", "не JWT: ответить может только издатель, через интроспекцию")
		} else if c.run == nil {
			r.Result, r.Reason = j.unknown("no key given", "ключ не задан")
		} else {
			r.Result, r.Reason = c.run(j)
		}
		list = append(list, r)
	}
	return list
}

// Use is what the token is made for, as far as it tells: access, id, refresh, logout, dpop,
// assertion (client authentication), or "".
func (t Token) Use() string {
	if u, ok := map[string]string{"at+jwt": "access", "application/at+jwt": "access", "dpop+jwt": "dpop",
		"logout+jwt": "logout", "client-authentication+jwt": "assertion"}[strings.ToLower(t.Typ())]; ok {
		return u
	}
	if u, ok := map[string]string{"bearer": "access", "id": "id", "refresh": "refresh", "offline": "refresh", "logout": "logout"}[strings.ToLower(t.ClaimString("typ"))]; ok {
		return u // Keycloak
	}
	if u := t.ClaimString("token_use"); u == "id" || u == "access" {
		return u // Cognito
	}
	for _, sign := range [...]struct{ claim, use string }{
		{"events", "logout"}, {"htu", "dpop"}, {"ati", "refresh"}, {"at_hash", "id"}, {"c_hash", "id"}, {"nonce", "id"},
		{"scope", "access"}, {"scp", "access"}, {"permissions", "access"}, {"appid", "access"},
	} {
		if _, ok := t.Claim(sign.claim); ok {
			return sign.use
		}
	}
	if iss := t.Issuer(); iss != "" && iss == t.Subject() {
		return "assertion" // RFC 7523 section 3
	}
	if t.Family() == "google" {
		return "id"
	}
	return ""
}

var useWords = map[string]words{
	"access": {"an access token", "access-токен"}, "id": {"an ID token", "ID-токен"}, "refresh": {"a refresh token", "токен обновления"},
	"logout": {"a logout token", "logout-токен"}, "dpop": {"a DPoP proof", "доказательство DPoP"},
	"assertion": {"a client assertion", "утверждение клиента (client assertion)"}, "": {"a token of unknown purpose", "токен неясного назначения"},
}

// UseText puts Token.Use in words.
func UseText(use, lang string) string { return useWords[use].in(lang) }

type judge struct {
	t   Token
	o   CheckOptions
	use string
}

// say fills the % signs of the sentence in the chosen language with args, in order.
func (j *judge) say(en, ru string, args ...string) string { return Say(j.o.Lang, en, ru, args...) }

// Say picks the sentence for lang ("ru", else English) and fills its % signs with args.
func Say(lang, en, ru string, args ...string) string {
	said := words{en, ru}.in(lang)
	piece, rest, more := strings.Cut(said, "%")
	if !more {
		return said
	}
	var b strings.Builder
	for ; more; piece, rest, more = strings.Cut(rest, "%") {
		b.WriteString(piece)
		if len(args) > 0 {
			b.WriteString(args[0])
			args = args[1:]
		}
	}
	b.WriteString(piece)
	return b.String()
}

func (j *judge) pass(en, ru string, args ...string) (string, string) {
	return Pass, j.say(en, ru, args...)
}

func (j *judge) fail(en, ru string, args ...string) (string, string) {
	return Fail, j.say(en, ru, args...)
}

func (j *judge) unknown(en, ru string, args ...string) (string, string) {
	return Unknown, j.say(en, ru, args...)
}

// missing is the answer for a claim that is not there: a cut-off token may have lost it.
func (j *judge) missing(name string, required bool) (string, string) {
	switch {
	case j.t.Kind == KindJWE:
		return j.unknown("the claims are encrypted", "утверждения зашифрованы")
	case j.t.ClaimsPartial:
		return j.unknown("no % in the part that could be decoded", "в расшифрованной части нет %", name)
	case required:
		return j.fail("% is missing", "нет %", name)
	}
	return j.unknown("the token has no %", "в токене нет %", name)
}

func (j *judge) form() (string, string) {
	for _, ms := range [][]Member{j.t.Header, j.t.Claims} {
		seen := map[string]bool{}
		for _, m := range ms {
			if seen[m.Name] {
				return j.fail("% is there twice: parsers disagree which one counts (RFC 7519 4)", "% встречается дважды: какой из них верен, парсеры решают по-разному (RFC 7519 4)", m.Name)
			}
			seen[m.Name] = true
		}
	}
	if len(j.t.Damage) > 0 {
		d := j.t.Damage[0]
		return Fail, d.Text(j.o.Lang) + " (" + d.Part + ")"
	}
	if !j.t.Complete {
		for _, r := range j.t.Repairs {
			if r.Code == "cut_off" || r.Code == "ellipsis" {
				return Fail, r.Text(j.o.Lang)
			}
		}
		return j.fail("incomplete", "неполный")
	}
	return j.pass("complete and readable", "полный и читаемый")
}

var knownAlgs = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "HS256", "HS384", "HS512"}

func (j *judge) alg() (string, string) {
	alg := j.t.Alg()
	switch {
	case alg == "" && j.t.HeaderPartial:
		return j.unknown("the header could not be decoded as far as alg", "заголовок не удалось разобрать до alg")
	case alg == "":
		return j.fail("the header has no alg", "в заголовке нет alg")
	case strings.EqualFold(alg, "none"):
		return j.fail("alg none: not signed, anybody can make such a token (RFC 8725 2.1)", "alg none: без подписи, такой токен может сделать кто угодно (RFC 8725 2.1)")
	case len(j.o.Algs) > 0 && !slices.Contains(j.o.Algs, alg):
		return j.fail("% is not among those allowed: %", "% нет среди разрешённых: %", alg, strings.Join(j.o.Algs, ", "))
	case j.t.Kind == KindJWE && alg == "RSA1_5":
		return j.fail("RSA1_5 is open to padding attacks (RFC 8725 3.2)", "RSA1_5 уязвим к атакам на дополнение (RFC 8725 3.2)")
	case j.t.Kind == KindJWS && !slices.Contains(knownAlgs, alg):
		return j.unknown("% is not known here", "% здесь неизвестен", alg)
	}
	return Pass, alg
}

// date reads a time claim; result is "" when there is one to go on with.
func (j *judge) date(name string, required bool) (at time.Time, result, reason string) {
	v, ok := j.t.Claim(name)
	if !ok {
		result, reason = j.missing(name, required)
		return at, result, reason
	}
	if at, ok = numericDate(v); ok {
		return at, "", ""
	}
	if n, err := strconv.ParseFloat(strings.Trim(string(v), `"`), 64); err == nil && n > 1e11 {
		result, reason = j.fail("% is in milliseconds; it must be in seconds (RFC 7519 2)", "% в миллисекундах, а должно быть в секундах (RFC 7519 2)", name)
	} else {
		result, reason = j.fail("% is no number of seconds (RFC 7519 2)", "% не число секунд (RFC 7519 2)", name)
	}
	return at, result, reason
}

func (j *judge) exp() (string, string) {
	exp, result, reason := j.date("exp", j.use == "id")
	now := j.o.Now
	switch {
	case result != "":
		return result, reason
	case now.IsZero():
		return j.unknown("no time to judge by; it expires at %", "нет времени для сравнения; истекает %", stamp(exp))
	case !now.Before(exp.Add(j.o.Leeway)):
		return j.fail("expired % ago, at %", "истёк % назад, %", Span(now.Sub(exp), j.o.Lang), stamp(exp))
	case !now.Before(exp):
		return j.pass("expired % ago, within the leeway", "истёк % назад, в пределах допуска", Span(now.Sub(exp), j.o.Lang))
	}
	return j.pass("valid for another %, until %", "действует ещё %, до %", Span(exp.Sub(now), j.o.Lang), stamp(exp))
}

func (j *judge) nbf() (string, string) {
	nbf, result, reason := j.date("nbf", false)
	switch {
	case result != "":
		return result, reason
	case j.o.Now.IsZero():
		return j.unknown("no time to judge by; valid from %", "нет времени для сравнения; действует с %", stamp(nbf))
	case nbf.After(j.o.Now.Add(j.o.Leeway)):
		return j.fail("not valid for another %, until %: a clock is wrong, or the leeway too small", "начнёт действовать через %, %: часы расходятся или мал допуск", Span(nbf.Sub(j.o.Now), j.o.Lang), stamp(nbf))
	}
	return j.pass("valid since %", "действует с %", stamp(nbf))
}

func (j *judge) iat() (string, string) {
	iat, result, reason := j.date("iat", j.use == "id")
	if result != "" {
		return result, reason
	}
	if exp, ok := j.t.ClaimTime("exp"); ok && exp.Before(iat) {
		return j.fail("issued after it expired", "выдан позже, чем истёк")
	}
	switch {
	case j.o.Now.IsZero():
		return j.unknown("no time to judge by; issued at %", "нет времени для сравнения; выдан %", stamp(iat))
	case iat.After(j.o.Now.Add(j.o.Leeway)):
		return j.fail("issued % in the future: the clocks differ", "выдан на % в будущем: часы расходятся", Span(iat.Sub(j.o.Now), j.o.Lang))
	case iat.After(j.o.Now):
		return j.pass("issued % in the future, within the leeway", "выдан на % в будущем, в пределах допуска", Span(iat.Sub(j.o.Now), j.o.Lang))
	}
	return j.pass("issued % ago, at %", "выдан % назад, %", Span(j.o.Now.Sub(iat), j.o.Lang), stamp(iat))
}

func (j *judge) iss() (string, string) {
	iss := j.t.Issuer()
	if iss == "" {
		return j.missing("iss", j.use == "id")
	}
	want := strings.ReplaceAll(j.o.Issuer, "{tenantid}", j.t.ClaimString("tid")) // Entra's multi-tenant discovery
	switch {
	case want == "":
		if u, err := url.Parse(iss); err == nil && u.Scheme == "http" {
			return j.unknown("no issuer to compare with; http instead of https: a development server", "не с чем сравнить; http вместо https: сервер разработки")
		}
		return j.unknown("no issuer to compare with", "не с чем сравнить")
	case iss == want:
		return j.pass("equal to the issuer expected", "равен ожидаемому")
	case strings.TrimSuffix(iss, "/") == strings.TrimSuffix(want, "/"):
		return j.fail("differs by a slash at the end; the comparison is exact (OIDC Discovery 4.3)", "отличается косой чертой в конце; сравнение точное (OIDC Discovery 4.3)")
	case strings.EqualFold(iss, want):
		return j.fail("differs in upper and lower case; the comparison is exact", "отличается регистром букв; сравнение точное")
	case after(iss, "://") == after(want, "://"):
		return j.fail("differs in http and https: the provider does not know its public address", "отличается http и https: провайдер не знает своего внешнего адреса")
	case path(iss) == path(want):
		return j.fail("other host, same path: asked under one name, issued under another (%)", "другой узел, тот же путь: запрошен под одним именем, выдан под другим (%)", iss)
	}
	return j.fail("% instead of %", "% вместо %", iss, want)
}

func after(s, sep string) string { _, a, _ := strings.Cut(s, sep); return a }

func path(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Path == "" {
		return s
	}
	return u.Path
}

func (j *judge) aud() (string, string) {
	aud := j.t.Audience()
	want := j.o.Audience
	if j.use == "id" && j.o.ClientID != "" {
		want = j.o.ClientID // OIDC Core 3.1.3.7
	}
	list := strings.Join(aud, ", ")
	switch {
	case len(aud) == 0 && j.t.Family() == "cognito" && j.use == "access":
		return j.unknown("Cognito's access tokens have no aud; client_id takes its place", "в access-токенах Cognito нет aud, его заменяет client_id")
	case len(aud) == 0:
		return j.missing("aud", j.use == "id" || want != "")
	case want == "":
		return j.unknown("nothing to compare with; it is for %", "не с чем сравнить; токен для %", list)
	case slices.Contains(aud, want):
		return j.pass("for %", "для %", want)
	case j.use != "id" && j.o.ClientID == "" && slices.Contains(aud, "account") && len(aud) == 1:
		return j.fail("only for account, Keycloak's default: add an audience mapper for %", "только для account, значение Keycloak по умолчанию: добавьте audience mapper для %", want)
	}
	return j.fail("for %, not for %", "для %, а не для %", list, want)
}

func (j *judge) azp() (string, string) {
	var client string
	for _, name := range [...]string{"azp", "client_id", "appid", "cid"} {
		if client == "" {
			client = j.t.ClaimString(name)
		}
	}
	switch {
	case client == "" && j.use == "id" && len(j.t.Audience()) > 1:
		return j.fail("several audiences and no azp (OIDC Core 3.1.3.7)", "несколько аудиторий и нет azp (OIDC Core 3.1.3.7)")
	case client == "":
		return j.missing("azp", false)
	case j.o.ClientID == "":
		return j.unknown("no client to compare with; issued to %", "не с чем сравнить; выдан клиенту %", client)
	case client != j.o.ClientID:
		return j.fail("issued to %, not to %", "выдан клиенту %, а не %", client, j.o.ClientID)
	}
	return j.pass("issued to %", "выдан клиенту %", client)
}

func (j *judge) typ() (string, string) {
	is := UseText(j.use, j.o.Lang)
	switch {
	case j.use == "" || j.o.Use == "":
		return Unknown, is
	case j.use == j.o.Use:
		return Pass, is
	case j.use == "id" && j.o.Use == "access":
		return j.fail("an ID token used as access token: it tells the client who logged in, an API must refuse it", "ID-токен вместо access-токена: он говорит клиенту, кто вошёл, API обязан его отвергнуть")
	case j.use == "refresh":
		return j.fail("a refresh token used as %: it belongs to the token endpoint only", "токен обновления вместо %: его принимает только точка выдачи токенов", UseText(j.o.Use, j.o.Lang))
	}
	return j.fail("% used as %", "% вместо %", is, UseText(j.o.Use, j.o.Lang))
}

func (j *judge) nonce() (string, string) {
	have := j.t.ClaimString("nonce")
	switch {
	case have == "" && j.o.Nonce == "":
		return j.missing("nonce", false)
	case have == "":
		return j.missing("nonce", j.use == "id")
	case j.o.Nonce == "":
		return j.unknown("no nonce of the request to compare with", "нет nonce запроса для сравнения")
	case have != j.o.Nonce:
		return j.fail("not the one sent: another login's token, or the session was lost", "не тот, что отправлен: токен другого входа или потерян сеанс")
	}
	return j.pass("the one sent", "совпадает с отправленным")
}

func (j *judge) atHash() (string, string) {
	return j.leftHash("at_hash", j.o.AccessToken, words{"access token", "access-токена"})
}

func (j *judge) cHash() (string, string) {
	return j.leftHash("c_hash", j.o.Code, words{"code", "кода"})
}

func (j *judge) leftHash(name, value string, of words) (string, string) {
	have := j.t.ClaimString(name)
	if have == "" {
		return j.missing(name, false)
	}
	if value == "" {
		return j.unknown("no % to compare with", "нет % для сравнения", of.in(j.o.Lang))
	}
	want, ok := LeftHash(j.t.Alg(), value)
	switch {
	case !ok:
		return j.unknown("no hash is defined for %", "для % хэш не определён", j.t.Alg())
	case want != have:
		return j.fail("does not match the %: they were not issued together, or it was changed", "не соответствует хэшу %: выданы не вместе или изменено", of.in(j.o.Lang))
	}
	return j.pass("matches the %", "соответствует хэшу %", of.in(j.o.Lang))
}

func (j *judge) crit() (string, string) {
	v, ok := j.t.HeaderParam("crit")
	if !ok {
		return j.pass("none", "нет")
	}
	names := stringsOf(v)
	if len(names) == 0 || v[0] != '[' {
		return j.fail("crit must be a list of names (RFC 7515 4.1.11)", "crit должен быть списком имён (RFC 7515 4.1.11)")
	}
	for _, n := range names {
		if _, ok := j.t.HeaderParam(n); !ok {
			return j.fail("% is listed but absent", "% указан, но отсутствует", n)
		}
		if n != "b64" {
			return j.fail("% must be understood and is not known here", "% обязан быть понят, а здесь неизвестен", n)
		}
	}
	return j.pass("all understood", "все понятны")
}

func (j *judge) lacks(names ...string) string {
	var list []string
	for _, n := range names {
		if _, ok := j.t.Claim(n); !ok {
			list = append(list, n)
		}
	}
	return strings.Join(list, ", ")
}

func (j *judge) required(list string) (string, string) {
	switch {
	case list == "":
		return j.pass("all there", "всё на месте")
	case j.t.ClaimsPartial || j.t.Kind == KindJWE:
		return j.unknown("not all claims could be read", "прочитаны не все утверждения")
	}
	return j.fail("missing: %", "нет: %", list)
}

func (j *judge) idToken() (string, string) {
	if j.use != "id" {
		return j.unknown("not an ID token", "не ID-токен")
	}
	return j.required(j.lacks("iss", "sub", "aud", "exp", "iat"))
}

func (j *judge) rfc9068() (string, string) {
	if j.use != "access" {
		return j.unknown("not an access token", "не access-токен")
	}
	list := j.lacks("iss", "exp", "aud", "sub", "client_id", "iat", "jti")
	if typ := strings.ToLower(j.t.Typ()); typ != "at+jwt" && typ != "application/at+jwt" {
		list = strings.TrimSuffix("typ at+jwt, "+list, ", ")
	}
	return j.required(list)
}

func (j *judge) embeddedKey() (string, string) {
	for _, n := range [...]string{"jku", "x5u", "jwk", "x5c"} {
		if _, ok := j.t.HeaderParam(n); ok && !(n == "jwk" && j.use == "dpop") {
			return j.fail("the header brings %: a receiver that trusts it trusts anybody (RFC 8725 3.10)", "заголовок содержит %: кто ему доверяет, доверяет любому (RFC 8725 3.10)", n)
		}
	}
	return j.pass("none", "нет")
}

// longest usual lifetimes by use; beyond them a stolen token is good for too long.
var longest = map[string]time.Duration{"access": 24 * time.Hour, "id": 24 * time.Hour, "logout": 10 * time.Minute,
	"dpop": 10 * time.Minute, "assertion": time.Hour, "refresh": 366 * 24 * time.Hour}

func (j *judge) lifetime() (string, string) {
	exp, result, reason := j.date("exp", false)
	if result == Fail {
		return Unknown, reason
	}
	from, ok := j.t.ClaimTime("iat")
	if !ok {
		from, ok = j.t.ClaimTime("nbf")
	}
	switch {
	case result != "" && (j.t.ClaimsPartial || j.t.Kind == KindJWE):
		return result, reason
	case result != "" && j.use == "refresh":
		return j.unknown("no exp: the issuer's session decides", "нет exp: решает сеанс у издателя")
	case result != "":
		return j.fail("no exp: it never expires", "нет exp: не истекает никогда")
	case !ok:
		return j.unknown("no iat to count from", "нет iat для отсчёта")
	}
	life := exp.Sub(from)
	most, known := longest[j.use]
	if known && life > most {
		return j.fail("valid for %: long for %", "действует %: слишком долго для вида «%»", Span(life, j.o.Lang), UseText(j.use, j.o.Lang))
	}
	return j.pass("valid for %", "действует %", Span(life, j.o.Lang))
}

func (j *judge) personal() (string, string) {
	list := strings.Join(j.t.Personal(), ", ")
	switch {
	case j.t.Kind == KindJWE:
		return j.pass("encrypted", "зашифрован")
	case list == "" && j.t.ClaimsPartial:
		return j.missing("personal data", false)
	case list == "":
		return j.pass("none known", "известных нет")
	case j.use == "id":
		return j.pass("% (an ID token is there for that)", "% (для этого ID-токен и нужен)", list)
	}
	return j.fail("whoever sees the token reads: %", "любой, кто увидит токен, прочтёт: %", list)
}

// stamp is a time in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// Span is a duration in its two largest units, of 365 days a year.
func Span(d time.Duration, lang string) string {
	if d < 0 {
		return "-" + Span(-d, lang)
	}
	units := [...]struct {
		size time.Duration
		words
	}{
		{365 * 24 * time.Hour, words{"y", "г"}}, {24 * time.Hour, words{"d", "д"}}, {time.Hour, words{"h", "ч"}}, {time.Minute, words{"min", "мин"}}, {time.Second, words{"s", "с"}},
	}
	for i, u := range units {
		n := d / u.size
		if n == 0 && i < len(units)-1 {
			continue
		}
		s := strconv.FormatInt(int64(n), 10) + " " + u.in(lang)
		if i+1 < len(units) {
			if m := d % u.size / units[i+1].size; m > 0 {
				s += " " + strconv.FormatInt(int64(m), 10) + " " + units[i+1].in(lang)
			}
		}
		return s
	}
	return ""
}

// rawText shows a value in a sentence: a string without its quotes, else its JSON.
func rawText(v json.RawMessage) string {
	if s := text(v); s != "" {
		return s
	}
	return string(v)
}
