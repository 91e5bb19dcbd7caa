package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The tests are in English, whatever the language of who runs them.
func TestMain(m *testing.M) {
	for _, name := range []string{"GRANTLENS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

const cyrillic = "абвгдежзийклмнопрстуфхцчшщыэюя"

// helpText is what a command line prints, on either stream.
func helpText(args ...string) string {
	var out, errs bytes.Buffer
	run(args, strings.NewReader(""), &out, &errs)
	return out.String() + errs.String()
}

// TestHelpInRussian: every command, and every flag it has, is explained in Russian too.
func TestHelpInRussian(t *testing.T) {
	for _, c := range byName() {
		if c.short != "" && russian[c.short] == "" {
			t.Errorf("%s: no Russian for %q", c.name, c.short)
		}
	}
	flags := 0
	for _, args := range commandLines() {
		name := strings.Join(args, " ")
		english, said := helpText(append(args, "-h")...), helpText(append(args, "-h", "-lang", "ru")...)
		if !strings.HasPrefix(said, "использование: ") || !strings.HasPrefix(english, "usage: ") {
			t.Errorf("%s: the usage begins %.40q in Russian, %.40q in English", name, said, english)
		}
		for line := range strings.Lines(said) {
			if strings.HasPrefix(line, "    \t") {
				flags++
				if !strings.ContainsAny(line, cyrillic) {
					t.Errorf("%s: a flag without Russian: %s", name, line)
				}
			}
		}
		if got, want := strings.Count(said, "\n  -"), strings.Count(english, "\n  -"); got != want {
			t.Errorf("%s: %d flags in Russian, %d in English", name, got, want)
		}
	}
	if flags == 0 {
		t.Fatal("no flag was seen")
	}
}

func TestLanguageOfHelp(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		args []string
		want string
	}{
		{nil, []string{"-h"}, "en"},
		{nil, []string{"-h", "-lang", "ru"}, "ru"},
		{nil, []string{"-lang=ru", "-h"}, "ru"},
		{nil, []string{"--lang", "ru", "help"}, "ru"},
		{map[string]string{"LANG": "ru_RU.UTF-8"}, []string{"-h"}, "ru"},
		{map[string]string{"LANG": "ru_RU.UTF-8"}, []string{"-h", "-lang", "en"}, "en"},
		{map[string]string{"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, []string{"-h"}, "en"},
		{map[string]string{"LANG": "C", "GRANTLENS_LANG": "ru"}, nil, "ru"},
		{nil, []string{"token", "-h", "--lang=ru"}, "ru"},
		{nil, []string{"-lang", "ru", "token", "-h"}, "ru"},
	} {
		for _, name := range []string{"GRANTLENS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
			t.Setenv(name, tt.env[name])
		}
		got := "en"
		if strings.ContainsAny(helpText(tt.args...), cyrillic) {
			got = "ru"
		}
		if got != tt.want {
			t.Errorf("%v %q: help in %s; want %s", tt.env, tt.args, got, tt.want)
		}
	}
}
