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
	run   func(c *call, args []string) int
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
	c := &call{in: in, out: out, errs: errs, lang: environmentLanguage()}
	for len(args) > 0 && isFlag(args[0], "lang") { // the language may stand before the command
		_, value, joined := strings.Cut(args[0], "=")
		args = args[1:]
		if !joined && len(args) == 0 {
			return c.fail(at("-lang", errNoValue))
		}
		if !joined {
			value, args = args[0], args[1:]
		}
		if !spoken(value) {
			return c.fail(at("-lang", choice("en", "ru")))
		}
		c.lang = value
	}
	if len(args) > 1 && args[0] == "help" && !strings.HasPrefix(args[1], "-") {
		args = append(args[1:], "-h")
	}
	switch {
	case len(args) == 0:
		c.overview()
		return exitUsage
	case isHelp(args[0]):
		c.lang = languageOf(args[1:], c.lang)
		c.overview()
		return exitOK
	}
	for _, each := range commands {
		if each.name == args[0] {
			return each.run(c, args[1:])
		}
	}
	c.lang = languageOf(args, c.lang)
	return c.fail(notACommand(args[0]))
}

// notACommand says what was likely meant.
func notACommand(word string) error {
	if info, err := os.Stat(word); err == nil {
		name := shown(word)
		if info.IsDir() {
			name += string(os.PathSeparator)
		}
		return errFileForCommand.with(name)
	}
	if strings.HasPrefix(word, "-") {
		return errFlagForCommand
	}
	var names []string
	for _, each := range byName() {
		names = append(names, each.name)
	}
	if near := nearest(word, names); near != "" {
		return errNearCommand.with(near)
	}
	return errNoCommand
}

func isHelp(word string) bool {
	return word == "help" || isFlag(word, "h") || isFlag(word, "help")
}

// isFlag reports whether a word of the command line is this flag, with or without a value.
func isFlag(word, flag string) bool {
	name, _, _ := strings.Cut(word, "=")
	return name == "-"+flag || name == "--"+flag
}

// byName lists the commands in alphabetical order.
func byName() []command {
	return slices.SortedFunc(slices.Values(commands), func(a, b command) int { return strings.Compare(a.name, b.name) })
}

func (c *call) overview() {
	fmt.Fprintln(c.out, c.help("Grantlens tells what an authentication log really says."))
	fmt.Fprintln(c.out, "\n"+c.help("usage: grantlens COMMAND [flags] [FILE …]")+"\n\n"+c.help("commands:"))
	for _, each := range byName() {
		if each.short != "" {
			fmt.Fprintf(c.out, "  %-10s %s\n", each.name, c.help(each.short))
		}
	}
	fmt.Fprintln(c.out, "\n"+c.help("grantlens COMMAND -h explains a command's flags."))
}
