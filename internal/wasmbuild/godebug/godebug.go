// Package godebug takes the place of the standard library's in the programs of the page: nobody sets GODEBUG there, and reading
// it brings along counters of the runtime's metrics and a search for changes of behaviour by halves (internal/bisect).
package godebug

// A Setting is what GODEBUG may set, and here does not.
type Setting struct{ name string }

// New returns the setting of a name.
func New(name string) *Setting { return &Setting{name} }

// Name is the setting's name, which begins with # when it is undocumented.
func (s *Setting) Name() string {
	if s.Undocumented() {
		return s.name[1:]
	}
	return s.name
}

// Undocumented reports whether the setting is left out of the documentation.
func (s *Setting) Undocumented() bool { return s.name != "" && s.name[0] == '#' }

// String is the setting as GODEBUG has it.
func (s *Setting) String() string { return s.Name() + "=" }

// Value is what is set: nothing.
func (s *Setting) Value() string { return "" }

// IncNonDefault would count that a setting changed something.
func (s *Setting) IncNonDefault() {}
