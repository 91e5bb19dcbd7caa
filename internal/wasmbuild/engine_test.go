package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"grantlens/internal/logparse"
	"grantlens/internal/samples"
)

// probe is built from what the Russian engine is built from. It judges texts as this package's test does.
const probe = `package main

import (
	"encoding/json"
	"os"
	"time"

	"grantlens/internal/logparse"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, text := range texts {
		p := logparse.New(logparse.Options{Lang: "ru", Now: time.Unix(1_770_000_000, 0)})
		p.Feed([]byte(text))
		if err := out.Encode(p.Close()); err != nil {
			panic(err)
		}
	}
}
`

// TestEngineOfOneLanguageSaysTheSame: the page's Russian engine, from whose source the English is gone and whose sayings are
// packed, gives word for word the reports of the command line.
func TestEngineOfOneLanguageSaysTheSame(t *testing.T) {
	t.Chdir("../..")
	tree := t.TempDir()
	if err := copyTree(tree, "ru", "keepall"); err != nil {
		t.Fatal(err)
	}
	var sayings []byte
	for _, file := range samples.Files(t, filepath.Join(tree, "internal/logparse/diagnose/sayings/*.txt")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sayings = append(append(sayings, text...), '\n')
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{"internal/logparse/diagnose/sayings/all.txt": byRule(string(sayings)), "internal/probe/main.go": probe} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(tree, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(tree, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var texts, names []string
	for _, file := range samples.Files(t, "internal/logparse/diagnose/testdata/*.txtar") {
		for _, s := range samples.Read(t, file) {
			texts, names = append(texts, s.Input), append(names, filepath.Base(file)+": "+s.Name)
		}
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", "run", "./internal/probe")
	run.Dir, run.Stdin, run.Stderr = tree, bytes.NewReader(input), os.Stderr
	run.Env = append(os.Environ(), "GOFLAGS=-mod=readonly", "GOWORK=off")
	output, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	reports := json.NewDecoder(bytes.NewReader(output))
	for i, text := range texts {
		p := logparse.New(logparse.Options{Lang: "ru", Now: time.Unix(1_770_000_000, 0)})
		p.Feed([]byte(text))
		want, err := json.Marshal(p.Close())
		if err != nil {
			t.Fatal(err)
		}
		var got json.RawMessage
		if err := reports.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: …%s\nwant …%s", names[i], got[max(0, at-80):min(len(got), at+160)], want[max(0, at-80):min(len(want), at+160)])
		}
	}
}
