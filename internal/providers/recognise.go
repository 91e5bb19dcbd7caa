package providers

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"grantlens/internal/pattern"
)

// Hit is a place in a text that names a provider.
type Hit struct {
	ID     string
	Offset int
	Weight int // 1 to 99, as Word.Weight
}

// Weights of what is not listed as a word.
const (
	weightHostPath = 95
	weightHost     = 90
	weightKey      = 70
	weightMembers  = 85
	// A word below this is the plain name of a provider. It says nothing as a part of
	// a host, a package or an address of e-mail (fonts.google.com, ann@yandex.example).
	weightMention = 60
	// A word from here on is one that nobody else writes.
	weightCertain = 80
)

// ByURL returns the provider an address belongs to, by host, by host and path, or
// by a path only its software has. The scheme may be missing.
func ByURL(raw string) (id string, ok bool) {
	host, path := splitURL(strings.ToLower(raw))
	if host == "" {
		return "", false
	}
	best := 0
	for _, f := range registry().files {
		if n := f.Recognise.fits(host, path); n > best {
			id, best = f.ID, n
		}
	}
	if best == 0 {
		return byLabel(host)
	}
	return id, true
}

// byLabel names software that people run themselves by the name they give its host: gitlab.example.com.
func byLabel(host string) (id string, ok bool) {
	first, rest, found := strings.Cut(host, ".")
	if !found || rest == "" {
		return "", false
	}
	for _, f := range registry().files {
		if f.Kind != "server" && f.ID != "gitlab" {
			continue
		}
		for _, part := range strings.Split(first, "-") {
			if part == f.ID {
				return f.ID, true
			}
		}
	}
	return "", false
}

// ByIssuer returns the provider that issues tokens under iss. An issuer is a URL, or
// a bare host at providers older than the specification.
func ByIssuer(iss string) (id string, ok bool) {
	if strings.ContainsAny(iss, " \t\r\n") {
		return "", false
	}
	return ByURL(iss)
}

// ByMembers returns the providers named by the members of a JSON answer or the
// claims of a token; has tells whether a name is present.
func ByMembers(has func(name string) bool) []Hit {
	var out []Hit
	for _, f := range registry().files {
		for _, set := range f.Recognise.Members {
			if !slices.ContainsFunc(set, func(n string) bool { return !has(n) }) {
				out = append(out, Hit{ID: f.ID, Weight: weightMembers})
				break
			}
		}
	}
	return out
}

// ByText returns the providers a text names, the surest first, each once with the
// offset of its surest place. The text must be in lower case already.
func ByText(lower string) []Hit {
	return registry().finders.find(lower)
}

// ByIndexed is ByText for a long text with its index. Of nearly a thousand words a few stand in a log: to look for those
// alone took the search of dense logs from 7 % of all time to less than 1 %.
func ByIndexed(lower string, index pattern.Index) []Hit {
	f := registry().finders
	may, few := f.set.Few(index)
	if !few {
		return f.find(lower)
	}
	var found []pattern.Hit
	for _, n := range may {
		w := &f.words[n]
		for at := 0; ; at++ {
			next := pattern.Find(lower[at:], w.text)
			if next < 0 {
				break
			}
			at += next
			found = append(found, pattern.Hit{Literal: n, At: at})
			if w.id != "" && w.stands(lower, at) {
				break // of its places only the first counts
			}
		}
	}
	slices.SortFunc(found, pattern.Hit.Compare)
	return f.hits(lower, found)
}

// fits returns how well the address fits, 0 when it does not. A longer pattern
// beats a shorter one, a host beats a path.
func (r *Recognise) fits(host, path string) int {
	best := 0
	for _, h := range r.Hosts {
		if matchHost(h, host) {
			best = max(best, 1000+len(h))
		}
	}
	for _, p := range r.Paths {
		h, rest, _ := strings.Cut(p, "/")
		if h != "" {
			if matchHost(h, host) && strings.HasPrefix(path, "/"+rest) {
				best = max(best, 2000+len(p))
			}
		} else if matchPath(p, path) {
			best = max(best, len(p))
		}
	}
	return best
}

// splitURL returns the host without port and the path of an address in lower case.
// It takes addresses net/url refuses: logs cut and decorate them.
func splitURL(s string) (host, path string) {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, "://"); i >= 0 {
		s = s[i+3:]
	}
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	host, path = s, ""
	if i := strings.IndexByte(s, '/'); i >= 0 {
		host, path = s[:i], s[i:]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.TrimSuffix(host, "."), path
}

// matchHost compares a host with a pattern in which "*" is one or more characters.
func matchHost(pattern, host string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == host
	}
	return len(host) > len(before)+len(after) && strings.HasPrefix(host, before) && strings.HasSuffix(host, after)
}

