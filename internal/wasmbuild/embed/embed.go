// Package embed takes the place of the standard library's in the programs of the page. What a folder holds is written out in
// the source (wasmbuild's folders), and nobody opens a file of it or asks for its size.
package embed

import "io/fs"

// FS is a folder's files, by name.
type FS []File

// File is one of them, with the name of the folder.
type File struct{ Path, Content string }

// ReadFile returns the content of a file.
func (f FS) ReadFile(name string) ([]byte, error) {
	for _, file := range f {
		if file.Path == name {
			return []byte(file.Content), nil
		}
	}
	return nil, fs.ErrNotExist
}

// ReadDir returns the files of the one folder there is.
func (f FS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries := make([]fs.DirEntry, len(f))
	for i, file := range f {
		entries[i] = entry(file.Path[len(name)+1:])
	}
	return entries, nil
}

// entry is the name of a file in its folder.
type entry string

func (e entry) Name() string               { return string(e) }
func (e entry) IsDir() bool                { return false }
func (e entry) Type() fs.FileMode          { return 0 }
func (e entry) Info() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
