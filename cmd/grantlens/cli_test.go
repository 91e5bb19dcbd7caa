package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, tt := range []struct {
		lang       string
		size, read int64
		want       string
	}{
		{"en", 2_000_000_000, 840_000_000, "big.log: 42 % of 2.0 GB, 560 MB/s"},
		{"en", -1, 840_000_000, "big.log: 840 MB, 560 MB/s"}, // a pipe
		{"ru", 2_000_000_000, 840_000_000, "big.log: 42 % из 2,0 ГБ, 560 МБ/с"},
		{"ru", -1, 30_000, "big.log: 30 КБ, 20 КБ/с"},
	} {
		p := &progress{call: &call{lang: tt.lang}, name: "big.log", size: tt.size, read: tt.read}
		if got := p.line(1500 * time.Millisecond); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	(&call{errs: &bytes.Buffer{}}).newProgress("x", 1).add(1) // no terminal: nothing is written, and nothing fails
}

func TestColors(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	for when, want := range map[string]bool{"always": true, "never": false, "auto": false} {
		if got := colors(when, os.Stdout); got != want {
			t.Errorf("%s under NO_COLOR: %v", when, got)
		}
	}
}

func TestGzipIsReadThrough(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(`{"error":"invalid_grant","error_description":"Code not valid"}` + "\n"))
	w.Close()
	path := filepath.Join(t.TempDir(), "log.1.gz")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if status := run([]string{"diagnose", path}, nil, &out, &errs); status != exitFindings || !strings.Contains(out.String(), "invalid_grant") {
		t.Errorf("status %d, %s, %s", status, out.String(), errs.String())
	}
	if err := os.WriteFile(path, packed.Bytes()[:packed.Len()-12], 0o600); err != nil {
		t.Fatal(err)
	}
	if status := run([]string{"diagnose", path}, nil, &out, &errs); status != exitUsage || !strings.Contains(errs.String(), "could not be read to its end") {
		t.Errorf("cut off: status %d, %s", status, errs.String())
	}
	errs.Reset()
	run([]string{"diagnose", "-lang", "ru", path}, nil, &out, &errs)
	if want := "grantlens: " + path + ": не удалось дочитать до конца\n"; errs.String() != want {
		t.Errorf("cut off, in Russian: %q; want %q", errs.String(), want)
	}
}

// The reports of the command line and of several files must not differ.
func TestJSONOfOneFileIsTheReport(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a.log")
	if err := os.WriteFile(a, []byte(`{"error":"invalid_grant","error_description":"Code not valid"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var one, piped, errs bytes.Buffer
	run([]string{"diagnose", "-format", "json", a}, nil, &one, &errs)
	raw, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	run([]string{"diagnose", "-format", "json"}, bytes.NewReader(raw), &piped, &errs)
	if one.String() != piped.String() || one.Len() == 0 {
		t.Error("a file and the same text on standard input give different reports")
	}
}

// subcommands are one of each command whose flags stand behind a second word.
var subcommands = map[string]string{"waves": "sign", "request": "import"}

// Completion offers every flag a command has, and values for every flag that takes one of a few words.
func TestCompletionKnowsEveryCommand(t *testing.T) {
	for _, c := range byName() {
		if c.short == "" {
			continue
		}
		words := []string{c.name, "-"}
		if sub := subcommands[c.name]; sub != "" {
			words = []string{c.name, sub, "-"}
		}
		flags := flagsOf(words)
		if len(flags) == 0 {
			t.Errorf("%s: no flags are offered", c.name)
		}
	}
	for key := range flagValues {
		name, flag, ok := strings.Cut(key, " ")
		if !ok {
			name, flag = "diagnose", key
		}
		words := []string{name, "-"}
		if sub := subcommands[name]; sub != "" {
			words = []string{name, sub, "-"}
		}
		if flags := strings.Join(flagsOf(words), " "); !strings.Contains(flags+" ", flag+" ") {
			t.Errorf("%s has no flag %s: it has %s", name, flag, flags)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestAnswerThatCannotBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, []byte(`{"error":"invalid_grant"} Authorization: Bearer abcdefgh12345678`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"version"}, {"help"}, {"rules"}, {"diagnose", path}, {"diagnose", "-format", "json", path}, {"diagnose", "-format", "sarif", path}, {"redact", path}, {"token", path}, {"moex", path}} {
		var errs bytes.Buffer
		if status := run(args, strings.NewReader(""), full{}, &errs); status != exitUsage || strings.Count(errs.String(), "could not be written") != 1 {
			t.Errorf("%q: status %d, %q", args, status, errs.String())
		}
	}
}
