package keys

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/token"
	"grantlens/internal/token/verify"
)

// InspectParams are the parameters of token.inspect. Text is a token or anything that holds some: a token response, a
// URL, a header, a log; it may stand beside the request instead, as bytes. Now is RFC 3339; empty leaves the checks of time undecided.
type InspectParams struct {
	Text string `json:"text"`
	Now  string `json:"now"`
	Lang string `json:"lang"`
	// Recover searches for the claims of a token that was damaged by character recognition. It takes about a second a
	// token.
	Recover bool `json:"recover"`
}

// Inspected is the answer of token.inspect.
type Inspected struct {
	Tokens  []Token `json:"tokens"`
	Omitted int     `json:"omitted,omitempty"` // tokens beyond maxTokens
}

// maxTokens bounds the tokens explained at once, maxRecovered those recovered, maxTokenText the text, in bytes.
const (
	maxTokens    = 50
	maxRecovered = 4
	maxTokenText = 16 << 20
)

// Token is a token, explained.
type Token struct {
	Name        string   `json:"name,omitempty"` // what the text calls it
	Offset      int      `json:"offset"`         // byte of the text
	Kind        string   `json:"kind"`           // jws, jwe, opaque
	Complete    bool     `json:"complete"`
	Use         string   `json:"use,omitempty"`     // access, id, refresh, logout, dpop, assertion
	UseText     string   `json:"useText,omitempty"` // the same in words
	Family      string   `json:"family,omitempty"`  // kind of issuer: keycloak, entra, …
	Header      []Field  `json:"header"`
	Unprotected []Field  `json:"unprotected,omitempty"` // header members that no signature covers
	Claims      []Field  `json:"claims"`
	Repairs     []string `json:"repairs"`
	Damage      []Damage `json:"damage"`
	Checks      []Check  `json:"checks"`
	Opaque      string   `json:"opaque,omitempty"`    // what a token without structure looks like
	Personal    []string `json:"personal,omitempty"`  // claims that hold data of a person
	Recovered   bool     `json:"recovered,omitempty"` // some of it was searched for: see the confidences
	Nested      *Token   `json:"nested,omitempty"`
	Discovery   []string `json:"discovery,omitempty"` // where the issuer's discovery document should be, likeliest first
}

// Field is one header parameter or claim. Value is its compact JSON.
type Field struct {
	Name       string `json:"name"`
	Value      string `json:"value"`
	What       string `json:"what,omitempty"`
	Should     string `json:"should,omitempty"`
	Source     string `json:"source,omitempty"`
	Kind       string `json:"kind,omitempty"` // time, url, person
	Time       string `json:"time,omitempty"` // RFC 3339, of a time
	Ago        string `json:"ago,omitempty"`  // the same against now, in words
	Confidence string `json:"confidence"`     // certain, likely, guess
}

