package providers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"grantlens/internal/pattern"
)

// whole is a data file as it is written: a profile and its facts, nothing else.
type whole struct {
	Profile
	Facts []Fact `json:"facts"`
}

var (
	idShape   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hostShape = regexp.MustCompile(`^[a-z0-9*]([a-z0-9.*-]*[a-z0-9*])?$`)
	varShape  = regexp.MustCompile(`\{([a-z]+)\}`)
	// Words a reader need not see, and traces of how the catalogue was made.
	unwanted    = regexp.MustCompile(`(?i)\b(simply|just|obviously|easy|as above|from memory|unverified here|find_string|seed 00)\b|/work/|/tmp/`)
	authMethods = []string{"none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "tls_client_auth"}
)

// linter collects everything that is wrong with a file, so that one run shows all.
type linter struct {
	name   string
	issues []string
}

func (l *linter) add(format string, args ...any) {
	l.issues = append(l.issues, l.name+": "+fmt.Sprintf(format, args...))
}

func lint(name string, data []byte) []string {
	l := &linter{name: name}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var w whole
	if err := d.Decode(&w); err != nil {
		l.add("%v", err)
		return l.issues
	}
	if d.More() {
		l.add("text after the object")
	}
	full := w.Profile
	full.Quirks = slices.Clone(full.Quirks)
	full.finish()
	head, err := decodeHead(data)
	if err != nil {
		l.add("head: %v", err)
	} else if !reflect.DeepEqual(head.profile(), full) || !reflect.DeepEqual(head.Recognise, w.Recognise) || len(head.all()) != len(w.Facts) {
		l.add("facts must be the last member, on a line of its own")
	}
	l.profile(&w)
	l.recognise(&w.Recognise)
	l.endpoints(&w)
	l.grants(&w)
	l.facts(&w)
	l.sources(&w)
	return l.issues
}

func (l *linter) profile(w *whole) {
	if w.ID+".json" != l.name || !idShape.MatchString(w.ID) {
		l.add("id %q is not the name of the file", w.ID)
	}
	if w.Name == "" {
		l.add("no name")
	}
	if !slices.Contains([]string{KindService, KindServer, KindGeneric, KindSpec}, w.Kind) {
		l.add("kind %q is not known", w.Kind)
	}
	for _, m := range w.ClientAuth {
		if !slices.Contains(authMethods, m) {
			l.add("client authentication %q is not known", m)
		}
	}
	for _, place := range w.Reads {
		if place != "query" && place != "json" {
			l.add("reads %q is not known", place)
		}
	}
	for _, t := range slices.Concat(w.Scopes, w.ClientAuthHelp) {
		if t.Name == "" {
			l.add("a term without a name")
		}
		l.text("help of "+t.Name, t.Help)
	}
	for i, q := range w.Quirks {
		if !idShape.MatchString(q.ID) {
			l.add("quirk id %q", q.ID)
		}
		if slices.ContainsFunc(w.Quirks[:i], func(o Quirk) bool { return o.ID == q.ID }) {
			l.add("quirk %s stands twice", q.ID)
		}
		l.text("quirk "+q.ID, q.Text)
		l.confidence("quirk "+q.ID, q.Confidence, w.Sources[q.Source])
	}
}

func (l *linter) recognise(r *Recognise) {
	for _, h := range r.Hosts {
		if !hostShape.MatchString(h) || strings.Count(h, "*") > 1 || !strings.Contains(h, ".") {
			l.add("host %q", h)
		}
	}
	for _, p := range r.Paths {
		if strings.ToLower(p) != p || !strings.Contains(p, "/") || len(p) < 4 {
			l.add("path %q", p)
		}
	}
	for _, k := range r.Keys {
		if strings.ToLower(k) != k || k == "" {
			l.add("key %q", k)
		}
	}
	seen := map[string]bool{}
	for weight, words := range r.Words {
		if weight < 1 || weight > 99 {
			l.add("weight %d", weight)
		}
		for _, w := range words {
			text := newWord(w, "", weight).text
			if strings.ToLower(w) != w || len(text) < 4 || strings.Contains(text, "*") {
				l.add("word %q: four bytes or more, in lower case", w)
			}
			if seen[text] {
				l.add("word %q stands twice", w)
			}
			seen[text] = true
		}
	}
	for _, m := range r.Members {
		if len(m) == 0 || slices.Contains(m, "") {
			l.add("empty set of members")
		}
	}
}

func (e Endpoints) each() map[string]string {
	return map[string]string{"issuer": e.Issuer, "discovery": e.Discovery, "authorize": e.Authorize, "token": e.Token, "device": e.Device, "par": e.PAR,
		"ciba": e.CIBA, "userinfo": e.UserInfo, "jwks": e.JWKS, "introspect": e.Introspect, "revoke": e.Revoke, "logout": e.Logout, "register": e.Register}
}

func (l *linter) endpoints(w *whole) {
	for i, v := range w.Variants {
		if !idShape.MatchString(v.ID) || slices.ContainsFunc(w.Variants[:i], func(o Variant) bool { return o.ID == v.ID }) {
			l.add("variant id %q", v.ID)
		}
		l.text("name of variant "+v.ID, v.Name, loose)
		if v.Note != (Text{}) {
			l.text("note of variant "+v.ID, v.Note)
		}
		used := map[string]bool{}
		for name, url := range v.Endpoints.each() {
			if url == "" {
				continue
			}
			if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "{") {
				l.add("variant %s: %s is not https", v.ID, name)
			}
			for _, m := range varShape.FindAllStringSubmatch(url, -1) {
				used[m[1]] = true
			}
		}
		for _, x := range v.Vars {
			if !used[x.Name] {
				l.add("variant %s: variable %s stands in no endpoint", v.ID, x.Name)
			}
			delete(used, x.Name)
			l.text("variable "+x.Name, x.Help)
		}
		for name := range used {
			l.add("variant %s: variable %s is not explained", v.ID, name)
		}
		if v.Endpoints.Token == "" && v.Endpoints.Discovery == "" {
			l.add("variant %s: neither token endpoint nor discovery", v.ID)
		}
	}
}

