// Command grantlens tells what an authentication log really says.
package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// command is one word after grantlens.
type command struct {
	name  string
	short string // empty: not for people
	run   func(args []string, in io.Reader, out, errs io.Writer) int
}

// Exit statuses of every command.
const (
	exitOK       = 0 // nothing wrong was found
	exitFindings = 1 // something was found
	exitUsage    = 2 // the command line or the input could not be used
)

var commands []command

func register(c command) bool {
	commands = append(commands, c)
	return true
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, errs io.Writer) int {
	lang := languageOf(args)
	if len(args) > 0 && strings.HasPrefix(args[0], "-") { // the language may stand before the command
		switch name, _, joined := strings.Cut(strings.TrimLeft(args[0], "-"), "="); {
		case name == "lang" && joined:
			args = append(args[1:], args[0])
		case name == "lang" && len(args) > 1:
			args = append(args[2:], args[0], args[1])
		}
	}
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "-help" || args[0] == "help" {
		usage(out, lang)
		if len(args) == 0 {
			return exitUsage
		}
		return exitOK
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(args[1:], in, out, errs)
		}
	}
	fmt.Fprintln(errs, "grantlens: unknown command; grantlens help lists them")
	return exitUsage
}

// byName lists the commands in alphabetical order.
func byName() []command {
	return slices.SortedFunc(slices.Values(commands), func(a, b command) int { return strings.Compare(a.name, b.name) })
}

func usage(w io.Writer, lang string) {
	fmt.Fprintln(w, help("Grantlens tells what an authentication log really says.", lang))
	fmt.Fprintln(w, "\n"+help("usage: grantlens COMMAND [flags] [FILE …]", lang)+"\n\n"+help("commands:", lang))
	for _, c := range byName() {
		if c.short != "" {
			fmt.Fprintf(w, "  %-10s %s\n", c.name, help(c.short, lang))
		}
	}
	fmt.Fprintln(w, "\n"+help("grantlens COMMAND -h explains a command's flags.", lang))
}
