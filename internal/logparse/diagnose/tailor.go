package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
)

// headings are the names by which a text says that it, or a part of it, holds at one provider ("Keycloak: Clients →
// Credentials"), for one client library ("Passport: define serializeUser") or for one program ("Grafana: email_attribute_path"),
// with the ids of the providers, languages or programs it holds at.
var headings = append(ofApps(func(name, id string) heading { return heading{name, []string{id}} }), []heading{
	{"AD FS", []string{"adfs"}}, {"Apple", []string{"apple"}}, {"Auth0", []string{"auth0"}}, {"Authelia", []string{"authelia"}},
	{"Authentik", []string{"authentik"}}, {"authentik", []string{"authentik"}}, {"Azure", []string{"entra"}}, {"Cognito", []string{"cognito"}},
	{"Dex", []string{"dex"}}, {"Discord", []string{"discord"}}, {"Entra", []string{"entra"}}, {"Facebook", []string{"facebook", "instagram"}},
	{"Firebase", []string{"firebase"}}, {"GitHub", []string{"github"}}, {"GitLab", []string{"gitlab"}},
	{"Google", []string{"google"}}, {"Hydra", []string{"ory"}}, {"Instagram", []string{"instagram", "facebook"}},
	{"Kanidm", []string{"kanidm"}}, {"Keycloak", []string{"keycloak"}}, {"LINE", []string{"line"}}, {"LinkedIn", []string{"linkedin"}}, {"Microsoft", []string{"entra", "adfs"}},
	{"Okta", []string{"okta"}}, {"OpenIddict", []string{"openiddict"}}, {"Pocket ID", []string{"pocketid"}}, {"Salesforce", []string{"salesforce"}}, {"Shopify", []string{"shopify"}}, {"Slack", []string{"slack"}}, {"Spotify", []string{"spotify"}},
	{"Supabase", []string{"supabase"}}, {"Telegram", []string{"telegram"}}, {"Twitch", []string{"twitch"}}, {"VK", []string{"vk"}},
	{"Vault", []string{"vault"}}, {"X", []string{"twitter"}}, {"ZITADEL", []string{"zitadel"}},

	{"Android", []string{"java", "dart", "js", "dotnet"}}, {"ASP.NET", []string{"dotnet"}}, {"Auth.js", []string{"js"}}, {"Authlib", []string{"python"}},
	{"Django", []string{"python"}}, {"Expo", []string{"js", "java", "swift"}}, {"Express", []string{"js"}}, {"Flask", []string{"python"}},
	{"Flutter", []string{"dart", "java", "swift"}}, {"Kafka", []string{"java"}}, {"Laravel", []string{"php"}}, {"MSAL.js", []string{"js"}}, {"MSAL.NET", []string{"dotnet"}},
	{"Next.js", []string{"js"}}, {"NextAuth.js", []string{"js"}}, {"Node.js", []string{"js"}}, {"OmniAuth", []string{"ruby"}}, {"Passport", []string{"js"}},
	{"Quarkus", []string{"java"}}, {"Rails", []string{"ruby"}}, {"Spring", []string{"java"}}, {"Symfony", []string{"php"}}, {"angular-auth-oidc-client", []string{"js"}},
	{"django-allauth", []string{"python"}}, {"iOS", []string{"swift", "dart", "js", "dotnet"}}, {"keycloak-js", []string{"js"}}, {"oidc-client-ts", []string{"js"}},
	{"omniauth_openid_connect", []string{"ruby"}}, {"openid-client", []string{"js"}}, {"passport", []string{"js"}}, {"requests-oauthlib", []string{"python"}},

	{"Argo CD", []string{"argocd"}}, {"Grafana", []string{"grafana"}}, {"Harbor", []string{"harbor"}}, {"Home Assistant", []string{"home-assistant"}},
	{"Jenkins", []string{"jenkins"}}, {"Kibana", []string{"elastic"}}, {"Elasticsearch", []string{"elastic"}}, {"Nextcloud", []string{"nextcloud"}},
	{"VS Code", []string{"vscode"}}, {"kube-apiserver", []string{"kube-apiserver"}}, {"oauth2-proxy", []string{"oauth2-proxy"}},
}...)

type heading struct {
	name string
	ids  []string
}

