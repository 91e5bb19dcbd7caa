# Grantlens. `make help` lists the targets.

LISTEN   ?= 127.0.0.1:8080
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
VERSION  := $(shell git describe --tags --always 2>/dev/null || echo dev)
GOROOT   := $(shell go env GOROOT)

# What is built, and from what. The engine is every package below the server.
MODULES  := web/node_modules/.package-lock.json
OIDC     := test/oidc/node_modules/.package-lock.json
# The engine and what makes requests are built once for each language of the page.
ENGINES  := web/src/generated/grantlens.en.wasm web/src/generated/grantlens.ru.wasm
REQUESTS := web/src/generated/requests.en.wasm web/src/generated/requests.ru.wasm
# What the Rules view lists: the engine of the page need not carry it.
RULES    := web/src/generated/rules.en.json web/src/generated/rules.ru.json
WASM     := $(ENGINES) $(REQUESTS) web/src/generated/keys.wasm web/src/generated/vault.wasm
PAGE     := web/dist/index.html
ENGINE   := go.mod $(shell find internal wasm -type f -not -name '*_test.go' -not -path '*/testdata/*' \
              -not -path 'internal/server/*' -not -path 'internal/relay/*' -not -path 'internal/precompress/*' -not -path 'internal/bench/*')
SOURCES  := $(shell find web/src web/public web/index.html web/package.json web/*.ts -type f -not -path '*/generated/*' -not -name '*.test.ts*')
# What runs in one goroutine has no race to find, and takes five times as long with the detector; race_test.go holds this
# to it. What the engine does at once is tested with it in logparse, the command line and the server.
ALONE    := ^grantlens/internal/(logparse/(artifact|diagnose|exchange|report)|moex|pattern|providers|redact|request|rpc/(engine|keys|requests|vault)|source|token|wasmbuild|waves)(/|$$)
# Programs are packed once on a machine, whichever copy of the repository they are built in.
PACKED   := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/grantlens/precompress
GOLDENS   = $(sort $(dir $(shell grep -rl --include='*_test.go' 'flag.Bool."update"' internal cmd)))

# Two programs are built at a time: Go's linker keeps one processor busy.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j2
endif
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run build test test-keycloak check bench size update dev help chromium test-wasm

run: build ## build everything and serve the page on http://127.0.0.1:8080
	bin/server -listen $(LISTEN)

build: $(PAGE) ## build the engine, the page, bin/grantlens and bin/server
	go build -trimpath -ldflags "-s -w -X grantlens/internal/rpc/engine.Version=$(VERSION)" -o bin/ ./cmd/...

$(MODULES) $(OIDC): %/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund
	touch $@

web/src/generated/wasm_exec.js: $(GOROOT)/lib/wasm/wasm_exec.js
	mkdir -p $(@D)
	cp "$<" $@

$(ENGINES): web/src/generated/grantlens.%.wasm: $(ENGINE) web/src/generated/wasm_exec.js
	go run ./internal/wasmbuild -lang $* -o $@

$(REQUESTS): web/src/generated/requests.%.wasm: $(ENGINE) web/src/generated/wasm_exec.js
	go run ./internal/wasmbuild -lang $* -tags requests -o $@

# The others, in workers of their own: seeds, and tokens with their keys. Each is inlined as far as its size permits.
web/src/generated/vault.wasm: INLINE := all
web/src/generated/keys.wasm: INLINE := runtime internal/runtime/... internal/abi encoding/json
web/src/generated/%.wasm: $(ENGINE) web/src/generated/wasm_exec.js
	go run ./internal/wasmbuild -inline "$(INLINE)" -tags $* -o $@

$(RULES): web/src/generated/rules.%.json: $(ENGINE) $(wildcard cmd/grantlens/*.go) web/src/generated/wasm_exec.js
	go run ./cmd/grantlens rules -format json -lang $* > $@

$(PAGE): $(WASM) $(RULES) $(MODULES) $(SOURCES)
	cd web && npm run build
	go run ./internal/precompress -cache "$(PACKED)" web/dist

test: build chromium $(OIDC) ## run every test: Go, the engine as WASM in node, the page in Chromium
	go vet ./... && GOOS=js GOARCH=wasm go vet ./wasm && GOOS=js GOARCH=wasm go vet -tags vault ./wasm && GOOS=js GOARCH=wasm go vet -tags keys ./wasm && GOOS=js GOARCH=wasm go vet -tags requests ./wasm
	go tool staticcheck ./...
	go test -race -timeout 30m $$(go list ./... | grep -vE '$(ALONE)')
	go test -timeout 30m $$(go list ./... | grep -E '$(ALONE)')
	$(MAKE) --no-print-directory test-wasm
	cd web && npx tsc --noEmit && npx vitest run
	cd web && CHROMIUM="$(CHROMIUM)" npx playwright test

test-keycloak: ## test against a real Keycloak, downloaded once: logins made to fail, answers and event lines judged
	go vet -tags keycloak ./test/keycloak && go tool staticcheck -tags keycloak ./test/keycloak
	home=$$(test/keycloak/get.sh) && GRANTLENS_KEYCLOAK="$$home" go test -tags keycloak -count=1 -timeout 20m ./test/keycloak

# What the four WASM programs are made of, tested as WASM, with its functions rewritten as theirs are.
test-wasm: export PATH := $(GOROOT)/lib/wasm:$(PATH)
test-wasm: export GOOS := js
test-wasm: export GOARCH := wasm
test-wasm:
	GOOS= GOARCH= go build -o bin/wasmbuild ./internal/wasmbuild
	go test -timeout 30m -exec "$(CURDIR)/bin/wasmbuild -exec" $$(go list -deps ./wasm | grep ^grantlens/internal/) $$(go list -deps -tags vault ./wasm | grep ^grantlens/internal/) \
	  $$(go list -deps -tags keys ./wasm | grep ^grantlens/internal/) $$(go list -deps -tags requests ./wasm | grep ^grantlens/internal/)

check: $(WASM) $(RULES) $(MODULES) $(OIDC) ## run what is fast: vet, staticcheck, Go and TypeScript unit tests
	go vet ./... && GOOS=js GOARCH=wasm go vet ./wasm && GOOS=js GOARCH=wasm go vet -tags vault ./wasm && GOOS=js GOARCH=wasm go vet -tags keys ./wasm && GOOS=js GOARCH=wasm go vet -tags requests ./wasm
	go tool staticcheck ./...
	go test ./...
	cd web && npx tsc --noEmit && npx vitest run

bench: build ## measure speed, memory and size against the budgets: command line, WASM in node and in Chromium, relay
	CHROMIUM="$(CHROMIUM)" go run ./internal/bench

size: $(PAGE) ## print what the page weighs, and fail over budget
	go run ./internal/precompress -size web/dist

update: ## write the golden files anew from what the code says now
	for dir in $(GOLDENS); do go test ./$$dir -update || exit 1; done

dev: build ## serve the page with Vite, reloading as it changes, and the API beside it
	bin/server -listen 127.0.0.1:8080 & trap "kill $$!" EXIT; cd web && npm run dev

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 15

# The browser tests drive the machine's own Chromium.
chromium:
	@test -n "$(CHROMIUM)" || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update && apt-get install -y --no-install-recommends chromium; \
	else \
	  echo "make test needs Chromium: install it, or name one with make test CHROMIUM=/path/to/chrome" >&2; exit 1; \
	fi
