package report

import (
	"bytes"
	"fmt"
	"strings"
)

// Markdown renders the report for an issue or a chat: secrets in quotes are masked.
func Markdown(r *Report, lang string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "## %s\n", escapeMarkdown(Mask(r.Summary.Headline)))
	if r.Summary.Exchange != "" {
		bold := func(word string) string { return "**" + word + "**" }
		fmt.Fprintf(&b, "\n%s\n", weighed(r.Summary.Claimed, r.Summary.Actual, r.Summary.Guess, lang, " · ", bold))
	}
	if nothing(r) {
		fmt.Fprintf(&b, "\n%s\n", wordMore.in(lang))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n### %s\n\n`%s` · %s · %s\n", escapeMarkdown(f.Title), f.Rule, severityWords[f.Severity].in(lang), confidenceWords[f.Confidence].in(lang))
		if len(f.Evidence) > 0 {
			b.WriteString("\n```\n")
			quoted, again := f.proof(lang)
			for _, q := range quoted {
				fmt.Fprintf(&b, "%*d | %s\n", digits(r), q.Span.Line, strings.ReplaceAll(oneLine(maskQuote(r, q), 100), "```", "'''"))
			}
			if again != "" {
				fmt.Fprintf(&b, "%*s   %s\n", digits(r), "", again)
			}
			b.WriteString("```\n")
		}
		fmt.Fprintf(&b, "\n%s\n", escapeMarkdown(f.Detail))
		items(&b, f.Causes, wordCauses, lang)
		items(&b, f.Fixes, wordFix, lang)
		items(&b, f.Missing, wordMissing, lang)
		for _, ref := range f.Refs {
			fmt.Fprintf(&b, "\n%s: [%s](%s)\n", wordSee.in(lang), escapeMarkdown(ref.Label), ref.URL)
		}
	}
	if len(r.Exchanges) > 0 {
		fmt.Fprintf(&b, "\n### %s\n\n", wordExchanges.in(lang))
		shown, left := listed(r)
		for _, x := range shown {
			fmt.Fprintf(&b, "- %s: %s\n", x.ID, escapeMarkdown(exchangeLine(x, lang)))
		}
		if left > 0 {
			fmt.Fprintf(&b, "\n%s\n", fmt.Sprintf(wordNotListed.in(lang), left))
		}
	}
	if len(r.Tokens) > 0 {
		fmt.Fprintf(&b, "\n### %s\n\n", wordTokens.in(lang))
		if said := judged(r, lang); said != "" {
			fmt.Fprintf(&b, "%s\n\n", said)
		}
		for _, t := range r.Tokens {
			fmt.Fprintf(&b, "- %s: %s\n", t.ID, escapeMarkdown(tokenLine(t, lang)))
		}
	}
	if said := omitted(r, lang); said != "" {
		fmt.Fprintf(&b, "\n%s\n", said)
	}
	return b.Bytes()
}

func items(b *bytes.Buffer, list []string, title words, lang string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n**%s**\n\n", title.in(lang))
	for i, item := range list {
		fmt.Fprintf(b, "%d. %s\n", i+1, escapeMarkdown(item))
	}
}

// escapeMarkdown keeps text from being read as markup or HTML.
func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "#", `\#`, "|", `\|`).Replace(s)
}
