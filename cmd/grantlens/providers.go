package main

import (
	"fmt"
	"slices"
	"strings"

	"grantlens/internal/providers"
	"grantlens/internal/rpc/profiles"
)

var _ = register(command{"providers", "list and explain the providers: endpoints, grants, client authentication, quirks", providersCommand})

const providersUsage = `usage: grantlens providers [flags] [ID …]

Without an argument lists every provider. With arguments explains these: keycloak, moex, entra.

Exit status: 0, 1 when a provider is not known, 2 usage.`

func providersCommand(c *call, args []string) int {
	return look(c, args, book[profiles.List]{
		name: "providers", usage: providersUsage, unknown: errNoProvider,
		none:      profiles.List{Providers: []profiles.Provider{}},
		all:       profiles.Of,
		find:      findProvider,
		similar:   similarProviders,
		printAll:  c.printProviderList,
		printSome: c.printProviders,
	})
}

// findProvider adds the provider of an id or a name.
func findProvider(found *profiles.List, all profiles.List, name, _ string) bool {
	i := slices.IndexFunc(all.Providers, func(p profiles.Provider) bool {
		return strings.EqualFold(p.ID, name) || strings.EqualFold(p.Name, name)
	})
	if i >= 0 {
		found.Providers = append(found.Providers, all.Providers[i])
	}
	return i >= 0
}

// similarProviders lists the ids of providers whose id or name holds the word.
func similarProviders(all profiles.List, name string) (near []string) {
	name = strings.ToLower(name)
	for _, p := range all.Providers {
		if len(name) > 2 && len(near) < maxSimilar && (strings.Contains(p.ID, name) || strings.Contains(strings.ToLower(p.Name), name)) {
			near = append(near, p.ID)
		}
	}
	return near
}

func (c *call) printProviders(p *printer, list profiles.List) {
	for i, each := range list.Providers {
		if i > 0 {
			p.text("\n")
		}
		c.printProvider(p, each)
	}
}

func (c *call) printProviderList(p *printer, list profiles.List) {
	var known [][2]string
	var recognised []string
	width := 0
	for _, each := range list.Providers {
		if len(each.Variants) > 0 {
			width = max(width, len(each.ID))
		}
	}
	for _, each := range list.Providers {
		if len(each.Variants) == 0 {
			recognised = append(recognised, each.ID)
			continue
		}
		var grants []string
		for _, g := range each.Grants {
			if name := shortGrant(g.Type); !slices.Contains(grants, name) {
				grants = append(grants, name)
			}
		}
		known = append(known, [2]string{fmt.Sprintf("%-*s", width, each.ID), each.Name + ": " + strings.Join(grants, ", ")})
	}
	p.head(fmt.Sprintf(c.say("%d providers with endpoints and grants", "Провайдеров с endpoint и grant: %d"), len(known)))
	for _, line := range known {
		p.hang(line[1], "  "+p.bold(line[0])+"  ", strings.Repeat(" ", width+4))
	}
	p.text("\n")
	p.head(fmt.Sprintf(c.say("%d more whose logs and error codes are known", "Ещё %d, чьи журналы и коды ошибок известны"), len(recognised)))
	p.wrap(strings.Join(recognised, ", "), "  ")
	p.text("\n" + c.say("grantlens providers ID explains one of them\n", "grantlens providers ID объясняет любого из них\n"))
}

// shortGrant leaves the namespace of an extension grant out.
func shortGrant(grant string) string {
	return grant[strings.LastIndexAny(grant, ":/")+1:]
}

func (c *call) printProvider(p *printer, each profiles.Provider) {
	kinds := map[string]string{
		providers.KindService: c.say("a service", "сервис"),
		providers.KindServer:  c.say("software that anybody runs", "программа, которую запускают у себя"),
		providers.KindGeneric: c.say("any provider of the standard", "любой провайдер по стандарту"),
	}
	p.text(p.bold(each.Name) + " · " + each.ID + " · " + kinds[each.Kind] + "\n")
	if len(each.Hosts) > 0 {
		p.hang(p.bold(c.say("hosts:", "хосты:"))+" "+strings.Join(each.Hosts, ", "), "  ", "    ")
	}
	for _, v := range each.Variants {
		p.text("\n  " + p.bold(or(v.Name, v.ID)) + " · " + v.ID + "\n")
		p.wrap(v.Note, "    ")
		for _, x := range v.Vars {
			value := ""
			if x.Default != "" {
				value = " (" + x.Default + ")"
			}
			p.hang("{"+x.Name+"}"+value+": "+x.Help, "    ", "      ")
		}
		for _, e := range v.Endpoints.List() {
			p.text(fmt.Sprintf("    %-10s %s\n", e.Name, e.URL))
		}
	}
	if len(each.Grants) > 0 {
		p.text("\n  " + p.bold(c.say("grants", "способы получить токен (grant)")) + "\n")
	}
	for _, g := range each.Grants {
		line := g.Type
		if g.PKCE != "" {
			line += " · PKCE: " + c.say(g.PKCE, map[string]string{"required": "обязателен", "supported": "поддерживается", "unsupported": "не поддерживается"}[g.PKCE])
		}
		if len(g.Variants) > 0 {
			line += " · " + c.say("only ", "только ") + strings.Join(g.Variants, ", ")
		}
		p.hang(line, "    ", "      ")
		p.wrap(g.Note, "      ")
		for _, param := range g.Params {
			name := param.Name
			switch {
			case param.Absent:
				name += c.say(" (not sent)", " (не передаётся)")
			case param.Value != "":
				name += "=" + param.Value
			}
			if param.Required {
				name += c.say(" (required)", " (обязателен)")
			}
			p.hang(name+": "+param.Help, "      ", "        ")
		}
	}
	c.printTerms(p, c.say("client authentication", "аутентификация клиента"), each.ClientAuth)
	c.printTerms(p, c.say("scopes", "scope"), each.Scopes)
	if len(each.Quirks) > 0 {
		p.text("\n  " + p.bold(c.say("quirks", "особенности")) + "\n")
	}
	for _, q := range each.Quirks {
		p.hang(q.Text, "    ", "    ")
		source := q.Source.Label
		if q.Source.URL != "" {
			source += " <" + q.Source.URL + ">"
		}
		if q.Source.Checked != "" {
			source += ", " + q.Source.Checked
		}
		p.hang(source+" ("+c.confidence(q.Confidence)+")", "      ", "      ")
	}
}

func (c *call) printTerms(p *printer, title string, terms []profiles.Term) {
	if len(terms) == 0 {
		return
	}
	p.text("\n  " + p.bold(title) + "\n")
	for _, t := range terms {
		line := t.Name
		if t.Help != "" {
			line += ": " + t.Help
		}
		p.hang(line, "    ", "      ")
	}
}
