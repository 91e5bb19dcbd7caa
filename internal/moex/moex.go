// Package moex turns a token request of the old gateway of the Moscow Exchange into one for its new Keycloak, field by
// field, and names the usual mistakes of a new one.
//
//	curl, HTTP, form or code ─Migrate─▶ fields, request, checks, what changes in the answer
//
// The table is the exchange's instruction for the new token: what is changed, unchanged and new is marked there. What
// certificate and signature hold is not documented; only their form is judged.
package moex

import (
	"net/url"
	"slices"
	"strings"

	"grantlens/internal/request"
)

// Environments.
const (
	Production = "production"
	Play       = "play"
)

// Marks of a field, as the instruction has them; Removed is ours, for what the new request must not have.
const (
	Changed   = "changed"
	Unchanged = "unchanged"
	New       = "new"
	Removed   = "removed"
)

// Kinds of what was pasted.
const (
	KindOld  = "old"  // a request of the old gateway
	KindNew  = "new"  // a request of the new one: it is checked
	KindNone = "none" // no request: the table alone
)

// Migration is the answer. Fields hold no secret: one is shown as a mask.
type Migration struct {
	From       From     `json:"from"`
	Fields     []Field  `json:"fields"`
	URLs       URLs     `json:"urls"`
	Contact    string   `json:"contact"`
	HTTP       string   `json:"http"`
	Curl       string   `json:"curl"`
	HTTPMasked string   `json:"httpMasked"`
	CurlMasked string   `json:"curlMasked"`
	Checks     []Check  `json:"checks"`
	Answer     []Member `json:"answer"`
	Code       []Note   `json:"code"`
	Notes      []Note   `json:"notes"` // what is known of certificate and signature
}

// From is what was read of the paste.
type From struct {
	Kind        string `json:"kind"`
	Environment string `json:"environment"` // of the address; "" when it names none
	Format      string `json:"format"`      // request (curl, HTTP, HAR …), form, code; "" when there was none
	URL         string `json:"url"`
}

// Field is one parameter.
type Field struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
	Mark string `json:"mark"`
	Note string `json:"note"`
}

// URLs are the addresses of the environment.
type URLs struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Check is one thing found in the request.
type Check struct {
	Severity string `json:"severity"` // error, warning, info
	Title    string `json:"title"`
	Detail   string `json:"detail"`
	Fix      string `json:"fix"`
}

// Member is a member of the answer and what becomes of it.
type Member struct {
	Name string `json:"name"`
	Note string `json:"note"`
}

// Note is a text with its heading.
type Note struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

var addresses = map[string]URLs{
	Production: {Old: "https://api.moex.com/auth/oauth/v2/token", New: "https://sso.moex.com/auth/realms/SSO/protocol/openid-connect/token"},
	Play:       {Old: "https://play-api.moex.com/auth/oauth/v2/token", New: "https://sso2.beta.moex.com/auth/realms/SSO/protocol/openid-connect/token"},
}

// hosts are the hosts of the addresses: the environment, and whether it is the new gateway.
var hosts = map[string]struct {
	environment string
	modern      bool
}{
	"api.moex.com": {Production, false}, "sso.moex.com": {Production, true}, "play-api.moex.com": {Play, false}, "sso2.beta.moex.com": {Play, true},
}

// order is the order of the instruction's table.
var order = []string{"grant_type", "client_id", "client_secret", "scope", "certificate", "algorithm", "signature", "grant_type_moex"}

// Placeholders of the new request, where the paste gives no value.
const (
	newClientID     = "NEW_CLIENT_ID"
	newClientSecret = "NEW_CLIENT_SECRET"
)

var placeholders = map[string]string{
	"client_id": newClientID, "client_secret": newClientSecret, "scope": "SCOPE", "certificate": "MICEX_PASSPORT_CERT", "algorithm": "GOST_OR_RSA", "signature": "SIGNATURE",
}

// pasted is a request as it was read.
type pasted struct {
	request.HTTP
	params    []request.Pair
	format    string
	variables map[string]string // of code: names of what the values come from
	basic     bool
}

func (p *pasted) get(name string) (string, bool) {
	for _, q := range p.params {
		if q[0] == name {
			return q[1], true
		}
	}
	return "", false
}

func (p *pasted) value(name string) string { v, _ := p.get(name); return v }

// host is the host of the address without a port, in lower case.
func (p *pasted) host() string {
	_, rest, _ := strings.Cut(p.URL, "://")
	if i := strings.IndexAny(rest, "/?#:"); i >= 0 {
		rest = rest[:i]
	}
	return strings.ToLower(rest)
}

// modern reports whether the request is meant for the new gateway: by what it says, else by where it goes.
func (p *pasted) modern() bool {
	if grant := p.value("grant_type"); grant == "password" {
		return true
	} else if grant == "passport" {
		return hosts[p.host()].modern
	}
	_, named := p.get("grant_type_moex")
	return named || hosts[p.host()].modern
}