// Damage is a place where a token is broken. Offset is a byte of the text given.
type Damage struct {
	Part   string `json:"part"`
	Offset int    `json:"offset"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Check is one test of a token.
type Check struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Result string `json:"result"` // pass, fail, unknown
	Reason string `json:"reason"`
	Advice bool   `json:"advice,omitempty"`
}

func inspectToken(p InspectParams) (any, error) {
	if len(p.Text) > maxTokenText {
		return nil, rpc.BadInput(token.Say(p.Lang, "the text is larger than 16 MB", "текст больше 16 МБ"), token.Say(p.Lang, "Paste the token alone, or the answer that holds it.", "Вставьте только токен или ответ, в котором он есть."))
	}
	opts := token.CheckOptions{Lang: p.Lang}
	if p.Now != "" {
		now, err := time.Parse(time.RFC3339, p.Now)
		if err != nil {
			return nil, notATime(p.Lang)
		}
		opts.Now = now
	}
	return Inspect(p.Text, opts, p.Recover), nil
}

// Inspect explains and checks the tokens of a text.
func Inspect(text string, opts token.CheckOptions, recover bool) Inspected {
	out := Inspected{Tokens: []Token{}}
	found := find(text)
	if opts.AccessToken == "" || opts.Code == "" {
		for _, f := range found { // an ID token beside its access token can be checked against it
			switch strings.ToLower(f.Name) {
			case "access_token", "accesstoken":
				opts.AccessToken = first(opts.AccessToken, token.Inspect(f.Value).Raw)
			case "code":
				opts.Code = first(opts.Code, f.Value)
			}
		}
	}
	recoveries := 0
	for _, f := range found {
		if len(out.Tokens) >= maxTokens {
			out.Omitted++
			continue
		}
		t := token.Inspect(f.Value)
		var rec *token.Recovery
		if recover && recoveries < maxRecovered && t.Kind == token.KindJWS && len(t.Damage) > 0 {
			recoveries++
			if r, ok := token.Recover(f.Value); ok || len(r.Header) > 0 {
				rec = &r
			}
		}
		y := View(t, rec, opts)
		y.Name, y.Offset = f.Name, f.Offset
		for i := range y.Damage {
			y.Damage[i].Offset += f.Offset
		}
		out.Tokens = append(out.Tokens, y)
	}
	return out
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// find lists the tokens of a text; a text without any is taken for one.
func find(text string) []token.Found {
	found := token.Find(text)
	trimmed := strings.TrimSpace(text)
	whole := token.Found{Value: trimmed, Offset: strings.Index(text, trimmed)}
	switch {
	case len(found) == 0:
		return []token.Found{whole}
	case len(found) == 1 && found[0].Name == "" && len(found[0].Value) == len(trimmed):
		return found
	}
	// One token that something broke into several words is one token all the same.
	body := strings.TrimLeft(trimmed, "\"'`")
	if t := token.Inspect(trimmed); t.Kind != token.KindOpaque && token.Looks(body) && !strings.ContainsAny(trimmed, "{}") && startsOnce(body) {
		return []token.Found{whole}
	}
	return found
}

// startsOnce: no other token begins in a line of its own.
func startsOnce(s string) bool {
	for _, line := range strings.Split(s, "\n")[1:] {
		if line = strings.TrimSpace(line); token.Looks(line) && token.Inspect(line).Complete {
			return false
		}
	}
	return true
}

// View explains one token; rec, if any, is what could be recovered of it.
func View(t token.Token, rec *token.Recovery, opts token.CheckOptions) Token {
	y := Token{Kind: string(t.Kind), Complete: t.Complete, Repairs: []string{}, Damage: []Damage{}, Checks: []Check{}}
	confidence := token.Certain
	if len(t.Damage) > 0 {
		confidence = token.Guess // what decodes beside a misread character may be misread itself
	}
	header, claims := sure(t.Header, confidence), sure(t.Claims, confidence)
	for _, r := range t.Repairs {
		y.Repairs = append(y.Repairs, r.Text(opts.Lang))
	}
	if rec != nil {
		y.Recovered = true
		if len(rec.Header) > 0 {
			header = rec.Header
		}
		if len(rec.Claims) > 0 {
			claims = rec.Claims
		}
		for _, p := range rec.Places {
			y.Repairs = append(y.Repairs, place(p, opts.Lang))
		}
		// What is likely at least is what checks may speak of.
		t.Header, t.Claims = known(header), known(claims)
		t.ClaimsPartial = t.ClaimsPartial || len(t.Claims) < len(claims)
	}
	if t.Opaque != "" {
		y.Opaque = token.OpaqueText(t.Opaque, opts.Lang)
	} else {
		y.Use, y.Family, y.Personal = t.Use(), t.Family(), t.Personal()
		y.UseText = token.UseText(y.Use, opts.Lang)
		y.Discovery = verify.DiscoveryURLs(t.Issuer())
	}
	ofHeader := func(name string) (token.Explanation, bool) { return token.ExplainHeader(name, opts.Lang) }
	y.Header, y.Unprotected = fields(header, opts, y.Recovered, ofHeader), fields(sure(t.Unprotected, token.Certain), opts, false, ofHeader)
	y.Claims = fields(claims, opts, y.Recovered, func(name string) (token.Explanation, bool) { return token.ExplainClaim(y.Family, name, opts.Lang) })
	for _, d := range t.Damage {
		y.Damage = append(y.Damage, Damage{Part: d.Part, Offset: d.Offset, Text: strings.ToValidUTF8(d.Bytes, "\uFFFD"), Reason: d.Text(opts.Lang)})
	}
	y.Checks = titled(token.Check(t, opts), opts.Lang)
	if t.Nested != nil {
		n := View(*t.Nested, nil, opts)
		y.Nested = &n
	}
	return y
}