// apps are programs whose logs name them.
const apps = "BookStack Directus Gitea HedgeDoc Headscale Immich JupyterHub Mealie Metabase Miniflux MinIO MLflow Odoo Portainer Proxmox Rocket.Chat Strapi Superset Synapse Synology Vaultwarden WebUI Woodpecker"

// ofApps makes something of the name of each, and of the word that its logs hold.
func ofApps[T any](of func(name, word string) T) (out []T) {
	for _, name := range strings.Fields(apps) {
		out = append(out, of(name, strings.ToLower(name)))
	}
	return out
}

// programs log users in or check their tokens, and their logs show which they are.
var programs = append(ofApps(func(name, id string) program { return program{id, []string{id}} }), []program{
	{"argocd", []string{"argocd", "argo cd", "argo-cd"}},
	{"elastic", []string{"kibana", "elastic", "opensearch"}},
	{"grafana", []string{"grafana", "generic_oauth", "logger="}},
	{"harbor", []string{"harbor"}},
	{"home-assistant", []string{"home assistant", "homeassistant", "home-assistant"}},
	{"jenkins", []string{"jenkins"}},
	{"kube-apiserver", []string{"kube", "apiserver", "k8s", "unable to authenticate the request", "oidc.go:"}},
	{"nextcloud", []string{"nextcloud"}},
	{"oauth2-proxy", []string{"oauth2-proxy", "oauth2_proxy", "oauth2 proxy", "oauthproxy.go"}},
	{"vscode", []string{"vs code", "vscode", "visual studio code"}},
}...)

type program struct {
	id    string
	signs []string
}

// languages are those a program may be written in, with what their stacks and their clients' messages hold.
var languages = []struct {
	id    string
	signs []string
}{
	{"dart", []string{".dart", "i/flutter"}},
	{"dotnet", []string{".cs:line ", "microsoft.aspnetcore", "microsoft.identity", "   at system.", "system.net.", "system.invalidoperation", "addauthentication", "idx1", "idx2"}},
	{"go", []string{".go:", "oauth2: ", "goroutine "}},
	{"java", []string{".java:", "java.", "org.springframework", "(unknown source)", ".kt:"}},
	{"js", []string{"node_modules", ".js", ".ts:", ".mjs", ".tsx", "[next-auth]", "[auth]", "uncaught (in promise)"}},
	{"php", []string{".php", "guzzlehttp", "doctrine\\"}},
	{"python", []string{`.py", line `, "traceback (most recent call last)", "site-packages", ".py:"}},
	{"ruby", []string{".rb:", "omniauth"}},
	{"swift", []string{".swift", "error domain=", "nserror"}},
}

// Behind some providers others stand that a log need not name: an API server checks tokens of anybody, a broker logs users in
// anywhere. What holds at another broker does not hold here all the same.
var (
	servesAnybody = []string{"kubernetes", "openshift", "vault"}
	brokers       = []string{"firebase", "supabase", "cognito", "auth0", "clerk", "workos"}
)

// here are the ids of the providers, languages and programs a log is of.
type here []string

// Tailored leaves out of the causes, the fixes, what is missing and what to read that which holds elsewhere only: whoever looks for
// a setting of Keycloak need not read where it stands in Entra ID, nor a user of Django what Passport wants. Where the provider is
// not known all of providers stays; where no language shows, all of clients; of programs only what the text shows.
func (x Finding) Tailored(f *exchange.Flow) Finding {
	x.Causes, x.Fixes = ofGrant(x.Causes, x.grant(f)), ofGrant(x.Fixes, x.grant(f))
	h := slices.Concat(x.providersHere(f), languagesIn(f), programsIn(f))
	x.Causes, x.Fixes, x.Missing = h.texts(x.Causes), h.texts(x.Fixes), h.texts(x.Missing)
	if known := x.Provider(f); slices.Contains(brokers, known) {
		x.Causes, x.Fixes = ownFirst(x.Causes, known), ownFirst(x.Fixes, known)
	}
	x.Refs = slices.DeleteFunc(slices.Clone(x.Refs), func(r Ref) bool { return begins(r.Label) && h.elsewhere(r.Label) })
	return x
}

// languagesIn are the languages whose stacks and messages the text shows, or all where it shows none.
func languagesIn(f *exchange.Flow) here {
	var shown, all here
	for _, l := range languages {
		all = append(all, l.id)
		if slices.ContainsFunc(l.signs, f.Contains) {
			shown = append(shown, l.id)
		}
	}
	if shown == nil {
		return all
	}
	return shown
}