func (l *linter) grants(w *whole) {
	for _, g := range w.Grants {
		if g.Type == "" {
			l.add("a grant without a type")
		}
		for _, v := range g.Variants {
			if !slices.ContainsFunc(w.Variants, func(o Variant) bool { return o.ID == v }) {
				l.add("grant %s: no variant %s", g.Type, v)
			}
		}
		if !slices.Contains([]string{"", "required", "supported", "unsupported"}, g.PKCE) {
			l.add("grant %s: pkce %q", g.Type, g.PKCE)
		}
		if g.Note != (Text{}) {
			l.text("note of grant "+g.Type, g.Note)
		}
		for i, p := range g.Params {
			if p.Name == "" || !slices.Contains([]string{"authorize", "token", "device", "ciba"}, p.At) {
				l.add("grant %s: parameter %q at %q", g.Type, p.Name, p.At)
			}
			if slices.ContainsFunc(g.Params[:i], func(o Param) bool { return o.Name == p.Name && o.At == p.At }) {
				l.add("grant %s: parameter %s stands twice", g.Type, p.Name)
			}
			l.text("parameter "+p.Name, p.Help)
		}
	}
}

func factOrder(a, b Fact) int {
	return slices.Compare([]string{a.System, a.Error, a.Pattern, itoa(a.Status)}, []string{b.System, b.Error, b.Pattern, itoa(b.Status)})
}

