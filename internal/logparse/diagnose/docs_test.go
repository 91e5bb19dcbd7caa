package diagnose_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/rpc/engine"
	"grantlens/internal/samples"
	"grantlens/internal/source"
)

const docs = "../../../docs"

// TestDocs holds docs/rules.md and docs/rules.ru.md against the rules and their samples; -update writes them.
func TestDocs(t *testing.T) {
	for file, lang := range map[string]string{"rules.md": "en", "rules.ru.md": "ru"} {
		path := filepath.Join(docs, file)
		want := rulesPage(t, lang)
		have, err := os.ReadFile(path)
		if err == nil && bytes.Equal(have, want) {
			continue
		}
		if !*update {
			t.Errorf("docs/%s is stale: run this test with -update", file)
			continue
		}
		if err := os.MkdirAll(docs, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerdictsPage holds the lines of docs/verdicts.md against what the engine says of them.
func TestVerdictsPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(docs, "verdicts.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `(.+)` \\| (\\w+) \\| (\\w+) \\|").FindAllSubmatch(page, -1)
	if len(rows) < 10 {
		t.Fatalf("%d lines", len(rows))
	}
	for _, row := range rows {
		f := exchange.Build(source.NewText(string(row[1])+"\n", 0, 0), time.Time{})
		out := diagnose.Run(f)
		if f.Claimed != string(row[2]) || out.Actual != string(row[3]) {
			t.Errorf("%s: claimed %s, actual %s; the page says %s, %s", row[1], f.Claimed, out.Actual, row[2], row[3])
		}
	}
}

// rulesPage is the documentation of every rule, with the first sample its test runs.
func rulesPage(t *testing.T, lang string) []byte {
	t.Helper()
	say := func(en, ru string) string {
		if lang == "ru" {
			return ru
		}
		return en
	}
	list := engine.Rules(lang).Rules
	if len(list) == 0 {
		t.Fatal("there are no rules")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", say("Rules", "Правила"), say(
		"Written by the tests from the rules themselves: `go test ./internal/logparse/diagnose -run TestDocs -update`. Where a rule names what a log showed, … stands here. `grantlens rules ID` prints the same.",
		"Написано тестами по самим правилам: `go test ./internal/logparse/diagnose -run TestDocs -update`. Там, где правило называет увиденное в логе, здесь стоит …. То же печатает `grantlens rules ID -lang ru`."))
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", say("rule", "правило"), say("what it says", "что говорит"), say("severity", "важность"))
	for _, r := range list {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.ID, r.ID, cell(r.Title), r.Severity)
	}
	for _, r := range list {
		fmt.Fprintf(&b, "\n## %s\n\n**%s** · %s · %s\n", r.ID, escape(r.Title), r.Severity, r.Confidence)
		for _, id := range r.Former {
			fmt.Fprintf(&b, "\n<a id=\"%s\"></a>%s %s\n", id, say("Formerly", "Прежде"), id)
		}
		for _, text := range []string{r.About, r.Detail} {
			if text != "" {
				fmt.Fprintf(&b, "\n%s\n", escape(text))
			}
		}
		for _, part := range []struct {
			title string
			items []string
		}{
			{say("Causes, most likely first", "Причины, начиная с самой вероятной"), r.Causes},
			{say("Fixes", "Что сделать"), r.Fixes},
			{say("To be sure, get", "Чтобы убедиться, нужно"), r.Missing},
		} {
			if len(part.items) == 0 {
				continue
			}
			fmt.Fprintf(&b, "\n%s:\n\n", part.title)
			for i, item := range part.items {
				fmt.Fprintf(&b, "%d. %s\n", i+1, escape(item))
			}
		}
		fmt.Fprintf(&b, "\n%s:\n\n", say("References", "Ссылки"))
		for _, ref := range r.Refs {
			fmt.Fprintf(&b, "- [%s](%s)\n", escape(ref.Label), ref.URL)
		}
		name, sample := firstMatch(t, r.ID)
		fence := "```"
		for strings.Contains(sample, fence) {
			fence += "`"
		}
		fmt.Fprintf(&b, "\n%s (%s):\n\n%s\n%s\n%s\n", say("Fires on", "Срабатывает на"), escape(name), fence, sample, fence)
	}
	return b.Bytes()
}

// firstMatch is the first input of the rule's samples on which it must fire, made short enough to read.
func firstMatch(t *testing.T, id string) (name, input string) {
	t.Helper()
	for _, s := range samples.Read(t, filepath.Join("testdata", id+".txtar")) {
		if name, ok := strings.CutPrefix(s.Name, "match: "); ok {
			return name, short(s.Input)
		}
	}
	t.Fatalf("testdata/%s.txtar has no match section", id)
	return "", ""
}

var longWord = regexp.MustCompile(`[A-Za-z0-9_.+/=-]{72,}`)

// short cuts tokens, long lines and what follows the first lines.
func short(input string) string {
	const lines, columns = 24, 200
	input = longWord.ReplaceAllStringFunc(strings.TrimSpace(input), func(w string) string {
		if strings.Contains(w, "/") && !strings.HasPrefix(w, "eyJ") {
			return w // a path
		}
		return w[:24] + "…"
	})
	list := strings.Split(input, "\n")
	if len(list) > lines {
		list = append(list[:lines], "…")
	}
	for i, l := range list {
		if r := []rune(l); len(r) > columns {
			list[i] = string(r[:columns]) + "…"
		}
	}
	return strings.Join(list, "\n")
}

// escape keeps text from being read as Markdown or HTML.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "#", `\#`, "|", `\|`).Replace(s)
}

func cell(s string) string { return strings.ReplaceAll(escape(s), "\n", " ") }
