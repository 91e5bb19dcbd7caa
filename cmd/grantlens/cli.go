package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"grantlens/internal/cli"
)

// call is one run of a command: its streams, its language and its flags.
type call struct {
	in    io.Reader
	out   *output
	errs  io.Writer
	lang  string // en or ru; before the flags are read as far as it can be told
	name  string // the words after grantlens
	usage string
	flags *flag.FlagSet
	asked *string // -lang
}

// command begins a command; usage is what -h says above its flags. Every command has -lang.
func (c *call) command(name, usage string) {
	c.name, c.usage = name, usage
	c.flags = flag.NewFlagSet(name, flag.ContinueOnError)
	c.flags.SetOutput(io.Discard) // what Parse would print is worded by cli.OfFlags
	c.flags.Usage = func() {}
	c.asked = c.flags.String("lang", c.lang, "`language` of what is said: en or ru")
}

// parse reads the command line. Flags may stand behind arguments, too; everything after -- is an argument. The status
// counts when done is true.
func (c *call) parse(args []string) (rest []string, status int, done bool) {
	c.lang = cli.Language(args, c.lang)
	for {
		err := c.flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			c.printHelp()
			return nil, exitOK, true
		}
		if err != nil {
			return nil, c.fail(cli.OfFlags(c.flags, err, "grantlens "+c.name)), true
		}
		left := c.flags.Args()
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			rest = append(rest, left...)
			break
		}
		if len(left) == 0 {
			break
		}
		rest, args = append(rest, left[0]), left[1:]
	}
	if !c.oneOf("lang", *c.asked, "en", "ru") {
		return nil, exitUsage, true
	}
	c.lang = *c.asked
	return rest, exitOK, false
}

// two runs one of two commands that stand behind another word.
func (c *call) two(name, usage string, args []string, first, second command) int {
	for _, each := range []command{first, second} {
		if len(args) > 0 && args[0] == each.name {
			return each.run(c, args[1:])
		}
	}
	c.lang = cli.Language(args, c.lang)
	switch {
	case len(args) == 0:
		fmt.Fprintln(c.errs, c.help(usage))
		return exitUsage
	case isHelp(args[0]):
		fmt.Fprintln(c.out, c.help(usage))
		return exitOK
	}
	return c.fail(cli.At(name, errNoSubcommand.With(first.name, second.name, name)))
}

// fail says what is wrong with the command line or the input, never quoting input.
func (c *call) fail(err error) int {
	c.note(c.words(err))
	return exitUsage
}

// note says something beside the answer.
func (c *call) note(text string) { fmt.Fprintln(c.errs, "grantlens: "+text) }

// oneOf checks the value of a flag.
func (c *call) oneOf(name, value string, values ...string) bool {
	if slices.Contains(values, value) {
		return true
	}
	c.fail(cli.At("-"+name, cli.Choice(values...)))
	return false
}

// say picks the language.
func (c *call) say(en, ru string) string {
	if c.lang == "ru" {
		return ru
	}
	return en
}

// input opens a file, or standard input for "-". What is compressed with gzip is read through it: logs are rotated so.
func (c *call) input(name string) (r io.Reader, size int64, close func(), err error) {
	r, size, close = c.in, -1, func() {}
	if _, typed := terminal(c.in); typed && name == "-" {
		end := "Ctrl+D"
		if runtime.GOOS == "windows" {
			end = "Ctrl+Z, Enter"
		}
		c.note(c.words(errReadingTerminal.With(end)))
	}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, 0, nil, err
		}
		if info, err := file.Stat(); err == nil {
			if info.IsDir() {
				file.Close()
				return nil, 0, nil, cli.At(cli.Shown(name), cli.ErrFolder)
			}
			if info.Mode().IsRegular() {
				size = info.Size()
			}
		}
		r, close = file, func() { file.Close() }
	}
	buffered := bufio.NewReaderSize(r, 256<<10)
	head, err := buffered.Peek(2)
	if err == io.EOF { // a terminal that is asked again waits for another end
		return bytes.NewReader(head), size, close, nil
	}
	if len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			close()
			return nil, 0, nil, cli.At(c.source(name), errNotGzip)
		}
		return unzipped, -1, close, nil
	}
	return buffered, size, close, nil
}

// source is what is being read, in words.
func (c *call) source(name string) string {
	if name == "-" {
		return c.say("standard input", "стандартный ввод")
	}
	return cli.Shown(name)
}