func (l *linter) facts(w *whole) {
	if len(w.Facts) > 0 && len(w.Systems) == 0 {
		l.add("facts without a system")
	}
	for i := range w.Facts {
		w.Facts[i].of(w.Profile)
	}
	for _, s := range w.Systems {
		if !slices.ContainsFunc(w.Facts, func(f Fact) bool { return f.System == s }) {
			l.add("system %s has no fact", s)
		}
	}
	for i, f := range w.Facts {
		f.borrow()
		key := f.Key()
		if !slices.Contains(w.Systems, f.System) {
			l.add("%s: the system is not one of the file", key)
		}
		if f.Status != 0 && (f.Status < 100 || f.Status > 599) {
			l.add("%s: status %d", key, f.Status)
		}
		if f.Error == "" && f.Pattern == "" && f.Status == 0 {
			l.add("%s: matches everything", key)
		}
		if i > 0 {
			switch c := factOrder(w.Facts[i-1], f); {
			case c == 0:
				l.add("%s stands twice", key)
			case c > 0:
				l.add("%s: not in order", key)
			}
		}
		if f.Pattern != "" {
			if p, err := pattern.New("(?i)" + f.Pattern); err != nil {
				l.add("%s: %v", key, err)
			} else if needs := p.Needs(); len(needs) == 0 || slices.ContainsFunc(needs, func(s string) bool { return len(s) < 2 }) {
				l.add("%s: the pattern holds no text every match must hold", key)
			}
		}
		l.text("meaning of "+key, f.Meaning)
		l.text("cause of "+key, f.Cause)
		l.text("fix of "+key, f.Fix)
		l.confidence(key, f.Confidence, w.Sources[f.SourceKey])
	}
}

func (l *linter) confidence(of, confidence string, s Source) {
	if s.Label == "" {
		l.add("%s: no source", of)
		return
	}
	switch confidence {
	case "":
		if s.Checked == "" {
			l.add("%s: confirmed by a source nobody checked", of)
		}
	case Inferred, Unverified, Memory:
	default:
		l.add("%s: confidence %q", of, confidence)
	}
}

func (l *linter) sources(w *whole) {
	used := map[string]bool{}
	for _, f := range w.Facts {
		used[f.SourceKey] = true
	}
	for _, q := range w.Quirks {
		used[q.Source] = true
	}
	for key, s := range w.Sources {
		if !used[key] {
			l.add("source %s is not used", key)
		}
		if !strings.HasPrefix(s.URL, "https://") {
			l.add("source %s: no https address", key)
		}
		if unwanted.MatchString(s.Label) {
			l.add("source %s: label %q", key, s.Label)
		}
		if _, err := time.Parse(time.DateOnly, s.Checked); err != nil && s.Checked != "" {
			l.add("source %s: checked %q is no date", key, s.Checked)
		}
	}
}

// loose is for names: no full stop, and a name may be the same in both languages.
const loose = true

func (l *linter) text(of string, t Text, isName ...bool) {
	for lang, s := range map[string]string{"en": t.EN, "ru": t.RU} {
		switch {
		case s == "":
			l.add("%s: no %s text", of, lang)
		case strings.TrimSpace(s) != s || strings.Contains(s, "  "):
			l.add("%s: blanks in the %s text", of, lang)
		case unwanted.MatchString(s):
			l.add("%s: %q in the %s text", of, unwanted.FindString(s), lang)
		case isName == nil && !strings.ContainsAny(s[len(s)-1:], ".!?)") && !strings.HasSuffix(s, "…"):
			l.add("%s: the %s text does not end in a full stop", of, lang)
		}
	}
	if isName == nil && t.RU != "" && !strings.ContainsFunc(t.RU, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		l.add("%s: the ru text is not Russian", of)
	}
	if strings.ContainsFunc(t.EN, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		l.add("%s: the en text is not English", of)
	}
}

func TestData(t *testing.T) {
	names, err := filepath.Glob("data/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d data files, %v", len(names), err)
	}
	owner := map[string]string{}
	total, facts := 0, 0
	explained := map[string]bool{}
	used := map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		total += len(data)
		for _, issue := range lint(filepath.Base(name), data) {
			t.Error(issue)
		}
		var w whole
		if err := json.Unmarshal(data, &w); err != nil {
			continue
		}
		facts += len(w.Facts)
		for _, s := range w.Systems {
			if owner[s] != "" {
				t.Errorf("system %s is in %s and %s", s, owner[s], w.ID)
			}
			owner[s] = w.ID
		}
		for _, k := range w.Recognise.Keys {
			if owner["key "+k] != "" {
				t.Errorf("key %s is in %s and %s", k, owner["key "+k], w.ID)
			}
			owner["key "+k] = w.ID
		}
		for _, h := range w.Recognise.Hosts {
			if owner["host "+h] != "" {
				t.Errorf("host %s is in %s and %s", h, owner["host "+h], w.ID)
			}
			owner["host "+h] = w.ID
		}
		for _, m := range w.ClientAuth {
			used[m] = true
		}
		if _, ok := Get(w.Like); w.Like != "" && !ok {
			t.Errorf("%s is like %s, which is no profile", w.ID, w.Like)
		}
		for _, h := range w.ClientAuthHelp {
			explained[h.Name] = true
		}
	}
	for m := range used {
		if !explained[m] {
			t.Errorf("client authentication %s is not explained", m)
		}
	}
	for _, systems := range prefers {
		for _, s := range systems {
			if owner[s] != "rfc" {
				t.Errorf("the order of the endpoints names the unknown system %s", s)
			}
		}
	}
	if limit := 600 << 10; total > limit {
		t.Errorf("the data is %d bytes; the page can carry %d", total, limit)
	}
	if facts < 473 {
		t.Errorf("%d facts; the catalogue began with 473", facts)
	}
}

