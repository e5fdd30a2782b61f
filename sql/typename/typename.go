// Package typename takes the engine's names of types apart: INTEGER[], MAP(VARCHAR,
// DATE), STRUCT("a" DECIMAL(9,2), "b" DATE[]).
package typename

import (
	"strings"
)

// A Member is what a STRUCT or UNION has by name.
type Member struct{ Name, Type string }

// Element is the type of the elements of a list or array; "" for any other type.
func Element(typ string) string {
	if open := strings.LastIndexByte(typ, '['); open > 0 && strings.HasSuffix(typ, "]") {
		return typ[:open]
	}
	return ""
}

// Map are the types of a map's keys and values; "" for any other type.
func Map(typ string) (key, value string) {
	if parts := within(typ, "MAP("); len(parts) == 2 {
		return parts[0], parts[1]
	}
	return "", ""
}

// Members are those of a STRUCT or UNION, in its order; none for any other type.
func Members(typ string) []Member {
	parts := within(typ, "STRUCT(")
	if parts == nil {
		parts = within(typ, "UNION(")
	}
	var all []Member
	for _, part := range parts {
		end := 1
		for end < len(part) && (part[end] != '"' || strings.HasPrefix(part[end:], `""`)) {
			if part[end] == '"' {
				end++
			}
			end++
		}
		if end >= len(part) {
			return nil
		}
		all = append(all, Member{strings.ReplaceAll(part[1:end], `""`, `"`), strings.TrimSpace(part[end+1:])})
	}
	return all
}

// MemberOf is the type of a member; "" when there is none of that name.
func MemberOf(typ, name string) string {
	for _, m := range Members(typ) {
		if m.Name == name {
			return m.Type
		}
	}
	return ""
}

// within are the parts between the brackets of a type that begins like that.
func within(typ, begin string) []string {
	rest, ok := strings.CutPrefix(typ, begin)
	if !ok || !strings.HasSuffix(rest, ")") {
		return nil
	}
	rest = rest[:len(rest)-1]
	var parts []string
	depth, from, quoted := 0, 0, false
	for i := range len(rest) {
		switch {
		case rest[i] == '"':
			quoted = !quoted
		case quoted:
		case rest[i] == '(':
			depth++
		case rest[i] == ')':
			depth--
		case rest[i] == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(rest[from:i]))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(rest[from:]))
}
