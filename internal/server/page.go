package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// page holds the built page in memory: every file in each of its encodings.
type page struct {
	files map[string]*file // by URL path
}

type file struct {
	contentType  string
	cacheControl string
	encodings    []string // what the file exists in, most wanted first; "identity" is last and always there
	body         map[string][]byte
	etag         map[string]string
}

// contentTypes are those of a built page. The machine's own table is not asked: it differs from one to the next.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm", // or WebAssembly.instantiateStreaming refuses it
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// workerPolicy is the policy of the workers' script in place of the page's. A worker is handed its WASM and answers the page:
// it may connect to nothing, import nothing and start nothing, so a seed or a token in it has no way out but that answer.
const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'none'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// isWorker: the build names the script of src/worker.ts so.
func isWorker(name string) bool { return strings.HasPrefix(name, "/assets/worker-") }

// directPolicy is that of the worker that sends a request from the browser itself, when a person asks for it: the page may
// connect to this server only, and this worker does nothing but connect.
const directPolicy = "default-src 'none'; connect-src https: http://127.0.0.1:* http://localhost:*; worker-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// isDirect: the build names the script of src/direct.ts so.
func isDirect(name string) bool { return strings.HasPrefix(name, "/assets/direct-") }

// suffixes are how a precompressed file is named beside its original.
var suffixes = map[string]string{"br": ".br", "gzip": ".gz"}

func newPage(dist fs.FS) (*page, error) {
	p := &page{files: map[string]*file{}}
	if dist == nil {
		return p, nil
	}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		ext := path.Ext(name)
		if err != nil || entry.IsDir() || ext == suffixes["br"] || ext == suffixes["gzip"] || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		contentType, ok := contentTypes[ext]
		if !ok {
			return fmt.Errorf("no content type for %s", name)
		}
		f := &file{contentType: contentType, cacheControl: "no-cache", body: map[string][]byte{}, etag: map[string]string{}}
		if strings.HasPrefix(name, "assets/") { // the build puts a hash of the content into these names
			f.cacheControl = "public, max-age=31536000, immutable"
		}
		for _, encoding := range []string{"br", "gzip", "identity"} {
			body, err := fs.ReadFile(dist, name+suffixes[encoding])
			if err != nil && encoding == "identity" {
				return err
			}
			if err != nil {
				continue // not every file is worth compressing
			}
			sum := sha256.Sum256(body)
			f.encodings = append(f.encodings, encoding)
			f.body[encoding] = body
			f.etag[encoding] = strconv.Quote(hex.EncodeToString(sum[:12]))
		}
		p.files["/"+name] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("server: page: %w", err)
	}
	return p, nil
}

// serve answers with a file of the page. An address that names none is not answered with index.html: a client that asked
// for something else would take the page for its answer.
func (p *page) serve(w http.ResponseWriter, r *http.Request) error {
	name := r.URL.Path
	if name == "/" || name == callbackPath {
		name = "/index.html"
	}
	f, ok := p.files[name]
	if !ok {
		if name == "/index.html" {
			return errNoPage
		}
		return errNotFound
	}
	encoding := preferred(r.Header, "Accept-Encoding", f.encodings...)
	if encoding == "" || r.Header.Get("Accept-Encoding") == "" {
		encoding = "identity"
	}
	h := w.Header()
	switch {
	case isWorker(name):
		h.Set("Content-Security-Policy", workerPolicy)
	case isDirect(name):
		h.Set("Content-Security-Policy", directPolicy)
	}
	h.Set("Cache-Control", f.cacheControl)
	if r.URL.Path == callbackPath {
		h.Set("Cache-Control", "no-store") // the address holds a code
	}
	h.Set("ETag", f.etag[encoding])
	if len(f.encodings) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	if matches(r.Header.Get("If-None-Match"), f.etag[encoding]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.Itoa(len(f.body[encoding])))
	if encoding != "identity" {
		h.Set("Content-Encoding", encoding)
	}
	w.Write(f.body[encoding]) // a client that went away is no failure of ours
	return nil
}

// matches reports whether If-None-Match names an ETag (RFC 9110 section 13.1.2).
func matches(header, etag string) bool {
	for item := range strings.SplitSeq(header, ",") {
		item = strings.TrimSpace(item)
		if item == "*" || strings.TrimPrefix(item, "W/") == etag {
			return true
		}
	}
	return false
}