// programsIn are the programs that the text shows.
func programsIn(f *exchange.Flow) here {
	var shown here
	for _, p := range programs {
		if slices.ContainsFunc(p.signs, f.Contains) {
			shown = append(shown, p.id)
		}
	}
	return shown
}

// providersHere are the providers the finding may be about, all where that is not known.
func (x Finding) providersHere(f *exchange.Flow) here {
	var h here
	known := x.Provider(f)
	if known == "" || slices.Contains(servesAnybody, known) {
		for _, heading := range headings {
			h = append(h, heading.ids...)
		}
		return slices.DeleteFunc(h, isClient)
	}
	h = here{known}
	if slices.Contains(brokers, known) && x.Rule.ID != "redirect-uri-not-registered" { // which is registered at the broker itself
		for _, other := range headings {
			if !slices.Contains(brokers, other.ids[0]) && !isClient(other.ids[0]) {
				h = append(h, other.ids...)
			}
		}
	}
	if known == "google" {
		h = append(h, "firebase") // whose clients are Google's
	}
	for _, e := range f.Exchanges {
		h = append(h, e.Provider)
	}
	for _, hit := range f.Providers {
		h = append(h, hit.ID)
	}
	for _, id := range h {
		if p, ok := providers.Get(id); ok {
			h = append(h, p.Like)
		}
	}
	return h
}

// grants are the words before a colon by which an item says that it holds for one grant. An engine of one language has no other.
var grants = map[string]string{"Authorization code": "authorization_code", "Code": "authorization_code", "Refresh token": "refresh_token", "Refresh": "refresh_token",
	"Password": "password", "Assertion": "urn:ietf:params:oauth:grant-type:jwt-bearer",
	"Код авторизации": "authorization_code", "Код": "authorization_code", "Refresh-токен": "refresh_token", "Обновление": "refresh_token", "Пароль": "password"}

// grant is the grant that the finding is about, "" where that is not known.
func (x Finding) grant(f *exchange.Flow) string {
	if x.Exchange == nil {
		return ""
	}
	return grantOf(f, x.Exchange)
}

// grantOf is the grant of an exchange; where its request is not printed, the only one that the text names.
func grantOf(f *exchange.Flow, e *exchange.Exchange) (grant string) {
	if e.Grant != "" {
		return e.Grant
	}
	const name = "grant_type"
	for _, s := range f.Find(name) {
		value := strings.TrimLeft(f.Lower[f.View.Seen(s).End:], `"'\:= `)
		n := 0
		for n < len(value) && (wordByte(value[n]) || strings.IndexByte("-:%", value[n]) >= 0) {
			n++
		}
		if grant == "" {
			grant = value[:n]
		}
		if grant != value[:n] {
			return ""
		}
	}
	return strings.ReplaceAll(grant, "%3a", ":")
}

// ofGrant leaves out the items that hold for other grants.
func ofGrant(items []Text, grant string) []Text {
	if grant == "" {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(t Text) bool {
		heading, _, _ := strings.Cut(t.EN, ": ")
		of, ok := grants[heading]
		return ok && of != grant
	})
}

// isClient tells the id of a language or a program from that of a provider.
func isClient(id string) bool {
	for _, l := range languages {
		if l.id == id {
			return true
		}
	}
	for _, p := range programs {
		if p.id == id {
			return true
		}
	}
	return false
}

// Provider is the id of the provider the finding is about, "" where that is not known.
func (x Finding) Provider(f *exchange.Flow) string {
	if x.Exchange != nil {
		return x.Exchange.Provider
	}
	return f.Named()
}

// ownFirst puts what holds at the providers behind a broker only after all else.
func ownFirst(items []Text, broker string) []Text {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b Text) int { return ofOthers(a, broker) - ofOthers(b, broker) })
	return items
}

func ofOthers(t Text, id string) int {
	if heading, _, ok := strings.Cut(t.EN, ": "); ok {
		if ids := spokenOf(heading); ids != nil && begins(t.EN) && !isClient(ids[0]) && !slices.Contains(ids, id) {
			return 1
		}
	}
	return 0
}

