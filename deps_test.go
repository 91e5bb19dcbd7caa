// Package grantlens holds the tests of the module as a whole: who may import whom.
package grantlens

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layout is the folders in the order of docs/architecture.md. A package imports only from above it; a folder not listed
// belongs to the nearest one above it in the tree.
var layout = []string{
	"internal/samples",
	"internal/source",
	"internal/pattern",
	"internal/token",
	"internal/waves",
	"internal/providers",
	"internal/redact",
	"internal/cli",
	"internal/logparse/artifact",
	"internal/logparse/exchange",
	"internal/logparse/diagnose",
	"internal/logparse/report",
	"internal/logparse",
	"internal/request",
	"internal/moex",
	"internal/rpc",
	"internal/relay",
	"internal/server",
	"internal/precompress",
	"internal/wasmbuild/slices",
	"internal/wasmbuild",
	"internal/bench",
	"wasm",
	"web",
	"cmd/grantlens",
	"cmd/server",
	"test/probe",
	"test/keycloak",
	"test/oidc",
}

// only lists packages that few may import, and why.
var only = map[string]struct {
	users []string
	why   string
}{
	"net/http":   {[]string{"internal/relay", "internal/server", "internal/bench", "cmd/server", "test/probe"}, "adds 0.6 MB to the WASM, and the engine needs no network"},
	"syscall/js": {[]string{"wasm"}, "everything else must run and be tested natively"},
	"github.com/rs/zerolog": {[]string{"internal/relay", "internal/server", "cmd/server"},
		"the engine logs nothing: it reads secrets"},
}

// forbidden are not to be reached at all, not even through a library, from the program named.
var forbidden = []struct{ goos, program, pkg, why string }{
	{"js", "./wasm", "grantlens/internal/rpc/vault", "seeds and keys are handled in a WASM of their own, which ends after each call"},
	{"js", "./wasm", "net/http", "adds 0.6 MB to the WASM"},
	{"js", "./wasm", "regexp", "adds 0.6 MB to the WASM: internal/pattern reads what rules need"},
	{"js", "./wasm", "log/slog", "the engine logs nothing"},
	{"js", "./wasm", "text/template", "switches off the removal of dead code: 0.4 MB"},
	{"js", "./wasm", "html/template", "switches off the removal of dead code: 0.4 MB"},
	{"js", "./wasm", "testing", "test code in the product"},
	{"js", "-tags=requests ./wasm", "net/http", "adds 0.6 MB to the WASM, and nothing is sent from it"},
	{"js", "-tags=requests ./wasm", "regexp", "adds 0.6 MB to the WASM"},
	{"js", "-tags=requests ./wasm", "text/template", "switches off the removal of dead code: 0.4 MB"},
	{"js", "-tags=requests ./wasm", "grantlens/internal/rpc/keys", "private keys are handled in a worker that ends, or that holds nothing else"},
	{"js", "-tags=requests ./wasm", "grantlens/internal/rpc/vault", "seeds are handled in a WASM of their own, which ends after each call"},
	{"js", "-tags=requests ./wasm", "grantlens/internal/rpc/engine", "the program that makes requests stays small"},
	{"", "./cmd/server", "grantlens/internal/waves/sign", "no seed or private key may reach the server"},
	{"", "./cmd/server", "grantlens/internal/rpc/vault", "no seed or private key may reach the server"},
	{"", "./cmd/server", "grantlens/internal/rpc/keys", "no seed or private key may reach the server"},
	{"", "./cmd/server", "grantlens/internal/token/sign", "no seed or private key may reach the server"},
	{"js", "./wasm", "grantlens/internal/rpc/keys", "seeds and keys are handled in a WASM of their own, which ends after each call"},
	{"js", "-tags=keys ./wasm", "grantlens/internal/waves/sign", "a worker that makes test tokens needs no seed"},
	{"js", "-tags=keys ./wasm", "net/http", "adds 0.6 MB to the WASM, and a worker with a key sends nothing"},
	{"js", "-tags=vault ./wasm", "net/http", "adds 0.6 MB to the WASM, and a worker with a seed sends nothing"},
	{"js", "-tags=vault ./wasm", "grantlens/internal/rpc/keys", "a worker that is given a seed does nothing else"},
	{"", "./cmd/server", "testing", "test code in the product"},
	{"", "./cmd/server", "net/http/pprof", "serves the memory, and with it what people posted"},
	{"", "./cmd/server", "expvar", "serves the command line"},
}

