package catalog

import "regexp"

// A Method is one of the platform's API that means something for the figures.
type Method struct{ Name, Meaning string }

var methodMeaning = regexp.MustCompile(`WHEN '([^']+)' THEN '([a-z]+)'`)

// Methods are those of the table api_methods, read from the macro that fills it.
func (c *Catalog) Methods() []Method {
	var methods []Method
	for _, s := range c.Schema {
		if s.Name == "schema/2_api_methods.sql" {
			for _, m := range methodMeaning.FindAllStringSubmatch(s.SQL, -1) {
				methods = append(methods, Method{m[1], m[2]})
			}
		}
	}
	return methods
}
