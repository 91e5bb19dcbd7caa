package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"grantlens/internal/cli"
	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/report"
	"grantlens/internal/providers"
	"grantlens/internal/rpc/engine"
)

var (
	_ = register(command{"completion", "print the completion script of a shell: bash, zsh or fish", completionCommand})
	_ = register(command{"version", "print the version", versionCommand})
	_ = register(command{"__complete", "", completeCommand})
)

const versionUsage = `usage: grantlens version [flags]

Prints the version of the program, of the report's form and of Go, and how many rules judge.`

func versionCommand(c *call, args []string) int {
	c.command("version", versionUsage)
	rest, status, done := c.parse(args)
	switch {
	case done:
		return status
	case len(rest) > 0:
		return c.fail(cli.At("version", errNoArguments))
	}
	fmt.Fprintf(c.out, c.say("grantlens %s (report schema %d, %d rules, %s)\n", "grantlens %s (схема отчёта %d, правил: %d, %s)\n"),
		engine.Version, report.Schema, len(diagnose.Rules()), runtime.Version())
	return exitOK
}

const completionUsage = `usage: grantlens completion [flags] bash|zsh|fish

bash:  source <(grantlens completion bash)
zsh:   source <(grantlens completion zsh)
fish:  grantlens completion fish | source`

// The scripts ask the program itself, so they know every command and flag it has; where it knows no word, a file may stand.
var completions = map[string]string{
	"bash": `_grantlens() {
  local word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
  COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "$word"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _grantlens grantlens
`,
	"zsh": `_grantlens() {
  local -a found
  found=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
}
if ! type compdef >/dev/null 2>&1; then autoload -Uz compinit && compinit; fi
compdef _grantlens grantlens
`,
	"fish": `function __grantlens_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (grantlens __complete $words[2..-1] 2>/dev/null)
  if set -q found[1]; printf '%s\n' $found; else; __fish_complete_path (commandline -ct); end
end
complete -c grantlens -f -a '(__grantlens_complete)'
`,
}

func completionCommand(c *call, args []string) int {
	c.command("completion", completionUsage)
	rest, status, done := c.parse(args)
	switch {
	case done:
		return status
	case len(rest) != 1 || completions[rest[0]] == "":
		return c.fail(cli.At("completion", cli.Choice("bash", "zsh", "fish")))
	}
	io.WriteString(c.out, completions[rest[0]])
	return exitOK
}

// flagValues are the words a flag takes.
var flagValues = map[string]string{
	"diagnose -format": "text json markdown sarif", "diagnose -fail-on": "error warning never", "-color": "auto always never", "-lang": "en ru",
	"moex -format": "text json", "moex -env": "production play", "request -format": "http curl text json",
	"rules -format": "text json", "providers -format": "text json", "token -format": "text json", "token -use": "access id refresh logout", "redact -receipt": "text json none",
	"waves -format": "text json form curl fetch go python", "waves -profile": "waves.exchange wx.network waves.exchange-test wx.network-test",
	"waves -spaces": "ask keep trim", "waves -seed-as": "auto text base58 privateKey", "waves -chain": "W T",
}

// completeCommand prints what may stand in place of the last word, one a line.
func completeCommand(c *call, words []string) int {
	if len(words) <= 1 {
		for _, each := range byName() {
			if each.short != "" {
				fmt.Fprintln(c.out, each.name)
			}
		}
		return exitOK
	}
	name, last := words[0], words[len(words)-1]
	before := ""
	if len(words) > 2 {
		before = "-" + strings.TrimLeft(words[len(words)-2], "-")
	}
	print := func(list string) int {
		for _, w := range strings.Fields(list) {
			fmt.Fprintln(c.out, w)
		}
		return exitOK
	}
	if values, ok := flagValues[name+" "+before]; ok {
		return print(values)
	}
	if values, ok := flagValues[before]; ok {
		return print(values)
	}
	switch {
	case strings.HasPrefix(last, "--"): // the flags may be written so, too
		return print("-" + strings.Join(flagsOf(words), " -"))
	case strings.HasPrefix(last, "-"):
		return print(strings.Join(flagsOf(words), " "))
	case name == "rules":
		for _, r := range diagnose.Rules() {
			fmt.Fprintln(c.out, r.ID)
		}
		if len(last) >= 2 { // of the codes those that begin so: there are thousands
			printCodes(c.out, last)
		}
	case name == "providers":
		for _, p := range providers.All() {
			fmt.Fprintln(c.out, p.ID)
		}
	case name == "completion":
		return print("bash zsh fish")
	case name == "waves" && len(words) == 2:
		return print("sign verify")
	case name == "request" && len(words) == 2:
		return print("import callback")
	}
	return exitOK
}

// printCodes prints the codes of the catalogue that begin with what was typed.
func printCodes(out io.Writer, typed string) {
	var codes []string
	for _, fact := range providers.AllFacts() {
		for _, code := range [...]string{fact.Code, fact.Error} {
			if len(code) >= len(typed) && strings.EqualFold(code[:len(typed)], typed) && !strings.ContainsAny(code, " \t\n") {
				codes = append(codes, typed+code[len(typed):])
			}
		}
	}
	slices.Sort(codes)
	for _, code := range slices.Compact(codes) {
		fmt.Fprintln(out, code)
	}
}

// flagsOf reads a command's flags from what its -h says: there is no second list.
func flagsOf(words []string) []string {
	args := []string{words[0], "-h"}
	if (words[0] == "waves" || words[0] == "request") && len(words) > 2 {
		args = []string{words[0], words[1], "-h"}
	}
	var help strings.Builder
	run(args, strings.NewReader(""), &help, io.Discard)
	var flags []string
	for _, line := range strings.Split(help.String(), "\n") {
		if rest, ok := strings.CutPrefix(line, "  -"); ok {
			name, _, _ := strings.Cut(rest, " ")
			name, _, _ = strings.Cut(name, "\t")
			flags = append(flags, "-"+name)
		}
	}
	return flags
}