// libraries are the modules of other people that we use directly.
var libraries = map[string]string{
	"filippo.io/edwards25519":       "Curve25519 signatures of Waves",
	"github.com/andybalholm/brotli": "unpacks relayed answers",
	"github.com/go-jose/go-jose/v4": "JWE",
	"github.com/golang-jwt/jwt/v5":  "JWS signatures",
	"github.com/gorilla/websocket":  "WebSocket of the server",
	"github.com/mr-tron/base58":     "keys and signatures of Waves",
	"github.com/rs/zerolog":         "log of the server",
	"golang.org/x/crypto":           "hashes of Waves",
	"golang.org/x/net":              "which domains are nobody's own (publicsuffix), for -relay-allow",
	"golang.org/x/term":             "seed prompt without echo",
	"golang.org/x/tools/txtar":      "test inputs",
}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// list runs go list for an operating system; "" is this machine's.
func list(t *testing.T, goos string, args ...string) []pkg {
	t.Helper()
	// go test remembers a result until what the test opened changes, and does not see what go list opens.
	for _, dir := range []string{"internal", "cmd", "wasm", "test"} {
		if err := filepath.WalkDir(dir, func(_ string, _ fs.DirEntry, err error) error { return err }); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Env = os.Environ()
	if goos == "js" {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		t.Fatal("go list found no package")
	}
	return pkgs
}

// all are the packages of this module, natively and as WASM.
func all(t *testing.T) []pkg {
	return slices.Concat(list(t, "", "./..."), list(t, "js", "./wasm"), list(t, "js", "-tags=vault", "./wasm"), list(t, "js", "-tags=keys", "./wasm"), list(t, "js", "-tags=requests", "./wasm"))
}

// folder is the path of one of our packages inside the module; ok is false for anybody else's.
func folder(importPath string) (name string, ok bool) {
	return strings.CutPrefix(importPath, "grantlens/")
}

// place is the position of a folder in the layout, or -1.
func place(name string) int {
	for ; name != "."; name = path.Dir(name) {
		if i := slices.Index(layout, name); i >= 0 {
			return i
		}
	}
	return -1
}

func TestImportsGoUpTheLayout(t *testing.T) {
	checked := 0
	for _, p := range all(t) {
		name, ok := folder(p.ImportPath)
		if !ok {
			continue // the module's root: this test
		}
		from := place(name)
		if from < 0 {
			t.Errorf("%s has no place in the layout: list it in deps_test.go and docs/architecture.md", name)
		}
		for _, imported := range p.Imports {
			if other, ok := folder(imported); ok {
				checked++
				if place(other) > from {
					t.Errorf("%s imports %s, which stands below it in the layout", name, other)
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("no import was checked")
	}
}

func TestImportsForFewOnly(t *testing.T) {
	used := map[string]bool{}
	for _, p := range all(t) {
		name, _ := folder(p.ImportPath)
		for _, imported := range p.Imports {
			rule, ok := only[imported]
			if !ok {
				continue
			}
			used[imported] = true
			if !slices.Contains(rule.users, name) {
				t.Errorf("%s imports %s: %s", name, imported, rule.why)
			}
		}
	}
	for imported := range only {
		if !used[imported] {
			t.Errorf("nobody imports %s: the rule about it is stale, or this test does not see", imported)
		}
	}
}

func TestProgramsDoNotReach(t *testing.T) {
	reached := map[string]map[string]bool{}
	for _, rule := range forbidden {
		if reached[rule.program] == nil {
			reached[rule.program] = map[string]bool{}
			for _, p := range list(t, rule.goos, append([]string{"-deps"}, strings.Fields(rule.program)...)...) {
				reached[rule.program][p.ImportPath] = true
			}
			if !reached[rule.program]["grantlens/internal/rpc"] {
				t.Errorf("%s does not reach the engine: the list is not what this test means", rule.program)
			}
		}
		if _, ours := folder(rule.pkg); ours {
			list(t, "", rule.pkg) // fails when it was renamed, and the rule with it lost
		}
		if reached[rule.program][rule.pkg] {
			t.Errorf("%s reaches %s: %s", rule.program, rule.pkg, rule.why)
		}
	}
}

func TestLibrariesAreThoseWeChose(t *testing.T) {
	for _, p := range all(t) {
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			first, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(first, ".") {
				continue // ours, or the standard library's
			}
			known := false
			for module := range libraries {
				known = known || imported == module || strings.HasPrefix(imported, module+"/")
			}
			if !known {
				t.Errorf("%s imports %s: list it in deps_test.go with what it is for, or do without", p.ImportPath, imported)
			}
		}
	}
}
