package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestCompressedFilesUnpackToTheOriginal(t *testing.T) {
	dir, cache := t.TempDir(), filepath.Join(t.TempDir(), "cache")
	script := strings.Repeat("export const verdict = 1;\n", 50)
	write(t, filepath.Join(dir, "assets", "app.js"), script)
	write(t, filepath.Join(dir, "tiny.css"), "a{}")
	write(t, filepath.Join(dir, "icon.png"), strings.Repeat("a", 1000))
	write(t, filepath.Join(cache, "0123.br"), "of an older build")
	write(t, filepath.Join(cache, "4567.br"), "of another build today")
	if err := os.Chtimes(filepath.Join(cache, "0123.br"), time.Time{}, time.Now().Add(-2*keep)); err != nil {
		t.Fatal(err)
	}

	for _, run := range []string{"empty cache", "warm cache"} {
		if err := compress(dir, cache); err != nil {
			t.Fatalf("%s: %v", run, err)
		}
		packed, err := os.ReadFile(filepath.Join(dir, "assets", "app.js.br"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed))); err != nil || string(got) != script {
			t.Errorf("%s: brotli unpacks to %d bytes, %v; want the original", run, len(got), err)
		}
		packed, err = os.ReadFile(filepath.Join(dir, "assets", "app.js.gz"))
		if err != nil {
			t.Fatal(err)
		}
		zip, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(zip); err != nil || string(got) != script {
			t.Errorf("%s: gzip unpacks to %d bytes, %v; want the original", run, len(got), err)
		}
	}
	for _, name := range []string{"tiny.css.br", "tiny.css.gz", "icon.png.br", "icon.png.gz"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was written, though it saves nothing", name)
		}
	}
	if _, err := os.Stat(filepath.Join(cache, "0123.br")); err == nil {
		t.Error("the cache keeps a file of an older build")
	}
	if _, err := os.Stat(filepath.Join(cache, "4567.br")); err != nil {
		t.Error("the cache lost a file of another build today")
	}
}

func TestSizesFailOverBudgetAndWithoutPage(t *testing.T) {
	if err := printSizes(io.Discard, t.TempDir()); err == nil {
		t.Error("an empty folder has a size")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "engine.wasm"), "raw")
	write(t, filepath.Join(dir, "index.html"), `<script type="module" src="/assets/app.js"></script><link rel="stylesheet" href="/assets/app.css">`)
	write(t, filepath.Join(dir, "app.css"), "raw")
	write(t, filepath.Join(dir, "app.js"), "import{a}from\"./shared.js\";import(`./view.js`)")
	write(t, filepath.Join(dir, "shared.js"), "raw")
	write(t, filepath.Join(dir, "view.js"), strings.Repeat("x", 151_000))
	if err := printSizes(io.Discard, dir); err != nil {
		t.Errorf("a small page: %v", err)
	}
	write(t, filepath.Join(dir, "vault.wasm"), strings.Repeat("x", 1_299_000))
	if err := printSizes(io.Discard, dir); err != nil {
		t.Errorf("two programs, each within the budget: %v", err)
	}
	write(t, filepath.Join(dir, "vault.wasm"), strings.Repeat("x", 1_301_000))
	if err := printSizes(io.Discard, dir); err == nil {
		t.Error("a program over its budget passes")
	}
	write(t, filepath.Join(dir, "vault.wasm"), "raw")
	write(t, filepath.Join(dir, "app.js"), strings.Repeat("x", 160_000))
	if err := printSizes(io.Discard, dir); err == nil {
		t.Error("a page over its budget passes")
	}
	write(t, filepath.Join(dir, "app.js"), "import{a}from\"./shared.js\"")
	write(t, filepath.Join(dir, "shared.js"), strings.Repeat("x", 160_000))
	if err := printSizes(io.Discard, dir); err == nil {
		t.Error("what a page over its budget imports passes")
	}
	write(t, filepath.Join(dir, "shared.js"), "raw")
	write(t, filepath.Join(dir, "app.js"), strings.Repeat("x", 160_000))
	write(t, filepath.Join(dir, "app.js.br"), "small")
	if err := printSizes(io.Discard, dir); err != nil {
		t.Errorf("a page that is small after brotli: %v", err)
	}
}
