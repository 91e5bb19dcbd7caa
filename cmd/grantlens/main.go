// Command grantlens tells what an authentication log really says.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"grantlens/internal/cli"
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
	answer := &output{Writer: out}
	c := &call{in: in, out: answer, errs: errs, lang: cli.EnvironmentLanguage()}
	status := c.run(args)
	if answer.err == nil || errors.Is(answer.err, syscall.EPIPE) { // nobody reads on
		return status
	}
	return c.fail(errNotOut)
}

// output remembers that the answer could not be written: a full disk must not look like a success.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		o.err = err
	}
	return n, err
}

func (c *call) run(args []string) int {
	for len(args) > 0 && cli.IsFlag(args[0], "lang") { // the language may stand before the command
		_, value, joined := strings.Cut(args[0], "=")
		args = args[1:]
		if !joined && len(args) == 0 {
			return c.fail(cli.At("-lang", cli.ErrNoValue))
		}
		if !joined {
			value, args = args[0], args[1:]
		}
		if !cli.Spoken(value) {
			return c.fail(cli.At("-lang", cli.Choice("en", "ru")))
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
	case cli.IsFlag(args[0], "version"):
		args[0] = "version"
	case isHelp(args[0]):
		c.lang = cli.Language(args[1:], c.lang)
		c.overview()
		return exitOK
	}
	for _, each := range commands {
		if each.name == args[0] {
			return each.run(c, args[1:])
		}
	}
	c.lang = cli.Language(args, c.lang)
	return c.fail(notACommand(args[0]))
}

// notACommand says what was likely meant.
func notACommand(word string) error {
	if info, err := os.Stat(word); err == nil {
		name := cli.Shown(word)
		if info.IsDir() {
			name += string(os.PathSeparator)
		}
		return errFileForCommand.With(name)
	}
	if strings.HasPrefix(word, "-") {
		return errFlagForCommand
	}
	var names []string
	for _, each := range byName() {
		names = append(names, each.name)
	}
	if near := cli.Nearest(word, names); near != "" {
		return errNearCommand.With(near)
	}
	return errNoCommand
}

func isHelp(word string) bool {
	return word == "help" || cli.IsFlag(word, "h") || cli.IsFlag(word, "help")
}

// byName lists the commands in alphabetical order.
func byName() []command {
	return slices.SortedFunc(slices.Values(commands), func(a, b command) int { return strings.Compare(a.name, b.name) })
}

// firstSteps is what one comes for.
const firstSteps = `  grantlens diagnose login.log                   what a log really shows
  docker logs my-app 2>&1 | grantlens diagnose   the same of what is piped in
  grantlens token <token.txt                     what a token holds, and whether it is valid`

func (c *call) overview() {
	fmt.Fprintln(c.out, c.help("Grantlens tells what an authentication log really says."))
	fmt.Fprintln(c.out, "\n"+c.help("usage: grantlens COMMAND [flags] [FILE …]")+"\n\n"+c.help(firstSteps)+"\n\n"+c.help("commands:"))
	for _, each := range byName() {
		if each.short != "" {
			fmt.Fprintf(c.out, "  %-11s %s\n", each.name, c.help(each.short))
		}
	}
	fmt.Fprintln(c.out, "\n"+c.help("grantlens COMMAND -h explains a command's flags."))
}
