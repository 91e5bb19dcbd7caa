package providers

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"grantlens/internal/pattern"
	"grantlens/internal/waves/mistake"
)

// Values of Fact.Confidence.
const (
	Confirmed  = "confirmed"  // read in the source
	Inferred   = "inferred"   // follows from a source about something near
	Unverified = "unverified" // no source found, or a secondary one
	Memory     = "memory"     // from knowledge, not compared with the source
)

// Fact is what is known of one error answer, log value or body.
type Fact struct {
	Provider string `json:"-"`      // id of the file it stands in
	System   string `json:"system"` // rfc6749-token, keycloak, keycloak-event, entra …; empty in a file: its first
	Status   int    `json:"status,omitempty"`
	Error    string `json:"error,omitempty"` // value of error; empty: any
	Code     string `json:"code,omitempty"`  // the provider's own code, such as AADSTS50011
	// Pattern is of the syntax of package pattern, matched without regard to case, against
	// the description, or against the whole body when Body is set. Empty: any.
	Pattern    string `json:"pattern,omitempty"`
	Body       bool   `json:"body,omitempty"`
	Meaning    Text   `json:"meaning,omitzero"`
	Cause      Text   `json:"cause,omitzero"`
	Fix        Text   `json:"fix,omitzero"`
	SourceKey  string `json:"source"` // key in the sources of the file
	Source     Source `json:"-"`
	Confidence string `json:"confidence,omitempty"` // empty in a file: confirmed
	Rule       string `json:"rule,omitempty"`       // id of the rule that judges it, if there is one

	matcher *matcher
}

// Key names the fact within the catalogue.
func (f Fact) Key() string {
	return strings.Join([]string{f.System, f.Error, f.Pattern, itoa(f.Status)}, " | ")
}

func itoa(n int) string {
	if n == 0 {
		return "-"
	}
	var b []byte
	for ; n > 0; n /= 10 {
		b = append(b, byte('0'+n%10))
	}
	slices.Reverse(b)
	return string(b)
}

// of gives the fact what the profile of its file says for all.
func (f *Fact) of(p Profile) {
	f.Provider, f.Source = p.ID, p.Sources[f.SourceKey]
	if f.System == "" && len(p.Systems) > 0 {
		f.System = p.Systems[0]
	}
}

func (f *Fact) finish(p Profile) {
	f.of(p)
	f.borrow()
	f.Confidence = cmp.Or(f.Confidence, Confirmed)
	if f.Pattern != "" {
		f.matcher = &matcher{source: f.Pattern}
	}
}

// borrow takes the texts of a Waves password mistake from the package that finds
// it, so that both say the same.
func (f *Fact) borrow() {
	if f.System != "waves-password" {
		return
	}
	en, ru := mistake.Explain(f.Error, "en"), mistake.Explain(f.Error, "ru")
	f.Meaning = Text{en.Explanation, ru.Explanation}
	f.Cause = Text{en.Cause, ru.Cause}
	f.Fix = Text{en.Fix, ru.Fix}
}

// Query is what a log shows of an answer. Every field may be empty; Description
// and Body are what was printed, decoded.
type Query struct {
	Provider string // profile id
	System   string // one system only, such as keycloak-event
	// Endpoint is where the answer came from: authorize, token, device, par, ciba,
	// userinfo, introspect, revoke, register, api.
	Endpoint    string
	Status      int
	Error       string // error, errorCode or the number in its place
	Code        string // AADSTS50011, 50011, E0000011
	Description string // error_description, reason, message
	Body        string
}

// prefers names the systems of the RFCs that speak of an endpoint, best first.
var prefers = map[string][]string{
	"authorize":  {"rfc6749-authorize", "oidc", "rfc9101", "rfc7636"},
	"token":      {"rfc6749-token", "rfc8628", "rfc9449", "rfc8693", "rfc7636", "ciba"},
	"device":     {"rfc8628", "rfc6749-token"},
	"par":        {"rfc9126", "rfc9101", "rfc6749-token"},
	"ciba":       {"ciba", "rfc6749-token"},
	"userinfo":   {"rfc6750", "rfc9449", "rfc9470"},
	"api":        {"rfc6750", "rfc9449", "rfc9470"},
	"introspect": {"rfc7662", "rfc6749-token"},
	"revoke":     {"rfc7009", "rfc6749-token"},
	"register":   {"rfc7591"},
}

