package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Settings: lines of environment files, Java properties, INI, YAML and command-line flags whose name speaks of the
// login. A paste often shows the cause only here.

var _ = register(Recogniser{ID: "setting", Rank: 90, Read: readSettings})

var settingWords = [...]string{"issuer", "url", "uri", "client", "secret", "redirect", "scope", "oidc", "oauth", "auth", "token", "hostname", "realm", "tenant", "proxy", "cookie", "samesite", "callback", "audience", "authority", "domain", "provider", "algorithm", "grant", "storage", "response_mode", "responsemode", "response_type", "responsetype"}

// notSetting tells a sentence of a program (`curl: (7) Failed …`, `x.TokenException: …`), a header that answers and a call
// from a setting.
func notSetting(name, value string) bool {
	for _, suffix := range [...]string{"exception", "error", "warning"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	if value == "{" || value == "[" || value == "(" || strings.HasPrefix(value, "eyJ") || strings.HasPrefix(value, "Bearer ") {
		return true
	}
	if name == "uri" || name == "url" {
		return !strings.Contains(value, "/")
	}
	switch name {
	case "curl", "oauth2", "oidc", "oauth", "jwt", "www-authenticate":
		return strings.ContainsAny(value, " ")
	}
	for _, code := range spokenCodes {
		if name == code {
			return true
		}
	}
	// client.fetch_token(url, code=code)
	call := strings.IndexByte(value, '(')
	return call > 0 && strings.HasSuffix(value, ")") && paramName(value[:call]) && strings.Contains(value[:call], ".")
}

func readSettings(r *Reader) {
	text := r.View.Text
	for _, line := range r.eachLine() {
		s := line.text
		if s.Len() < 5 || s.Len() > 600 {
			continue
		}
		if strings.IndexByte("-eEs", text[s.Start]) >= 0 {
			for _, lead := range [...]string{"- ", "export ", "--", "ENV ", "set "} {
				if strings.HasPrefix(text[s.Start:s.End], lead) {
					s.Start += len(lead)
				}
			}
		}
		i := s.Start
		for i < s.End && (isWord(text[i]) || text[i] == '.' || text[i] == '-' || text[i] == '"' || text[i] == '\'' || text[i] == '[' || text[i] == ']') {
			i++
		}
		name := source.Span{Start: s.Start, End: i}
		for i < s.End && text[i] == ' ' {
			i++
		}
		if name.Len() < 3 || i >= s.End || text[i] != '=' && text[i] != ':' || strings.HasPrefix(text[i:s.End], "://") || strings.HasPrefix(text[i:s.End], "::") {
			continue
		}
		if text[i] == ':' && i+1 < s.End && text[i+1] != ' ' {
			continue
		}
		low := r.Lower[name.Start:name.End]
		wanted := false
		for _, w := range settingWords {
			if strings.Contains(low, w) {
				wanted = true
				break
			}
		}
		if !wanted {
			continue
		}
		value := trim(text, source.Span{Start: i + 1, End: s.End})
		if text[name.Start] == '[' || !r.Free(name) || notSetting(low, text[value.Start:value.End]) {
			continue
		}
		for value.Len() > 0 && (text[value.End-1] == ',' || text[value.End-1] == ';') {
			value.End--
		}
		if n := value.Len(); n >= 2 && (text[value.Start] == '"' || text[value.Start] == '\'') && text[value.End-1] == text[value.Start] {
			value.Start, value.End = value.Start+1, value.End-1
		}
		for name.Len() > 2 && (text[name.Start] == '"' || text[name.Start] == '\'') {
			name.Start++
		}
		for name.Len() > 2 && (text[name.End-1] == '"' || text[name.End-1] == '\'') {
			name.End--
		}
		r.Add(Artifact{Kind: Setting, Format: "setting", Span: r.View.Origin(s), Name: r.Value(name), Text: r.Value(value)})
	}
}
