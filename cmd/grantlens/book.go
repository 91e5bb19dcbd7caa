package main

import (
	"strings"

	"grantlens/internal/cli"
)

// book is what a command lists, and explains by name: rules and codes, or providers.
type book[List any] struct {
	name, usage string
	unknown     cli.Problem // what is said of a name that means nothing
	none        List        // with lists that are empty rather than missing: JSON tells the difference
	all         func(lang string) List
	find        func(found *List, all List, name, lang string) bool // adds what a name means
	similar     func(all List, name string) []string
	printAll    func(*printer, List)
	printSome   func(*printer, List)
}

// maxSimilar bounds what is offered in place of a name that means nothing.
const maxSimilar = 6

// look lists the whole book, or explains the names given.
func look[List any](c *call, args []string, b book[List]) int {
	c.command(b.name, b.usage)
	format := c.flags.String("format", "text", "`form` of the answer: text or json")
	color := c.flags.String("color", "auto", "`when` to use colours: auto, always or never")
	names, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("format", *format, "text", "json") || !c.oneOf("color", *color, "auto", "always", "never") {
		return exitUsage
	}
	all := b.all(c.lang)
	list, print := all, b.printAll
	if len(names) > 0 {
		list, print = b.none, b.printSome
	}
	for _, name := range names {
		if b.find(&list, all, name, c.lang) {
			continue
		}
		status = exitFindings
		said := c.words(b.unknown)
		if near := b.similar(all, name); len(near) > 0 {
			said += c.words(errThereIs.With(strings.Join(near, ", ")))
		}
		if name != "" {
			said = cli.Shown(name) + ": " + said
		}
		c.note(said)
	}
	if *format == "json" {
		if printJSON(c.out, list) != exitOK {
			return exitUsage
		}
		return status
	}
	print(newPrinter(c.out, colors(*color, c.out)), list)
	return status
}