func (h here) texts(all []Text) []Text {
	var out []Text
	for _, t := range all {
		if !begins(t.EN) || !h.elsewhere(t.EN) {
			if t = (Text{h.pruned(t.EN), h.pruned(t.RU)}); t.OK() {
				out = append(out, t)
			}
		}
	}
	if out == nil {
		return all
	}
	return out
}

// pruned leaves other providers and clients out of the lists of a text: the parts between semicolons that begin with a provider, and those
// in brackets.
func (h here) pruned(s string) string {
	lead, parts := split(s)
	if slices.ContainsFunc(parts, func(p string) bool { return begins(p) && !h.elsewhere(p) }) {
		parts = slices.DeleteFunc(parts, func(p string) bool { return begins(p) && h.elsewhere(p) })
	} else if n := len(parts); lead != "" && n > 1 {
		parts = slices.DeleteFunc(parts, func(p string) bool { return begins(p) && h.elsewhere(p) })
		if len(parts) < n { // none of them is here: what leads to them says it without them
			parts, lead = append([]string{strings.TrimSuffix(lead, ": ")}, parts...), ""
			if len(parts) == 1 && !strings.Contains(parts[0], " ") {
				return "" // "Where"
			}
		}
	}
	s = lead + strings.Join(parts, "; ")
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '(')
		if open < 0 {
			return b.String() + s
		}
		end := open + closing(s[open:])
		inner := s[open+1 : end]
		if heading, _, ok := strings.Cut(inner, ": "); open > 0 && ok && begins(heading) && !strings.Contains(heading, ", ") && h.elsewhere(inner) {
			b.WriteString(strings.TrimSuffix(s[:open], " ")) // an example, and of others only
		} else {
			b.WriteString(s[:open] + h.inBrackets(s[open:end]))
		}
		s = s[end:]
	}
}

// split cuts a text at its semicolons outside brackets, behind what leads to the first provider ("Where: ").
func split(s string) (lead string, parts []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			i += closing(s[i:]) - 1
		case lead == "" && parts == nil && strings.HasPrefix(s[i:], ": ") && !begins(s) && begins(s[i+2:]):
			lead, from = s[:i+2], i+2
		case strings.HasPrefix(s[i:], "; "):
			parts, from = append(parts, s[from:i]), i+2
		}
	}
	return lead, append(parts, s[from:])
}

// closing is the length of a text in brackets, to its end where they stay open.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// inBrackets leaves the parts that hold elsewhere out of a list in brackets of which one holds here. Behind a comma, what names
// nobody may belong to the part before: such a list stays whole.
func (h here) inBrackets(s string) string {
	sep := "; "
	if !strings.Contains(s, sep) {
		sep = ", "
	}
	parts := strings.Split(strings.TrimSuffix(s[1:], ")"), sep)
	nobody := func(p string) bool { return spokenOf(p) == nil }
	if sep == ", " && slices.ContainsFunc(parts, nobody) || !slices.ContainsFunc(parts, func(p string) bool { return !nobody(p) && !h.elsewhere(p) }) {
		return s
	}
	return "(" + strings.Join(slices.DeleteFunc(parts, h.elsewhere), sep) + ")"
}

// elsewhere: the text speaks of providers or clients, and of none that is here.
func (h here) elsewhere(s string) bool {
	ids := spokenOf(s)
	return ids != nil && !slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(h, id) })
}

// begins: a text begins with a provider or a client, as "Keycloak: …" or "In Keycloak …".
func begins(s string) bool {
	for _, word := range []string{"In ", "At ", "For ", "В ", "У ", "Для "} {
		s = strings.TrimPrefix(s, word)
	}
	return !strings.HasPrefix(s, "GitHub Actions") && slices.ContainsFunc(headings, func(x heading) bool {
		rest, ok := strings.CutPrefix(s, x.name)
		return ok && (rest == "" || !inName(rest[0]))
	})
}

// spokenOf gives the ids of the providers and languages a text speaks of by their names as whole words.
func spokenOf(s string) []string {
	var ids []string
	for _, x := range headings {
		for at := 0; ; {
			i := strings.Index(s[at:], x.name)
			if i < 0 {
				break
			}
			from, to := at+i, at+i+len(x.name)
			if (from == 0 || !inName(s[from-1])) && (to == len(s) || !inName(s[to])) {
				ids = append(ids, x.ids...)
				break
			}
			at = to
		}
	}
	return ids
}

func inName(c byte) bool {
	return c == '-' || c == '_' || c == '.' || c == '/' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
