// Command precompress turns the files of the built page into .br and .gz beside them, so that the server compresses
// nothing while it serves.
//
//	precompress web/dist                write them
//	precompress -cache dir web/dist     the same, and take from dir what an earlier build compressed: the engine takes long
//	precompress -size web/dist          print what the page weighs on the wire, and fail when it is over budget
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// compressible are the extensions worth compressing; the rest of a page is compressed already.
var compressible = []string{".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"}

// budgets are the limits of design.md, "Budgets", in bytes after brotli; 0 is none.
var budgets = []struct {
	name       string
	extensions []string
	limit      int64
	each       bool // the limit is for every file by itself: the WASM programs are loaded one at a time
	opening    bool // of what the page loads when it opens; a view or an example that is loaded when it is asked for is not
}{
	{name: "WASM", extensions: []string{".wasm"}, limit: 1_300_000, each: true},
	{name: "page as it opens (JS, CSS)", extensions: []string{".css", ".js"}, limit: 150_000, opening: true},
	{name: "page with every view", extensions: []string{".css", ".js"}},
}

func main() {
	size := flag.Bool("size", false, "print sizes against the budgets instead of compressing")
	cache := flag.String("cache", "", "keep compressed files in this `folder`, by the hash of their content and of how they are packed")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: precompress [-size] [-cache dir] folder")
		os.Exit(2)
	}
	do := func() error { return compress(flag.Arg(0), *cache) }
	if *size {
		do = func() error { return printSizes(os.Stdout, flag.Arg(0)) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "precompress:", err)
		os.Exit(1)
	}
}

// find lists the files of dir with one of the extensions. None at all is an error: the page was not built.
func find(dir string, extensions []string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && slices.Contains(extensions, filepath.Ext(name)) {
			names = append(names, name)
		}
		return err
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s: no file of a built page", dir)
	}
	return names, err
}

// encoders are the suffixes a file gets, and how each is made.
var encoders = map[string]func([]byte) ([]byte, error){".br": packBrotli, ".gz": packGzip}

// brotliScript packs by node's zlib, which is brotli's own. The mode for fonts has it try to write distances in another way
// too (twelve of them, and the last bit of others, by themselves); without, its search for the best way ends too early: an
// engine is 9 KB larger then, or by luck is not.
// The window holds a whole program of 10 MB, and is the largest a browser takes (RFC 7932, section 9.1).
const brotliScript = `const zlib = require("node:zlib"), c = zlib.constants
const params = {[c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_MODE]: c.BROTLI_MODE_FONT}
process.stdout.write(zlib.brotliCompressSync(require("node:fs").readFileSync(0), {params}))`

// nodes holds a place for every node that runs: each takes a processor, and up to 200 MB.
var nodes = make(chan struct{}, runtime.NumCPU())

func packBrotli(raw []byte) ([]byte, error) {
	nodes <- struct{}{}
	defer func() { <-nodes }()
	node := exec.Command("node", "-e", brotliScript)
	node.Stdin, node.Stderr = bytes.NewReader(raw), os.Stderr
	return node.Output()
}

func packGzip(raw []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // fails only on an unknown level
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err := w.Close()
	return packed.Bytes(), err
}

// keep is how long the cache holds what no build takes from it: several copies of the repository may share one.
const keep = 24 * time.Hour

// compress writes .br and .gz beside every compressible file, except where one would save nothing. The cache folder, if
// any, then holds what builds of late used and nothing older.
func compress(dir, cache string) error {
	names, err := find(dir, compressible)
	if err != nil {
		return err
	}
	type job struct {
		name, suffix string
		cached       string
		err          error
	}
	var jobs []*job
	var group sync.WaitGroup
	for _, name := range names {
		for suffix := range encoders {
			j := &job{name: name, suffix: suffix}
			jobs = append(jobs, j)
			group.Go(func() { j.cached, j.err = compressFile(j.name, j.suffix, cache) })
		}
	}
	group.Wait()
	now := time.Now()
	for _, j := range jobs {
		if j.err != nil {
			return j.err
		}
		if cache != "" {
			os.Chtimes(j.cached, now, now) // at worst it is packed anew
		}
	}
	old, err := filepath.Glob(filepath.Join(cache, "*.[bgp][rza]*"))
	if err != nil || cache == "" {
		return err
	}
	for _, name := range old {
		if file, err := os.Stat(name); err == nil && now.Sub(file.ModTime()) > keep {
			os.Remove(name) // at worst it stays and takes room
		}
	}
	return nil
}