// matchPath reports whether the segments of the pattern stand in path one after the
// other; "{x}" stands for any one segment.
func matchPath(pattern, path string) bool {
	pattern, path = strings.Trim(pattern, "/"), strings.Trim(path, "/")
	for more := true; more; {
		if startsWithSegments(path, pattern) {
			return true
		}
		_, path, more = strings.Cut(path, "/")
	}
	return false
}

func startsWithSegments(path, pattern string) bool {
	for {
		want, patternRest, wantMore := strings.Cut(pattern, "/")
		have, pathRest, haveMore := strings.Cut(path, "/")
		if want != have && (have == "" || !strings.HasPrefix(want, "{")) {
			return false
		}
		if !wantMore {
			return true
		}
		if !haveMore {
			return false
		}
		pattern, path = patternRest, pathRest
	}
}

// keyContexts are the places where login libraries write the name they gave a
// provider.
var keyContexts = []string{
	"/auth/", "/auth/callback/", "callbackscontroller#", "/auth/signin/", "/login/oauth2/code/", "/oauth/callback/", "/oauth2/authorization/", "/oauth2/callback/",
	"allauth.socialaccount.providers.", "clientregistrationid", "omniauth-", "omniauth::strategies::", "passport-",
	"next-auth/providers/", "@auth/core/providers/", "provider_id", "providerid", "registrationid", "registration-id", "social_core.backends.",
	"social_core/backends/", "social/backends/", "socialaccount/providers/", "/complete/", "/accounts/", "socialite::driver", "socialiteproviders\\", "socialiteproviders/",
	"/oauth2-", "\\oauth2\\client\\provider\\", "flask_dance.contrib.", "flask_dance/contrib/", "omniauth/strategies/", "omniauth: (",
	"passport.authenticate(", "ueberauth.strategy.", "assent.strategy.", "homeassistant.components.", "homeassistant/components/", "custom_components.", "custom_components/",
	"'provider', ", "'provider': ", `"provider": `, `"provider":"`,
}

// pythonFile stands behind the name of a module in a trace of Python: "/app/reddit.py", line 7.
const pythonFile = `.py", line `

// clientCalls stand behind the name of a client of Authlib or requests-oauthlib: oauth.google.authorize_access_token(request).
var clientCalls = []string{".authorize_access_token(", ".authorize_redirect(", ".authorized_response(", ".fetch_token("}

// finder looks for all words at once.
type finder struct {
	words []word
	set   *pattern.Set      // of the words
	keys  map[string]string // key to id
}

type word struct {
	text    string
	id      string // empty: a context, the key after it decides
	weight  int
	host    bool // dots and hyphens beside it make it another word
	openEnd bool
	not     []string // what may not follow
}

// newWord reads a word of Recognise.Words.
func newWord(text, id string, weight int) word {
	not := strings.Split(text, " !")
	text, open := strings.CutSuffix(not[0], "*")
	return word{text: text, id: id, weight: weight, openEnd: open, host: weight < weightMention && !open, not: not[1:]}
}

func newFinder(files []*file) *finder {
	f := &finder{keys: map[string]string{}}
	for _, c := range keyContexts {
		f.add(word{text: c, openEnd: true, weight: weightKey})
	}
	for _, c := range append(clientCalls, pythonFile) {
		f.add(word{text: c, openEnd: true, weight: weightMention})
	}
	for _, p := range files {
		for _, k := range p.Recognise.Keys {
			f.keys[strings.ToLower(k)] = p.ID
		}
		for _, weight := range slices.Sorted(maps.Keys(p.Recognise.Words)) {
			for _, text := range p.Recognise.Words[weight] {
				f.add(newWord(text, p.ID, weight))
			}
		}
		for _, h := range p.Recognise.Hosts {
			before, after, star := strings.Cut(h, "*")
			switch {
			case !star:
				f.add(word{text: h, id: p.ID, weight: weightHost, host: true})
			case !strings.HasSuffix(before, "."): // of oidc.eks.*.amazonaws.com only the beginning is its own
				f.add(word{text: after, id: p.ID, weight: weightHost, host: true})
			default:
				f.add(word{text: before, id: p.ID, weight: weightHost, host: true, openEnd: true})
			}
		}
		for _, path := range p.Recognise.Paths {
			if path[0] != '/' && !strings.ContainsAny(path, "{*") {
				f.add(word{text: path, id: p.ID, weight: weightHostPath, host: true, openEnd: true})
			}
		}
	}
	slices.Reverse(f.words) // of two that tell of one place the same, the last one counts
	texts := make([]string, len(f.words))
	for i, w := range f.words {
		texts[i] = w.text
	}
	f.set = pattern.NewSet(texts...)
	return f
}

