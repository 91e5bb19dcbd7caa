package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"grantlens/internal/cli"
	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc/engine"
)

var _ = register(command{"diagnose", "say what a log really shows: verdict, evidence, cause, fix", diagnoseCommand})

const diagnoseUsage = `usage: grantlens diagnose [flags] [FILE or FOLDER …]

Reads the files (standard input without one or for -) and says what they show. A folder stands for the files in it and
below, without those whose name begins with a dot; gzip is read through.

Forms:
  text      for people
  markdown  for an issue or a chat
  json      the report, schema 1; of several files one line a file: {"file":"…","report":{…}}
  sarif     SARIF 2.1.0, one run over all files, for code hosts and editors
Text, markdown and sarif mask secrets. JSON quotes the input as it stands: its spans are for tools.

Tokens are judged at the log's own time. A token alone is judged by the clock.

Exit status: 0 nothing wrong, 1 findings of the severity of -fail-on, 2 usage or a file that could not be read.`

func diagnoseCommand(c *call, args []string) int {
	c.command("diagnose", diagnoseUsage)
	format := c.flags.String("format", "text", "`form` of the report: text, json, markdown or sarif")
	now := c.flags.String("now", "", "judge tokens at this `time`, RFC 3339 or Unix seconds, where the log has none of its own")
	failOn := c.flags.String("fail-on", "warning", "exit with status 1 on findings of this `severity` or above: error, warning or never")
	color := c.flags.String("color", "auto", "`when` to use colours: auto, always or never")
	names, status, done := c.parse(args)
	if done {
		return status
	}
	d := diagnosis{call: c, opts: logparse.Options{Lang: c.lang, Clock: time.Now()}, format: *format, failOn: *failOn}
	if *now != "" {
		var err error
		if d.opts.Now, err = readTime("-now", *now); err != nil {
			return c.fail(err)
		}
	}
	if !c.oneOf("format", *format, "text", "json", "markdown", "sarif") || !c.oneOf("fail-on", *failOn, "error", "warning", "never") || !c.oneOf("color", *color, "auto", "always", "never") {
		return exitUsage
	}
	d.look.Color = colors(*color, c.out)
	if width, ok := terminal(c.out); ok {
		d.look.Width = width
	}
	files, err := expand(names)
	if err != nil {
		return c.fail(err)
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		// As seldom as 80 MB allow: a dense log is read a tenth faster, and eight regions at once hold no more than one.
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(80 << 20)
	}
	return d.run(files)
}

// diagnosis is one run over files.
type diagnosis struct {
	*call
	opts   logparse.Options
	look   report.Look
	format string
	failOn string
	status int
}

func (d *diagnosis) run(files []inputFile) int {
	var all []report.File
	quiet := 0
	for _, file := range files {
		r, err := d.read(file.name)
		if err != nil {
			d.status = d.fail(err)
			continue
		}
		if r.Summary.Kind == "binary" && !file.found {
			d.status = exitUsage // what somebody named could not be read
		}
		if d.status == exitOK && worthFailing(r, d.failOn) {
			d.status = exitFindings
		}
		switch {
		case d.format == "sarif":
			all = append(all, report.File{Name: file.name, Report: r})
			continue
		case d.format != "json" && file.found && len(r.Findings)+len(r.Exchanges)+len(r.Tokens) == 0:
			quiet++ // of a folder: the rest is worth the screen
			continue
		}
		if err := d.print(r, file.name, len(files) > 1); err != nil {
			return exitUsage // nobody reads on
		}
	}
	switch {
	case d.format == "sarif":
		if _, err := d.out.Write(report.SARIFLog(all, d.lang, engine.Version)); err != nil {
			return exitUsage
		}
	case quiet > 0:
		fmt.Fprintf(d.out, d.say("files without login traffic: %d\n", "файлов без обмена, связанного со входом: %d\n"), quiet)
	}
	return d.status
}

func (d *diagnosis) print(r *report.Report, name string, several bool) (err error) {
	switch {
	case d.format == "json" && several:
		return printLine(d.out, struct {
			File   string         `json:"file"`
			Report *report.Report `json:"report"`
		}{name, r})
	case d.format == "json":
		_, err = d.out.Write(report.JSON(r))
		return err
	case several && d.format == "markdown":
		fmt.Fprintf(d.out, "# %s\n\n", name)
	case several:
		fmt.Fprintf(d.out, "==> %s <==\n", name)
	}
	body := report.Terminal(r, d.lang, d.look)
	if d.format == "markdown" {
		body = report.Markdown(r, d.lang)
	}
	if several {
		body = append(body, '\n')
	}
	_, err = d.out.Write(body)
	return err
}

func printLine(out io.Writer, v any) error {
	if printJSON(out, v) != exitOK {
		return errors.New("the answer could not be written")
	}
	return nil
}

// inputFile is a file to read; found says that a folder held it, rather than the user named it.
type inputFile struct {
	name  string
	found bool
}

// expand replaces folders by the files in them.
func expand(args []string) ([]inputFile, error) {
	if len(args) == 0 {
		return []inputFile{{name: "-"}}, nil
	}
	var files []inputFile
	for _, name := range args {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			files = append(files, inputFile{name: name})
			continue
		}
		before := len(files)
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			hidden := path != name && strings.HasPrefix(d.Name(), ".")
			switch {
			case err != nil:
				return err
			case d.IsDir() && hidden:
				return filepath.SkipDir
			case d.Type().IsRegular() && !hidden:
				files = append(files, inputFile{path, true})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, cli.At(cli.Shown(name), errEmptyFolder)
		}
	}
	return files, nil
}

func (d *diagnosis) read(name string) (*report.Report, error) {
	in, size, closeInput, err := d.input(name)
	if err != nil {
		return nil, err
	}
	defer closeInput()
	shown := d.newProgress(name, size)
	defer shown.clear()
	p := logparse.New(d.opts)
	buf := make([]byte, 256<<10)
	for {
		n, err := in.Read(buf)
		p.Feed(buf[:n])
		shown.add(n)
		if errors.Is(err, io.EOF) {
			return p.Close(), nil
		}
		if err != nil {
			return nil, cli.At(d.source(name), errCut)
		}
	}
}

func worthFailing(r *report.Report, failOn string) bool {
	for _, f := range r.Findings {
		if f.Severity == "error" && failOn != "never" || f.Severity == "warning" && failOn == "warning" {
			return true
		}
	}
	return false
}
