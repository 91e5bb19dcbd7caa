package artifact

// AppAuth for Android prints its AuthorizationException as JSON. `error` is the server's; without one the code is the
// library's own (type 0, code 9: the ID token was not accepted).
//
//	AuthorizationException: {"type":2,"code":2002,"error":"invalid_grant","errorDescription":"Code not valid"}

var _ = registerShape(shape{id: "appauth", rank: 35, read: func(r *Reader, n *node) bool {
	typ, code := n.get("type"), n.get("code")
	description := n.get("errorDescription")
	if typ == nil || typ.typ != 'n' || code == nil || code.typ != 'n' || n.get("error") == nil && description == nil {
		return false
	}
	a := Artifact{Kind: Exception, Format: "appauth", Client: "AppAuth", Span: r.View.Origin(n.span), Name: r.nodeValue(code), Text: r.nodeValue(description), Params: flatten(r.View, n, "", 3)}
	r.Add(a)
	if e := n.get("error"); e != nil && e.typ == 's' && e.text != "" && e.text != "null" {
		c := objectContent(r.View, n)
		for i := range c.Members {
			if c.Members[i].Name == "errorDescription" {
				c.Members[i].Name = "error_description" // as it was sent
			}
		}
		r.Add(Artifact{Kind: Body, Format: "appauth", Client: "AppAuth", Span: a.Span, Body: c})
	}
	return true
}})