func titled(checks []token.CheckResult, lang string) []Check {
	out := make([]Check, len(checks))
	for i, c := range checks {
		out[i] = Check{Name: c.Name, Title: token.CheckTitle(c.Name, lang), Result: c.Result, Reason: c.Reason, Advice: c.Advice}
	}
	return out
}

func sure(ms []token.Member, confidence string) []token.Recovered {
	list := make([]token.Recovered, len(ms))
	for i, m := range ms {
		list[i] = token.Recovered{Member: m, Confidence: confidence}
	}
	return list
}

func known(list []token.Recovered) []token.Member {
	var out []token.Member
	for _, r := range list {
		if r.Confidence != token.Guess {
			out = append(out, r.Member)
		}
	}
	return out
}

// place says what was repaired where.
func place(p token.Place, lang string) string {
	at := strconv.Itoa(p.Offset)
	switch {
	case p.Was == "":
		return token.Say(lang, "%, byte %: “%” put in", "%, байт %: вставлено «%»", p.Part, at, p.Now)
	case p.Now == "":
		return token.Say(lang, "%, byte %: “%” left out", "%, байт %: убрано «%»", p.Part, at, p.Was)
	}
	return token.Say(lang, "%, byte %: “%” read as “%”", "%, байт %: «%» прочитано как «%»", p.Part, at, p.Was, p.Now)
}

func fields(list []token.Recovered, opts token.CheckOptions, recovered bool, explain func(string) (token.Explanation, bool)) []Field {
	out := make([]Field, len(list))
	for i, m := range list {
		out[i] = field(m, opts, recovered, explain)
	}
	return out
}

func field(m token.Recovered, opts token.CheckOptions, recovered bool, explain func(string) (token.Explanation, bool)) Field {
	f := Field{Name: m.Name, Value: string(m.Value), Confidence: m.Confidence}
	const deep = 10_000 // levels that encoding/json takes at most
	if (recovered || len(m.Value) > deep) && !json.Valid(m.Value) {
		f.Value = `"` + strings.ToValidUTF8(f.Value, "\uFFFD") + `"` // cut off inside
	}
	if e, ok := explain(m.Name); ok {
		f.What, f.Should, f.Source, f.Kind = e.What, e.Should, e.Source, e.Kind
	}
	if f.Kind == "time" {
		if at, ok := (token.Token{Claims: []token.Member{m.Member}}).ClaimTime(m.Name); ok {
			f.Time = at.Format(time.RFC3339)
			if !opts.Now.IsZero() {
				f.Ago = Ago(at, opts.Now, opts.Lang)
			}
		}
	}
	return f
}

// Ago says how far a time is from now: "3 h ago", "in 5 min".
func Ago(at, now time.Time, lang string) string {
	d := now.Sub(at)
	if d.Abs() < time.Second {
		return token.Say(lang, "now", "сейчас")
	}
	said := token.Span(d.Abs(), lang)
	if d > 0 {
		return token.Say(lang, "% ago", "% назад", said)
	}
	return token.Say(lang, "in %", "через %", said)
}
