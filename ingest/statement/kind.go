package statement

import "bytes"

// A dialect is how a kind of database writes SQL, as far as reading it must know.
type dialect uint8

const (
	mySQL dialect = iota // and whatever is not told
	postgreSQL
	oracle
	sqlServer
	dialects
)

// dialectWords are found in the names of databases; each stands for a dialect.
var dialectWords = []struct {
	word string
	dialect
}{
	{"postgres", postgreSQL}, {"pgsql", postgreSQL}, {"gauss", postgreSQL}, {"kingbase", postgreSQL}, {"greenplum", postgreSQL},
	{"oracle", oracle}, {"dameng", oracle}, {"达梦", oracle},
	{"sqlserver", sqlServer}, {"sql server", sqlServer}, {"sql_server", sqlServer}, {"mssql", sqlServer},
}

// dialectOf tells the dialect by the kind of database that a record names: MySQL
// for its relatives, for an unknown one and for none.
func dialectOf(kind []byte) dialect {
	if len(kind) == 0 || len(kind) == 5 && string(kind) == "MySQL" {
		return mySQL
	}
	name := bytes.ToLower(kind[:min(len(kind), 64)])
	for _, w := range dialectWords {
		if bytes.Contains(name, []byte(w.word)) {
			return w.dialect
		}
	}
	return mySQL
}

// backslashes tells whether a backslash in a string makes the next byte a character.
func (d dialect) backslashes() bool { return d == mySQL }

// quotedNames tells whether "…" is a name and no string.
func (d dialect) quotedNames() bool { return d != mySQL }

// nestedComments tells whether a comment may stand in a comment.
func (d dialect) nestedComments() bool { return d == postgreSQL || d == sqlServer }