func (f *finder) add(w word) {
	if len(w.text) >= 4 { // the tests refuse it otherwise
		f.words = append(f.words, w)
	}
}

func (f *finder) find(text string) []Hit { return f.hits(text, f.set.Find(text)) }

// hits are the providers that the words found in a text name.
func (f *finder) hits(text string, found []pattern.Hit) []Hit {
	var hits []Hit
	for _, h := range found {
		w := &f.words[h.Literal]
		if !w.stands(text, h.At) {
			continue
		}
		id := w.id
		switch {
		case id == "" && w.text == pythonFile:
			id = f.byKey(text[nameStart(text, h.At, `/\"`):h.At])
		case id == "" && w.text[0] == '.':
			id = f.byKey(text[nameStart(text, h.At, " .=(\t\n"):h.At])
		case id == "":
			id = f.byKey(keyAfter(text, h.At+len(w.text)))
		}
		if id != "" {
			hits = keep(hits, Hit{id, h.At, w.weight})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(-cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Offset, b.Offset))
	})
	return hits
}

func keep(hits []Hit, h Hit) []Hit {
	for i := range hits {
		if hits[i].ID == h.ID {
			if h.Weight > hits[i].Weight {
				hits[i] = h
			}
			return hits
		}
	}
	return append(hits, h)
}

// stands reports whether the word, which is at i, is whole.
func (w *word) stands(text string, i int) bool {
	if w.text[0] == '.' { // the end of a host: something must stand before it
		if i == 0 || !isWord(text[i-1], false) {
			return false
		}
	} else if i > 0 && isWord(w.text[0], w.host) && (isWord(text[i-1], w.host) || text[i-1] == '@' && w.weight < weightMention) {
		return false
	}
	if i > 0 && w.openEnd && strings.IndexByte("_-", text[i-1]) >= 0 {
		if prefix := strings.TrimRight(w.text, "_-"); prefix != w.text && prefix != w.id {
			return false // gho_ begins a token; in the middle of another it is chance
		}
	}
	if w.weight < weightCertain && (strings.HasSuffix(text[:i], "eg ") || strings.HasSuffix(text[:i], "e.g. ") || strings.HasSuffix(text[:i], "for example ") || strings.HasSuffix(text[:i], " 1.1 ")) {
		return false // a form's example, or a proxy of a Via header
	}
	end := i + len(w.text)
	if w.weight < weightMention && i > 0 && end < len(text) && (text[i-1] == '\\' && text[end] == '\\' || strings.HasSuffix(text[:i], "documents/")) {
		return false // a folder: C:\Users\ann\Documents\GitHub\shop
	}
	for _, other := range w.not {
		if strings.HasPrefix(text[end:], other) {
			return false
		}
	}
	if w.openEnd || end == len(text) || !isWord(w.text[len(w.text)-1], w.host) {
		return true
	}
	// A full stop ends a sentence after a host, or goes on with another host.
	if w.host && text[end] == '.' {
		return end+1 == len(text) || !isWord(text[end+1], false)
	}
	return !isWord(text[end], w.host)
}

func isWord(c byte, host bool) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || host && (c == '-' || c == '.')
}

// keyTails are what a strategy adds to the name of its provider.
var keyTails = []string{"-openidconnect", "-oauth2-oidc", "-oauth20", "-oauth2", "-oauth", "-oidc", "-v2", "2", "_custom", "_fleet", "plus"}

// byKey is the provider of a name, as it is or without what a strategy adds to it.
func (f *finder) byKey(key string) string {
	if id := f.keys[key]; id != "" {
		return id
	}
	if id := f.keys[strings.ReplaceAll(key, "-", "_")]; id != "" {
		return id
	}
	for _, tail := range keyTails {
		if name, ok := strings.CutSuffix(key, tail); ok {
			return f.keys[name]
		}
	}
	return ""
}

// nameStart is where the name begins that ends at i; i when none of these stands before it.
func nameStart(text string, i int, before string) int {
	at := i
	for at > 0 && i-at < 32 && (isWord(text[at-1], false) || text[at-1] == '_') {
		at--
	}
	if at == 0 || strings.IndexByte(before, text[at-1]) < 0 {
		return i
	}
	return at
}

// keyAfter reads the name after a context, past quotes, colons and blanks.
func keyAfter(text string, i int) string {
	for n := 0; n < 6 && i < len(text) && strings.IndexByte(" \t:='\"\\[(", text[i]) >= 0; n++ {
		i++
	}
	j := i
	for j < len(text) && j-i < 32 && (isWord(text[j], false) || text[j] == '-' || text[j] == '_') {
		j++
	}
	return text[i:j]
}
