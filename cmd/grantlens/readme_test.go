package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestReadmeShowsWhatIsPrinted runs what the README shows after "$ bin/grantlens": the lines below it, up to "…", are those
// that the answer begins with. -update writes them anew.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	t.Setenv("GRANTLENS_LANG", "en")
	t.Chdir("../..")
	raw, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const prompt, fence, more = "```\n$ bin/grantlens ", "\n```", "\n…"
	parts := strings.Split(string(raw), prompt)
	if len(parts) < 2 {
		t.Fatal("the README shows no answer")
	}
	for i, part := range parts[1:] {
		block, after, closed := strings.Cut(part, fence)
		command, shown, _ := strings.Cut(block, "\n")
		shown, cut := strings.CutSuffix(shown, more)
		if !closed || !cut {
			t.Fatalf("%s: the block does not end in %q%s", command, more, fence)
		}
		var out, errs bytes.Buffer
		run(strings.Fields(command), strings.NewReader(""), &out, &errs)
		printed := strings.Split(out.String(), "\n")
		want := strings.Join(printed[:min(len(printed), 1+strings.Count(shown, "\n"))], "\n")
		if shown != want {
			t.Errorf("grantlens %s is shown with\n%s\nand prints\n%s%s", command, shown, want, errs.String())
		}
		parts[1+i] = command + "\n" + want + more + fence + after
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(strings.Join(parts, prompt)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
