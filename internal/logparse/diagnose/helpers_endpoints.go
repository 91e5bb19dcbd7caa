package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// settingAt is where a setting stands, its name and value together.
func settingAt(a *artifact.Artifact) source.Span {
	return source.Span{Start: a.Name.Span.Start, End: max(a.Name.Span.End, a.Text.Span.End)}
}

// settingURL is the URL in the value of a setting: ${VAR:http://…} and quotes around it are taken off.
func settingURL(value string) string {
	if i := strings.Index(value, "http"); i >= 0 {
		value = value[i:]
	}
	if i := strings.IndexAny(value, " \"'`)"); i >= 0 {
		value = value[:i]
	}
	return strings.Replace(value, "}", "", 1)
}

// issuerSettings are the settings that name an issuer or authority, whatever the program calls it.
func issuerSettings(f *exchange.Flow) []*artifact.Artifact {
	var out []*artifact.Artifact
	for _, a := range f.Of(artifact.Setting) {
		name := strings.ToLower(a.Name.Text)
		if strings.Contains(name, "issuer") || strings.HasSuffix(name, "authority") || strings.HasSuffix(name, "oidc_endpoint") || strings.HasSuffix(name, "auth-server-url") {
			if strings.Contains(a.Text.Text, "://") {
				out = append(out, a)
			}
		}
	}
	return out
}

// quotedURLs are the addresses of a line, in their order, without what trails them.
func quotedURLs(line string) []string {
	var out []string
	for _, m := range anyURL.FindAll(line, 8) {
		out = append(out, strings.TrimRight(line[m[0]:m[1]], ".,;:!?)]}'\"\\`"))
	}
	return out
}

var anyURL = pattern.Must(`https?://[^\s"'<>\\,]+`)

// urlDifference says in words how two addresses differ, from the coarsest part down: "" when they are equal.
func urlDifference(a, b string) Text {
	if a == b {
		return Text{}
	}
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	if err1 != nil || err2 != nil {
		return Text{"they differ", "они различаются"}
	}
	switch {
	case strings.ContainsAny(b, "{}") || strings.Contains(b, "%7B"):
		return Text{"the published one is a template with a placeholder for the tenant", "опубликованный — шаблон с подстановкой тенанта"}
	case x.Scheme != y.Scheme && strings.EqualFold(x.Host, y.Host):
		return Text{"the scheme differs: " + x.Scheme + " against " + y.Scheme, "различается схема: " + x.Scheme + " и " + y.Scheme}
	case strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/"):
		return Text{"only the trailing slash differs", "различается только завершающая косая черта"}
	case strings.EqualFold(a, b):
		return Text{"only upper and lower case differ", "различается только регистр букв"}
	case x.Hostname() == y.Hostname() && x.Port() != y.Port():
		return Text{"the port differs: " + x.Host + " against " + y.Host, "различается порт: " + x.Host + " и " + y.Host}
	case x.Host != y.Host:
		return Text{"the host differs: " + x.Host + " against " + y.Host, "различается хост: " + x.Host + " и " + y.Host}
	}
	return Text{"the path differs: " + x.Path + " against " + y.Path, "различается путь: " + x.Path + " и " + y.Path}
}