// Lookup returns the facts that speak of the answer, best first: those of the
// provider (error and text, then error alone), then the RFC's entry, then what HTTP
// itself tells. With no provider in the query the text may name one. The facts may be
// shared: they are only read.
func Lookup(q Query) []Fact {
	if len(q.Description)+len(q.Body) > longestKnown {
		return lookUp(q)
	}
	key := strings.Join([]string{q.Provider, q.System, q.Endpoint, itoa(q.Status), q.Error, q.Code, q.Description, q.Body}, "\x00")
	answers.Lock()
	defer answers.Unlock()
	facts, have := answers.known[key]
	if !have {
		facts = slices.Clip(lookUp(q))
		if answers.known == nil || len(answers.known) == mostKnown {
			answers.known = map[string][]Fact{}
		}
		answers.known[key] = facts
	}
	return facts
}

// answers keeps what was found last: in a log the same error comes again and again, and
// of each several rules ask.
var answers struct {
	sync.Mutex
	known map[string][]Fact
}

const (
	mostKnown    = 64   // queries
	longestKnown = 1024 // bytes of their texts
)

func lookUp(q Query) []Fact {
	c := registry()
	l := newLookup(q)
	var out []Fact
	for _, sys := range l.systems(c) {
		f := c.bySys[sys]
		found := l.search(f.all(), sys)
		out = append(out, found...)
		if len(found) > 0 {
			break
		}
	}
	if q.System != "" {
		return out
	}
	spec := l.searchSpec(c.byID["rfc"])
	out = append(out, spec...)
	if len(out) == 0 || l.statusOnly() {
		out = append(out, l.search(c.byID["transport"].all(), "transport")...)
	}
	return out
}

// Explain returns the facts about one code or error value, the RFCs' first. It
// takes AADSTS50011 and 50011 alike.
func Explain(code string) []Fact {
	want := fold(code)
	var out []Fact
	for _, f := range AllFacts() {
		if want != "" && (fold(f.Error) == want || sameCode(f.Code, want)) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Fact) int {
		return cmp.Compare(specFirst(a), specFirst(b))
	})
	return out
}

func specFirst(f Fact) int {
	if f.Provider == "rfc" {
		return 0
	}
	return 1
}

// AllFacts returns the whole catalogue, by provider and system.
func AllFacts() []Fact {
	var out []Fact
	for _, f := range registry().files {
		out = append(out, f.all()...)
	}
	return out
}

// lookup is a query with its texts folded once.
type lookup struct {
	Query
	err, code, desc, body string
}