func TestBadData(t *testing.T) {
	want := map[string]string{
		"confidence.json":    `confidence "sure"`,
		"duplicate.json":     "stands twice",
		"facts-first.json":   "facts must be the last member",
		"host.json":          `host "Login.Example.com"`,
		"id.json":            "is not the name of the file",
		"no-russian.json":    "no ru text",
		"not-russian.json":   "the ru text is not Russian",
		"order.json":         "not in order",
		"pattern.json":       "unclosed (",
		"pattern-wide.json":  "may match nothing",
		"source.json":        "no source",
		"source-unused.json": "source b is not used",
		"syntax.json":        "unexpected EOF",
		"system.json":        "the system is not one of the file",
		"unchecked.json":     "confirmed by a source nobody checked",
		"unknown-field.json": `unknown field "solution"`,
		"variable.json":      "variable realm is not explained",
		"word.json":          "four bytes or more",
		"wording.json":       `"simply" in the en text`,
	}
	names, err := filepath.Glob("testdata/bad/*.json")
	if err != nil || len(names) != len(want) {
		t.Fatalf("%d bad files; want %d; %v", len(names), len(want), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(name)
		issues := strings.Join(lint(base, data), "\n")
		if want[base] == "" || !strings.Contains(issues, want[base]) {
			t.Errorf("%s: got %q; want %q", base, issues, want[base])
		}
		if n := strings.Count(issues, "\n"); n > 0 {
			t.Errorf("%s: %d issues; want one:\n%s", base, n+1, issues)
		}
	}
}

// TestSamples looks up a sample of every pattern and wants its own fact first.
func TestSamples(t *testing.T) {
	names, err := filepath.Glob("testdata/samples/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d sample files, %v", len(names), err)
	}
	have := map[string]bool{}
	byKey := map[string]Fact{}
	for _, f := range AllFacts() {
		byKey[f.Provider+" "+f.Key()] = f
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var samples map[string][]string
		if err := json.Unmarshal(data, &samples); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		provider := strings.TrimSuffix(filepath.Base(name), ".json")
		for key, texts := range samples {
			f, ok := byKey[provider+" "+key]
			if !ok {
				t.Errorf("%s: no fact %s", name, key)
				continue
			}
			for _, text := range texts {
				have[provider+" "+key] = true
				q := Query{System: f.System, Status: f.Status, Error: f.Error, Description: text}
				if f.Body {
					q.Description, q.Body = "", text
				}
				got := "nothing"
				if facts := Lookup(q); len(facts) > 0 {
					got = facts[0].Key()
				}
				if got != key {
					t.Errorf("%s: sample %q of %s finds %s", name, text, key, got)
				}
			}
		}
	}
	for k, f := range byKey {
		if f.Pattern != "" && !have[k] {
			t.Errorf("%s has no sample", k)
		}
	}
}

func TestLoadNamesTheBrokenFile(t *testing.T) {
	for name, content := range map[string]string{"x.json": "{", "y.json": `{"id":1}`} {
		fsys := fstest.MapFS{"data/" + name: {Data: []byte(content)}}
		if _, err := load(fsys, "data"); err == nil || !strings.HasPrefix(err.Error(), "providers: "+name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