// read reads a file, or standard input for "-", of at most so many megabytes.
func (c *call) read(name string, megabytes int) (string, error) {
	r, _, closeInput, err := c.input(name)
	if err != nil {
		return "", err
	}
	defer closeInput()
	limit := megabytes << 20
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return "", cli.At(c.source(name), errCut)
	case len(data) > limit:
		return "", cli.At(c.source(name), errTooLarge.With(megabytes))
	}
	return string(data), nil
}

// argument is the one argument of a command that takes a text: the text itself, the name of a file that holds it, or
// standard input.
func (c *call) argument(args []string, tooMany cli.Problem, megabytes int) (text string, ok bool) {
	name := "-"
	switch {
	case len(args) > 1:
		c.fail(cli.At(c.name, tooMany))
		return "", false
	case len(args) == 1:
		name = args[0]
	}
	if info, err := os.Stat(name); name != "-" && (err != nil || info.IsDir()) {
		return name, true
	}
	text, err := c.read(name, megabytes)
	if err != nil {
		c.fail(err)
	}
	return text, err == nil
}

// readTime reads the value of a flag: RFC 3339 or Unix seconds.
func readTime(flag, value string) (time.Time, error) {
	t, err := cli.Time(value)
	if err != nil {
		return t, cli.At(flag, err)
	}
	return t, nil
}

// ask reads a secret: from the terminal without echo, else from standard input, where one line break at the end is dropped
// unless raw.
func (c *call) ask(what string, raw bool) (string, error) {
	if file, ok := c.in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(c.errs, what+c.say(" (not shown): ", " (не отображается): "))
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(c.errs)
		if err != nil {
			return "", cli.At(what, errTyping)
		}
		return string(typed), nil
	}
	typed, err := io.ReadAll(io.LimitReader(c.in, maxSecret+1))
	if err != nil || len(typed) > maxSecret {
		return "", cli.At(what, errTyped)
	}
	if !raw {
		typed = bytes.TrimSuffix(bytes.TrimSuffix(typed, []byte("\n")), []byte("\r"))
	}
	return string(typed), nil
}

// maxSecret bounds what ask reads, in bytes.
const maxSecret = 64 << 10

// terminal reports whether a stream is one, and how many columns it has.
func terminal(stream any) (width int, ok bool) {
	if wrapped, ok := stream.(*output); ok {
		stream = wrapped.Writer
	}
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil || width < 20 {
		width = 80
	}
	return width, true
}

// colors decides about colours: always, never, or auto, which asks the terminal and NO_COLOR (no-color.org).
func colors(when string, out io.Writer) bool {
	_, isTerminal := terminal(out)
	return when == "always" || when == "auto" && isTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// progress shows on a terminal how far a long input was read.
type progress struct {
	*call
	name        string
	size, read  int64
	begun, last time.Time
	shown       bool
}

const (
	progressAfter = 700 * time.Millisecond // a short input shows none
	progressEvery = 200 * time.Millisecond
)

func (c *call) newProgress(name string, size int64) *progress {
	if _, ok := terminal(c.errs); !ok {
		return nil
	}
	return &progress{call: c, name: c.source(name), size: size, begun: time.Now()}
}

func (p *progress) add(n int) {
	if p == nil {
		return
	}
	p.read += int64(n)
	now := time.Now()
	if now.Sub(p.begun) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprint(p.errs, "\r\x1b[K"+p.line(now.Sub(p.begun)))
}

// line says how far the reading is after a time.
func (p *progress) line(after time.Duration) string {
	said := p.amount(p.read)
	if p.size > 0 {
		said = fmt.Sprintf(p.say("%d %% of %s", "%d %% из %s"), p.read*100/p.size, p.amount(p.size))
	}
	return fmt.Sprintf(p.say("%s: %s, %s/s", "%s: %s, %s/с"), p.name, said, p.amount(int64(float64(p.read)/after.Seconds())))
}

func (p *progress) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.errs, "\r\x1b[K")
	}
}

// amount is a number of bytes for people.
func (c *call) amount(n int64) string {
	switch {
	case n >= 1e9:
		return c.say(fmt.Sprintf("%.1f GB", float64(n)/1e9), strings.Replace(fmt.Sprintf("%.1f ГБ", float64(n)/1e9), ".", ",", 1))
	case n >= 1e6:
		return fmt.Sprintf(c.say("%.0f MB", "%.0f МБ"), float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf(c.say("%.0f kB", "%.0f КБ"), float64(n)/1e3)
	}
	return fmt.Sprintf(c.say("%d B", "%d Б"), n)
}
