// Package web turns the built page into a file system inside the binary.
package web

import (
	"embed"
	"io/fs"
)

// dist holds at least .gitkeep, so that Go code compiles before the page is built.
//
//go:embed all:dist
var dist embed.FS

// FS returns the built page: index.html, assets/, and .br and .gz beside what is worth compressing.
func FS() fs.FS {
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("web: " + err.Error()) // the name is a constant and valid
	}
	return page
}