func newLookup(q Query) *lookup {
	l := &lookup{Query: q, err: fold(q.Error), code: fold(q.Code), desc: fold(q.Description), body: fold(q.Body)}
	if l.desc == "" {
		l.desc = l.body
	}
	if l.body == "" {
		l.body = l.desc
	}
	return l
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// statusOnly reports that nothing but a status and perhaps a body is known.
func (l *lookup) statusOnly() bool { return l.err == "" && l.code == "" && l.Description == "" }

func (l *lookup) systems(c *catalogue) []string {
	if l.System != "" {
		if c.bySys[l.System] == nil {
			return nil
		}
		return []string{l.System}
	}
	id := l.Provider
	f := c.byID[id]
	if f == nil || len(f.Systems) == 0 {
		// An AADSTS code or a numbered Okta code tells its provider by itself.
		for _, h := range c.finders.find(l.code + "\n" + l.desc) {
			if g := c.byID[h.ID]; h.Weight >= 90 && len(g.Systems) > 0 {
				f = g
				break
			}
		}
	}
	if f == nil {
		return nil
	}
	if like := c.byID[f.Like]; like != nil {
		return slices.Concat(f.Systems, like.Systems)
	}
	return f.Systems
}

// Tiers of a match, best first.
const (
	tierExact  = iota // error and pattern, or the provider's own code
	tierText          // the pattern alone
	tierError         // the error alone
	tierNear          // the pattern, with an error the catalogue does not name
	tierStatus        // the status alone
	tierNone
)

func (l *lookup) tier(f *Fact) int {
	if f.Body && f.Status != 0 && l.Status != 0 && f.Status != l.Status {
		return tierNone
	}
	want := fold(f.Error)
	errEq := want != "" && (sameError(want, l.err) || want == l.code)
	switch {
	case f.Code != "" && sameCode(f.Code, l.code):
		return tierExact
	case f.Pattern != "":
		text := l.desc
		if f.Body {
			text = l.body
		}
		if !f.matcher.match(text) {
			return tierNone
		}
		switch {
		case errEq, f.Code != "":
			return tierExact
		case f.Error == "", l.err == "":
			return tierText
		}
		return tierNear
	case f.Error != "":
		if errEq {
			return tierError
		}
	case f.Status != 0 && f.Status == l.Status && l.statusOnly():
		return tierStatus
	}
	return tierNone
}

type ranked struct {
	fact *Fact
	tier int
}

// search returns the matches of one system, best first: by tier, then the same
// status, then the longer pattern.
func (l *lookup) search(facts []Fact, system string) []Fact {
	var hits []ranked
	for i := range facts {
		f := &facts[i]
		if f.System != system {
			continue
		}
		if t := l.tier(f); t < tierNone {
			hits = append(hits, ranked{f, t})
		}
	}
	slices.SortStableFunc(hits, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier),
			cmp.Compare(l.statusApart(a.fact), l.statusApart(b.fact)),
			-cmp.Compare(len(a.fact.Pattern), len(b.fact.Pattern)))
	})
	out := make([]Fact, 0, len(hits))
	for _, h := range hits {
		if h.tier >= tierNear && h.tier > hits[0].tier {
			break
		}
		out = append(out, *h.fact)
	}
	return out
}

func (l *lookup) statusApart(f *Fact) int {
	if f.Status == l.Status {
		return 0
	}
	return 1
}

// searchSpec returns the RFCs' entries: those whose text fits, then the one that
// fits the endpoint best. Many RFCs name the same error.
func (l *lookup) searchSpec(f *file) []Fact {
	order := prefers[l.Endpoint]
	place := func(f *Fact) int {
		if i := slices.Index(order, f.System); i >= 0 {
			return i
		}
		return len(order)
	}
	var hits []ranked
	facts := f.all()
	for i := range facts {
		fact := &facts[i]
		t := l.tier(fact)
		if t == tierNone || t == tierStatus && place(fact) == len(order) {
			continue
		}
		if t == tierText && fact.Error != "" || t == tierNear {
			continue // an RFC's text alone, without its error, proves nothing
		}
		hits = append(hits, ranked{fact, t})
	}
	slices.SortStableFunc(hits, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(place(a.fact), place(b.fact)),
			cmp.Compare(l.statusApart(a.fact), l.statusApart(b.fact)))
	})
	var out []Fact
	for _, h := range hits {
		out = append(out, *h.fact)
		if h.tier >= tierError {
			break
		}
	}
	return out
}

// sameError compares two folded error values. A sentence in the place of a code, as
// RESTEasy writes it, goes on with the URL.
func sameError(fact, have string) bool {
	return fact == have || strings.Contains(fact, " ") && strings.HasPrefix(have, fact)
}

// sameCode compares a code of the catalogue with what a log shows, which may be
// the digits alone.
func sameCode(code, have string) bool {
	if code == "" || have == "" {
		return false
	}
	code = fold(code)
	return code == have || strings.TrimPrefix(code, "aadsts") == have
}

// matcher is a pattern that is read when a text is first compared with it: reading all of them costs more in a browser
// than all the rest.
type matcher struct {
	source  string
	once    sync.Once
	pattern *pattern.Pattern
}

// match compares a text in lower case.
func (m *matcher) match(lower string) bool {
	if lower == "" {
		return false
	}
	m.once.Do(func() { m.pattern, _ = pattern.New("(?i)" + m.source) })
	return m.pattern != nil && m.pattern.Match(lower)
}