// compressFile writes name+suffix, and returns the file of the cache that holds the same.
func compressFile(name, suffix, cache string) (cached string, err error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	var packed []byte
	if cache != "" {
		sum := sha256.Sum256(append([]byte(brotliScript), raw...)) // packed otherwise, it is another file
		cached = filepath.Join(cache, hex.EncodeToString(sum[:])+suffix)
		packed, err = os.ReadFile(cached)
	}
	if cache == "" || err != nil {
		if packed, err = encoders[suffix](raw); err != nil {
			return "", err
		}
		if cache != "" {
			if err := store(cached, packed); err != nil {
				return "", err
			}
		}
	}
	if len(packed) >= len(raw) {
		return cached, nil
	}
	return cached, os.WriteFile(name+suffix, packed, 0o644)
}

// store writes a file that another build sees whole or not at all.
func store(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), "*.part")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// imported are the files a built script or page loads by itself: import"./a.js", from"./a.js", src="/assets/a.js". One in
// import(`./a.js`) is loaded when it is asked for.
var imported = regexp.MustCompile(`(?:\bfrom|\bimport|src=|href=)\s*["'][./]*(?:assets/)?([\w.-]+\.(?:js|css))["']`)

// opening returns those of the names that index.html leads to, and the worker, which every page starts.
func opening(dir string, names []string) ([]string, error) {
	byBase := map[string]string{}
	var todo []string
	for _, name := range names {
		byBase[filepath.Base(name)] = name
		if strings.HasPrefix(filepath.Base(name), "worker-") {
			todo = append(todo, name)
		}
	}
	var out []string
	for todo = append(todo, filepath.Join(dir, "index.html")); len(todo) > 0; todo = todo[1:] {
		content, err := os.ReadFile(todo[0])
		if err != nil {
			return nil, err
		}
		if slices.Contains(out, todo[0]) {
			continue
		}
		if filepath.Base(todo[0]) != "index.html" {
			out = append(out, todo[0])
		}
		for _, match := range imported.FindAllSubmatch(content, -1) {
			if name, ok := byBase[string(match[1])]; ok {
				todo = append(todo, name)
			}
		}
	}
	return out, nil
}

// printSizes prints raw, gzip and brotli bytes against each budget, and fails when one is over.
func printSizes(w io.Writer, dir string) error {
	const row = "%-28s %10v %10v %10v %10v %8v\n"
	fmt.Fprintf(w, row, "bytes", "raw", "gzip", "brotli", "budget", "left")
	var over []error
	for _, b := range budgets {
		names, err := find(dir, b.extensions)
		if err != nil {
			return err
		}
		if b.opening {
			if names, err = opening(dir, names); err != nil {
				return err
			}
		}
		groups := map[string][]string{b.name: names}
		if b.each {
			groups = map[string][]string{}
			for _, name := range names {
				groups[filepath.Base(name)] = []string{name}
			}
		}
		for _, group := range slices.Sorted(maps.Keys(groups)) {
			var raw, gz, br int64
			for _, name := range groups[group] {
				plain, err := os.Stat(name)
				if err != nil {
					return err
				}
				raw += plain.Size()
				gz += packedSize(name+".gz", plain.Size())
				br += packedSize(name+".br", plain.Size())
			}
			limit, left := any("-"), any("-")
			if b.limit > 0 {
				limit, left = b.limit, b.limit-br
			}
			fmt.Fprintf(w, row, group, raw, gz, br, limit, left)
			if b.limit > 0 && br > b.limit {
				over = append(over, fmt.Errorf("%s is %d bytes over its budget", group, br-b.limit))
			}
		}
	}
	return errors.Join(over...)
}

// packedSize is the size of a compressed file, or of the original where compressing saved nothing.
func packedSize(name string, plain int64) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return plain
	}
	return info.Size()
}