// Migrate reads what was pasted and makes the new request. Environment is production or play; empty takes that of the
// paste, production when it names none.
func Migrate(text, environment, lang string) Migration {
	w := voice{lang}
	all := read(text)
	m := Migration{From: From{Kind: KindNone}, Checks: []Check{}}
	var old, modern *pasted
	for i := range all {
		if all[i].modern() {
			if modern == nil {
				modern = &all[i]
			}
		} else if old == nil {
			old = &all[i]
		}
	}
	from := old
	if from == nil {
		from = modern
	}
	named := ""
	if from != nil {
		m.From = From{Kind: KindOld, Environment: hosts[from.host()].environment, Format: from.format, URL: withoutQuery(from.URL)}
		if old == nil {
			m.From.Kind = KindNew
		}
		named = m.From.Environment
	} else {
		from = &pasted{}
	}
	if environment != Production && environment != Play {
		if environment = named; environment == "" {
			environment = Production
		}
	}
	m.URLs = addresses[environment]
	m.Contact = w.contact(environment)
	c := &checker{voice: w, environment: environment, urls: m.URLs}
	switch {
	case modern != nil:
		c.check(modern)
		if old != nil {
			c.compare(old, modern)
		}
	case old != nil:
		c.checkOld(old)
	case strings.Contains(text, "access_token"):
		c.add("info", words{"This is an answer, or the instruction, not a request", "Это ответ или инструкция, а не запрос"}.in(w.lang), words{"The table shows the migration without values.", "Таблица показывает миграцию без значений."}.in(w.lang), words{"Paste the request: a curl command, the form, or the code that sends it.", "Вставьте запрос: команду curl, форму или код, который его отправляет."}.in(w.lang))
	case strings.TrimSpace(text) != "":
		c.add("info", words{"No request for a token of MOEX was found", "Запрос токена MOEX не найден"}.in(w.lang), words{"The table shows the migration without values.", "Таблица показывает миграцию без значений."}.in(w.lang), words{"Paste a curl command, the form, or the code that sends it.", "Вставьте команду curl, форму или код, который его отправляет."}.in(w.lang))
	}
	slices.SortStableFunc(c.out, func(a, b Check) int { return rank[a.Severity] - rank[b.Severity] })
	source := from
	if modern != nil {
		source = modern
	}
	params := renewed(source, old)
	b := request.HTTP{Method: "POST", URL: m.URLs.New, Headers: []request.Pair{{"Accept", "application/json"}, {"Content-Type", request.FormType}}, Body: request.EncodePairs(params)}
	m.HTTP, _ = b.Text()
	m.Curl = b.Curl()
	hidden := make([]request.Pair, len(params))
	for i, p := range params {
		hidden[i] = request.Pair{p[0], shown(p[0], p[1])}
	}
	b.Body = strings.ReplaceAll(request.EncodePairs(hidden), request.Encode(request.Mask), request.Mask)
	m.HTTPMasked, _ = b.Text()
	m.CurlMasked = b.Curl()
	m.Fields = w.fields(from, modern, params)
	m.Checks = append(m.Checks, c.out...)
	m.Answer, m.Code, m.Notes = w.answer(), w.code(m.URLs.New), w.notes()
	return m
}

var rank = map[string]int{"error": 0, "warning": 1, "info": 2}

// renewed are the parameters of the new request in the order of the table. old is the request of the old gateway when
// both were pasted: its pair of credentials is not taken.
func renewed(from, old *pasted) []request.Pair {
	modern := from.modern()
	var out []request.Pair
	for _, name := range order {
		value := from.value(name)
		switch name {
		case "grant_type":
			value = "password"
		case "grant_type_moex":
			value = "passport"
		case "client_id", "client_secret":
			if !modern || old != nil && old != from && value == old.value(name) {
				value = ""
			}
		case "certificate":
			value = mended(bareCookie(value))
		case "signature":
			value = mended(value)
		case "algorithm":
			if upper := strings.ToUpper(strings.TrimSpace(value)); upper == "GOST" || upper == "RSA" {
				value = upper
			}
		}
		if value == "" {
			value = placeholders[name]
		}
		out = append(out, request.Pair{name, value})
	}
	for _, p := range from.params {
		if !slices.Contains(order, p[0]) && p[0] != "username" && p[0] != "password" && misspelt(p[0]) == "" {
			out = append(out, p)
		}
	}
	return out
}

// mended gives base64 back what a form took from it: its + when it became a space, no line breaks, no second
// percent-encoding.
func mended(s string) string {
	if plain, err := url.PathUnescape(s); err == nil && plain != s && isBase64(plain) {
		s = plain
	}
	s = strings.NewReplacer("\r", "", "\n", "", "\t", "").Replace(strings.TrimSpace(s))
	if armour(s) != "" || !strings.Contains(s, " ") {
		return s
	}
	if plus := strings.ReplaceAll(s, " ", "+"); isBase64(plus) {
		return plus
	}
	return s
}

// bareCookie is the value of the cookie without its name and attributes.
func bareCookie(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, "MicexPassportCert="); i >= 0 {
		s = s[i+len("MicexPassportCert="):]
	}
	s, _, _ = strings.Cut(s, ";")
	return s
}

func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// shown is a value that may be shown.
func shown(name, value string) string {
	if value == "" || !request.IsSecret(name) || value == placeholders[name] {
		return value
	}
	return request.Mask
}
